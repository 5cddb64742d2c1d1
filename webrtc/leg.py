"""One encrypted connection as the engine sees it: bytes in, bytes out, what was agreed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from webrtc.rtp import Codec, Headed


@dataclass(frozen=True)
class Agreed:
    """A codec as negotiated; H.264 needs its profile, or Safari shows black (media-notes, 4)."""

    codec: Codec
    profile: str = ""


@dataclass(frozen=True)
class Incoming:
    """What the payload types of a publisher's connection mean."""

    codecs: Mapping[int, Agreed]
    original_of_rtx: Mapping[int, int]
    transport_cc: int | None = None  # number of the header extension, where feedback was agreed
    sent_again_by: Mapping[int, int] = field(default_factory=dict[int, int])  # RTX to its SSRC


@dataclass(frozen=True)
class Outgoing:
    """How one stream to a viewer is numbered."""

    agreed: Agreed
    payload_type: int
    ssrc: int
    rtx_payload_type: int | None
    rtx_ssrc: int


class Ears(Protocol):
    """Who hears a connection."""

    def rtp(self, packets: Sequence[bytes | memoryview], now: float) -> None:
        """Decrypted RTP packets, in order; the memory may be used again afterwards.

        `now` is of the loop's clock, in seconds.
        """
        ...

    def rtcp(self, data: bytes) -> None:
        """A decrypted RTCP packet."""
        ...

    def closed(self) -> None:
        """The connection has ended, for whatever reason; called once."""
        ...


class Leg(Protocol):
    """An established or establishing connection."""

    @property
    def incoming(self) -> Incoming:
        """For publishers."""
        ...

    @property
    def outgoing(self) -> Sequence[Outgoing]:
        """For viewers."""
        ...

    @property
    def is_open(self) -> bool:
        """Whether what is sent now can arrive."""
        ...

    def send_rtp(self, packets: Sequence[Headed]) -> None:
        """Encrypts and sends packets; nothing before and after the connection."""
        ...

    def send_rtcp(self, data: bytes) -> None:
        """The same for reports and requests."""
        ...

    async def trickle(self, candidates: Sequence[str]) -> None:
        """Takes further addresses of the other side: `a=candidate:` lines that were checked."""
        ...

    async def close(self) -> None:
        """Ends the connection."""
        ...


class Connector(Protocol):
    """Makes connections from offers. Both raise `MalformedOffer`."""

    async def receiving(self, offer_sdp: str, ears: Ears) -> tuple[Leg, str]:
        """Takes a publisher in; returns the connection and the answer."""
        ...

    async def sending(
        self, offer_sdp: str, wanted: Sequence[Agreed], ears: Ears
    ) -> tuple[Leg, str]:
        """Serves a viewer exactly these codecs."""
        ...

    def close(self) -> None:
        """Ends what all connections shared; they have ended before."""
        ...

    def may_reach(self, candidate: str) -> bool:
        """Whether this service sends to the address an `a=candidate:` line names."""
        ...
