"""What an offer asks for, and whether WHIP or WHEP can give it whole. Pure.

RFC 9725, 4.5: one track of sound and one of picture at most, and no section is left out of the
answer in silence. What can not be answered whole is refused, so that a client can say so.
"""

import re
from dataclasses import dataclass
from enum import Enum

from foundation.errors import Problem
from webrtc.engine import MalformedOffer
from webrtc.sdp import lines_of

VIDEO_CODECS = frozenset({"vp8", "h264"})
AUDIO_CODECS = frozenset({"opus"})
_DIRECTION = re.compile(r"^a=(sendrecv|sendonly|recvonly|inactive)\s*$")
_RTPMAP = re.compile(r"^a=rtpmap:\d{1,3} ([\w.-]{1,40})/\d")
_CREDENTIAL = re.compile(r"^a=(ice-ufrag|ice-pwd):([A-Za-z0-9+/]{4,256})\s*$")


class Wish(Enum):
    """What the offering side wants to do."""

    SEND = "sendonly"
    RECEIVE = "recvonly"


class OfferNotAnswerable(Problem):
    """The offer is good SDP, and asks for something this service does not do."""

    code = "media.offer_not_answerable"
    zh = "这台设备的视频连接请求无法满足（{reason}）。请换一个浏览器或设备后重试。"
    en = "What this device asks for can not be given ({reason}). Use another browser or device."


@dataclass(frozen=True)
class IceSession:
    """The credentials by which the two sides' checks know each other (RFC 8839, 5.4)."""

    ufrag: str
    password: str


@dataclass(frozen=True)
class Section:
    """One `m=` section: its kind, which way it goes, and the codecs by their names."""

    kind: str
    direction: str
    codecs: frozenset[str]


def sections(offer: str) -> tuple[Section, ...]:
    """The sections of a well-formed offer in their order; rejected ones (port 0) are left out.

    A direction before the first section is that of all which name none (RFC 8866, 6.7).
    """
    head, *parts = re.split(r"(?m)^m=", offer.replace("\r\n", "\n"))
    usual = _direction(head, "sendrecv")
    return tuple(
        Section(part.partition(" ")[0], _direction(part, usual), _codecs(part))
        for part in parts
        if _port(part) != "0" or "a=bundle-only" in part
    )


def _port(section: str) -> str:
    _, _, rest = section.partition(" ")
    return rest.partition(" ")[0]


def must_be_answerable(offer: str, wish: Wish) -> None:
    """Raises `OfferNotAnswerable` with what stands in the way."""
    found = sections(offer)
    if not found:
        raise OfferNotAnswerable(reason="no media")
    kinds = [section.kind for section in found]
    for kind in set(kinds):
        if kinds.count(kind) > 1:
            raise OfferNotAnswerable(reason=f"{kinds.count(kind)} × {kind}")
    for section in found:
        if section.direction not in {wish.value, "sendrecv"}:
            raise OfferNotAnswerable(reason=f"{section.kind} {section.direction}")
        known = VIDEO_CODECS if section.kind == "video" else AUDIO_CODECS
        if not section.codecs & known:
            named = ", ".join(sorted(section.codecs))[:60] or "no codec"
            raise OfferNotAnswerable(reason=f"{section.kind}: {named}")


def ice_session(text: str) -> IceSession:
    """The first ICE credentials of an offer or a fragment. Raises `MalformedOffer` without."""
    found: dict[str, str] = {}
    for line in lines_of(text):
        match = _CREDENTIAL.match(line)
        if match is not None:
            found.setdefault(match[1], match[2])
    if len(found) < 2:
        raise MalformedOffer(reason="ICE credentials are missing")
    return IceSession(found["ice-ufrag"], found["ice-pwd"])


def _direction(part: str, usual: str) -> str:
    matches = (_DIRECTION.match(line) for line in part.split("\n"))
    return next((found[1] for found in matches if found), usual)


def _codecs(part: str) -> frozenset[str]:
    matches = (_RTPMAP.match(line) for line in part.split("\n"))
    return frozenset(found[1].lower() for found in matches if found)
