"""The seam of the media plane: what it can do, whatever does it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from foundation.errors import Kind, Problem


@dataclass(frozen=True)
class IceServer:
    """A STUN or TURN server of our own."""

    urls: tuple[str, ...]
    username: str | None = None
    credential: str | None = None


@dataclass(frozen=True)
class Answer:
    """The server's half of a negotiation."""

    session_id: str
    sdp: str


@dataclass(frozen=True)
class CapturedFrame:
    """One decoded picture as JPEG; `captured_at` is when its first packet arrived.

    `codec` is what the picture was sent in, as a MIME type.
    """

    jpeg: bytes
    width_px: int
    height_px: int
    captured_at: datetime
    codec: str = ""


@dataclass(frozen=True)
class Clip:
    """Some seconds of a recording as a file, WebM or MP4; `poster` is a JPEG from its middle."""

    content: bytes
    mime: str
    captured_at: datetime
    duration_ms: int
    poster: bytes
    width_px: int
    height_px: int
    codec: str


@dataclass(frozen=True)
class Owner:
    """Whose session this is."""

    room: str
    participant: str


@dataclass(frozen=True)
class PublisherFigures:
    """How one stream of a publisher arrives. Rates and shares are of the last second.

    `loss` counts what no retransmission brought; `freezes` are gaps of more than half a second
    between pictures since the participant came; `rtt_s` is `None` until a phone has answered.
    """

    participant: str
    kind: str
    packets: int
    payload_bytes: int
    missing: int
    viewers: int
    bitrate_bps: int = 0
    loss: float = 0.0
    frames_per_s: float = 0.0
    width_px: int = 0
    height_px: int = 0
    freezes: int = 0
    rtt_s: float | None = None
    is_silent: bool = False


@dataclass(frozen=True)
class ViewerFigures:
    """What one viewer reports of what a publisher sends to it. `loss` is before retransmission.

    Size and freezes of its picture a viewer's page alone knows; `None` until it has said so.
    """

    viewer: str
    publisher: str
    bitrate_bps: int = 0
    loss: float = 0.0
    rtt_s: float | None = None
    width_px: int | None = None
    height_px: int | None = None
    freezes: int | None = None


@dataclass(frozen=True)
class RoomFigures:
    """Everybody's in one room, once a second."""

    publishers: tuple[PublisherFigures, ...]
    viewers: tuple[ViewerFigures, ...]


class EngineUnfit(RuntimeError):
    """The ground has moved under the engine: what keeps strangers out no longer does."""


class MalformedOffer(Problem):
    """The offer is no SDP we can answer."""

    kind = Kind.UNREADABLE
    code = "media.sdp_malformed"
    zh = "视频连接请求的格式不正确（{reason}）。请刷新页面重试；若仍出现请换一个浏览器。"
    en = "The media offer can not be read ({reason}). Reload; if it stays, use another browser."


class PublisherAbsent(Problem):
    """Nobody of that name sends anything yet."""

    kind = Kind.CONFLICT
    code = "media.publisher_absent"
    zh = "对方还没有画面，请稍候。"
    en = "The other side sends no picture yet. Wait a moment."


class StalePicture(Problem):
    """No fresh frame: what could be captured would not be the present."""

    kind = Kind.CONFLICT
    code = "media.stale_picture"
    zh = "画面已中断或卡住，没有取证。请等画面恢复，或请对方拍照。"
    en = "The picture is interrupted, nothing was captured. Wait for it, or ask for a photo."


class RoomCrowded(Problem):
    """More connections than a call needs."""

    kind = Kind.TOO_OFTEN
    code = "media.room_crowded"
    zh = "这次连线的视频连接过多，请关闭多余的页面。"
    en = "Too many media connections in this call. Close the pages you do not need."


class MediaEngine(Protocol):
    """Rooms, publishers, viewers. All methods run on the engine's event loop."""

    async def publish(self, room: str, participant: str, offer_sdp: str) -> Answer:
        """Takes a participant's pictures and sound in; replaces an older connection of theirs.

        Viewers stay connected over a replacement.
        Raises `MalformedOffer`, `RoomCrowded`, `DialledTooOften`.
        """
        ...

    async def play(self, room: str, publisher: str, viewer: str, offer_sdp: str) -> Answer:
        """Sends a publisher's streams to a viewer, in the publisher's own codec.

        Raises `PublisherAbsent`, `MalformedOffer`, `RoomCrowded`, `DialledTooOften`.
        """
        ...

    def owner(self, session_id: str) -> Owner | None:
        """Whose session this is; `None` when it has ended."""
        ...

    async def trickle(self, session_id: str, candidates: Sequence[str]) -> None:
        """Adds ICE candidates that a client found after its offer.

        Args:
            candidates: lines that begin with `a=candidate:`. What is malformed or names an address
                this service does not talk to is left out in silence (RFC 9725, 4.3.2), and so is
                everything for a session that has ended.
        """
        ...

    async def hang_up(self, session_id: str) -> None:
        """Ends one connection; ending an ended one changes nothing."""
        ...

    async def capture(self, room: str, participant: str) -> CapturedFrame:
        """A sharp frame of this moment. Raises `StalePicture`."""
        ...

    async def set_cap(self, room: str, bits_per_s: int) -> None:
        """What each publisher of the room may send at most, at once and for those to come.

        Lowered, it holds from the next second on; raised, a phone that is connected already uses
        it from its next connection on, since its answer named the lower one.
        """
        ...

    async def expect_picture(self, room: str, participant: str, *, is_expected: bool) -> None:
        """Whether a missing picture of this participant is news: not while a phone sends stills."""
        ...

    async def cut(self, room: str, participant: str) -> None:
        """Ends everything this participant sends or receives."""
        ...

    async def close_room(self, room: str) -> None:
        """Ends all connections of a room."""
        ...

    async def close(self) -> None:
        """Ends everything; leaves no thread and no process behind."""
        ...

    def statistics(self, room: str) -> Sequence[PublisherFigures]:
        """How the room's streams arrive."""
        ...
