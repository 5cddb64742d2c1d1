"""Offers are checked before any library reads them, and rid of addresses we never talk to; answers
name the address phones reach us at. Pure.
"""

import ipaddress
import re

from webrtc.engine import MalformedOffer
from webrtc.reach import Reach

MOST_BYTES = 64 * 1024  # scorecard, rule 2
MOST_CANDIDATES = 32
MOST_SECTIONS = 4  # sound and picture, twice what is needed
_CANDIDATE = re.compile(
    r"^a=candidate:\S{1,64} \d{1,3} (?:udp|tcp) \d{1,10} (?P<address>\S{1,128}) (?P<port>\d{1,5})"
    r" typ (?:host|srflx|prflx|relay)\b",
    re.IGNORECASE,
)
_GROUP = re.compile(r"^a=ssrc-group:FID (\d{1,10}) (\d{1,10})\s*$", re.MULTILINE)
_SECTION = re.compile(r"^m=(\w+) \d{1,5} [\w/]+ .+$")


def checked_offer(text: str, reach: Reach) -> str:
    """The offer with usable candidates only. Raises `MalformedOffer`: see `well_formed`."""
    kept = [
        line
        for line in well_formed(text)
        if not line.startswith("a=candidate:") or is_usable(line, reach)
        # more may follow, by PATCH or as checks from an address nobody named
        if not line.startswith("a=end-of-candidates")
    ]
    return "\r\n".join(line for line in kept if line) + "\r\n"


def well_formed(text: str) -> list[str]:
    """The lines of an offer.

    Raises:
        MalformedOffer: too long, too many candidates or sections, no fingerprint, not SDP.
    """
    if len(text.encode()) > MOST_BYTES:
        raise MalformedOffer(reason=f"> {MOST_BYTES} bytes")
    lines = lines_of(text)
    if lines[0] != "v=0":
        raise MalformedOffer(reason="v=0 is missing")
    sections = [line for line in lines if line.startswith("m=")]
    if not 1 <= len(sections) <= MOST_SECTIONS:
        raise MalformedOffer(reason=f"{len(sections)} media sections")
    for section in sections:
        found = _SECTION.match(section)
        if found is None or found[1] not in {"audio", "video"}:
            raise MalformedOffer(reason=section[:40])
    for needed in ("a=fingerprint:", "a=ice-ufrag:", "a=ice-pwd:", "a=mid:"):
        if not any(line.startswith(needed) for line in lines):
            raise MalformedOffer(reason=f"{needed} is missing")
    candidates = [line for line in lines if line.startswith("a=candidate:")]
    if len(candidates) > MOST_CANDIDATES:
        raise MalformedOffer(reason=f"{len(candidates)} candidates")
    return lines


def lines_of(text: str) -> list[str]:
    """SDP's lines; some clients end them with a line feed only."""
    return text.replace("\r\n", "\n").split("\n")


def is_usable(line: str, reach: Reach) -> bool:
    """Whether an `a=candidate:` line is UDP to an address within reach."""
    found = _CANDIDATE.match(line)
    if found is None or " udp " not in line.lower() or not 0 < int(found["port"]) < 1 << 16:
        return False
    return reach.admits(found["address"])


def sent_again_by(offer: str) -> dict[int, int]:
    """Which SSRC sends another one's packets again, as `a=ssrc-group:FID` says (RFC 5576, 4.2)."""
    return {int(again): int(first) for first, again in _GROUP.findall(offer)}


def with_public_address(answer: str, address: str) -> str:
    """The answer with each of our own host candidates under a public address, ports kept.

    For a machine behind 1:1 NAT: it knows its inner addresses only, phones know the outer one.

    Args:
        address: IPv4 or IPv6; candidates of the other family and duplicates are left out.
    """
    family = ipaddress.ip_address(address).version
    lines: list[str] = []
    for line in answer.split("\r\n"):
        found = _CANDIDATE.match(line)
        if found is None or not line.rstrip().endswith("typ host"):
            lines.append(line)
            continue
        if ipaddress.ip_address(found["address"]).version != family:
            continue
        start, end = found.span("address")
        lines.append(f"{line[:start]}{address}{line[end:]}")
    return "\r\n".join(lines)


def with_bitrate_cap(answer: str, bits_per_s: int) -> str:
    """The answer with a limit on pictures: `b=AS` (RFC 4566) and `b=TIAS` (RFC 3890)."""
    lines: list[str] = []
    is_picture = False
    for line in answer.split("\r\n"):
        lines.append(line)
        if line.startswith("m="):
            is_picture = line.startswith("m=video ")
        if is_picture and line.startswith("c="):  # bandwidth stands between `c=` and `a=`
            lines += [f"b=AS:{-(-bits_per_s // 1000)}", f"b=TIAS:{bits_per_s}"]
            is_picture = False
    return "\r\n".join(lines)
