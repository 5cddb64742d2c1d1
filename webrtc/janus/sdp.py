"""Descriptions between clients and Janus. Pure.

Janus takes a publisher's offer, but to a viewer it wants to make the offer itself, while WHEP
clients come with theirs. Both offers are therefore answered with each other: what Janus offers is
the viewer's answer under the viewer's own section names, and the other way round. Each side then
holds that it offered first; ICE settles that by its rule for role conflicts (RFC 8445, 7.3.1.1),
DTLS by the `setup` lines written here: the viewer is the client.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from webrtc.engine import MalformedOffer
from webrtc.rtp import Codec

# Janus' own names and order: sound and picture are told apart by SSRC, so no extension is needed
_OWN = ("a=mid:", "a=setup:", "a=sendonly", "a=sendrecv", "a=recvonly", "a=inactive", "a=extmap")
_TRANSPORT = ("a=ice-ufrag:", "a=ice-pwd:", "a=candidate:")
_CODECS = ("a=rtpmap:", "a=fmtp:", "a=rtcp-fb:")


@dataclass(frozen=True)
class Medium:
    """One section: its kind (`audio`, `video`), name, payload types and lines."""

    kind: str
    mid: str
    is_rejected: bool
    lines: tuple[str, ...]

    def of(self, *beginnings: str) -> Iterator[str]:
        """The lines that begin so."""
        return (line for line in self.lines if line.startswith(beginnings))

    def codecs(self) -> list[Codec]:
        """What the section can carry, as far as we know it."""
        names = (line.partition(" ")[2].partition("/")[0].lower() for line in self.of("a=rtpmap:"))
        known = {codec.value: codec for codec in Codec}
        found = (known.get(f"{self.kind}/{name}") for name in names)
        return [codec for codec in found if codec is not None]


@dataclass(frozen=True)
class Description:
    """A description in pieces."""

    head: tuple[str, ...]
    media: tuple[Medium, ...]

    def one(self, medium: Medium, beginning: str) -> str:
        """A line of the section, or of the head for all sections; empty when missing."""
        return next(
            (line for line in (*medium.lines, *self.head) if line.startswith(beginning)), ""
        )


def described(sdp: str) -> Description:
    """The description in pieces."""
    head: list[str] = []
    sections: list[list[str]] = []
    for line in sdp.replace("\r\n", "\n").split("\n"):
        if line.startswith("m="):
            sections.append([line])
        elif line:
            (sections[-1] if sections else head).append(line)
    return Description(tuple(head), tuple(_medium(lines) for lines in sections))


def _medium(lines: Sequence[str]) -> Medium:
    kind, port, *_ = lines[0].removeprefix("m=").split(" ")
    mid = next((one.removeprefix("a=mid:") for one in lines if one.startswith("a=mid:")), "")
    return Medium(kind, mid, port == "0" or "a=inactive" in lines, tuple(lines))


def for_janus(offer: str) -> str:
    """A checked offer of a publisher with the one fingerprint that Janus can compare."""
    lines = (line for line in offer.split("\r\n") if _is_comparable(line))
    return "\r\n".join(lines)


def _is_comparable(line: str) -> bool:
    return not line.startswith("a=fingerprint:") or line.lower().startswith("a=fingerprint:sha-256")


def crossed(viewer_offer: str, janus_offer: str) -> tuple[str, str]:
    """The answers to two offers out of each other.

    Args:
        viewer_offer: checked; what Janus has no stream for is refused in the answer.

    Returns:
        The viewer's answer and Janus' answer.

    Raises:
        MalformedOffer: the viewer can not take the publisher's codec, or nothing at all.
    """
    viewer, janus = described(for_janus(viewer_offer)), described(janus_offer)
    pairs = _pairs(viewer, janus)
    taken = {id(ours): theirs for theirs, ours in pairs}
    for_viewer = _head(theirs.mid for theirs, _ in pairs)
    wanted = {id(theirs): ours for theirs, ours in pairs}
    for theirs in viewer.media:
        ours = wanted.get(id(theirs))
        for_viewer += _refused(theirs) if ours is None else _shown(theirs, janus, ours)
    to_janus = _head(ours.mid for _, ours in pairs)
    for ours in janus.media:
        theirs = taken.get(id(ours))
        to_janus += _refused(ours) if theirs is None else _accepted(ours, viewer, theirs)
    return "\r\n".join(for_viewer) + "\r\n", "\r\n".join(to_janus) + "\r\n"


def _pairs(viewer: Description, janus: Description) -> list[tuple[Medium, Medium]]:
    free = [one for one in janus.media if not one.is_rejected]
    pairs: list[tuple[Medium, Medium]] = []
    for theirs in viewer.media:
        ours = next((one for one in free if one.kind == theirs.kind), None)
        if ours is None or theirs.is_rejected:
            continue
        if not set(ours.codecs()) & set(theirs.codecs()):
            raise MalformedOffer(reason=f"{ours.codecs()[0].value} is missing")
        free.remove(ours)
        pairs.append((theirs, ours))
    if not pairs:
        raise MalformedOffer(reason="nothing to play")
    return pairs


def _head(mids: Iterator[str]) -> list[str]:
    bundle = f"a=group:BUNDLE {' '.join(mids)}"
    return ["v=0", "o=- 0 0 IN IP4 0.0.0.0", "s=-", "t=0 0", bundle, "a=msid-semantic: WMS *"]


def _refused(medium: Medium) -> list[str]:
    first = medium.lines[0].split(" ")
    first[1] = "0"
    return [" ".join(first), "c=IN IP4 0.0.0.0", f"a=mid:{medium.mid}", "a=inactive"]


def _shown(theirs: Medium, janus: Description, ours: Medium) -> list[str]:
    """A section of Janus' offer as the answer to the viewer's section."""
    kept = [line for line in ours.lines if not line.startswith(_OWN) and "transport-cc" not in line]
    return [
        *kept,
        janus.one(ours, "a=fingerprint:"),
        f"a=mid:{theirs.mid}",
        "a=sendonly",
        "a=setup:passive",
    ]


def _accepted(ours: Medium, viewer: Description, theirs: Medium) -> list[str]:
    """Janus' section accepted as it is, over the viewer's transport."""
    codecs = [line for line in ours.of(*_CODECS) if "transport-cc" not in line]
    transport = [viewer.one(theirs, one) for one in (*_TRANSPORT[:2], "a=fingerprint:")]
    return [
        ours.lines[0],
        "c=IN IP4 0.0.0.0",
        f"a=mid:{ours.mid}",
        "a=recvonly",
        "a=rtcp-mux",
        "a=setup:active",
        *transport,
        *codecs,
        *theirs.of("a=candidate:", "a=end-of-candidates"),
    ]
