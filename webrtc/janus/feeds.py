"""What one participant sends into Janus: the attachment, what it carries, how it fares."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from webrtc.engine import PublisherFigures
from webrtc.janus.api import Handle
from webrtc.janus.sdp import described
from webrtc.janus.wire import JanusAbsent, JanusRefused, Json
from webrtc.leg import Agreed
from webrtc.room import Publisher
from webrtc.rtp import Codec


@dataclass(frozen=True)
class Carried:
    """One stream of a feed: the name of its section and its codec."""

    mid: str
    codec: Codec


@dataclass(eq=False)
class Feed:
    """One publishing connection. A new connection of the same person is a new feed."""

    number: str  # the id under which Janus knows it
    handle: Handle
    publisher: Publisher
    carried: tuple[Carried, ...] = ()
    is_up: bool = False
    is_there: bool = True  # the picture, as Janus told last
    is_silent: bool = False
    viewers: int = 0
    figures: tuple[PublisherFigures, ...] = ()
    _asking: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    @property
    def picture(self) -> Carried | None:
        """The stream that can be captured."""
        return next((one for one in self.carried if one.codec is not Codec.OPUS), None)

    def hear(
        self, message: Json, came: Callable[["Feed"], None], gone: Callable[["Feed"], None]
    ) -> None:
        """What Janus tells of the connection unasked."""
        kind = message.get("janus")
        if kind == "webrtcup" and not self.is_up:
            self.is_up = True
            came(self)
        elif kind == "media" and message.get("type") == "video" and self.is_up:
            self._hear_picture(is_there=bool(message.get("receiving")))
        elif kind in {"hangup", "detached", "gone"}:
            gone(self)

    def _hear_picture(self, *, is_there: bool) -> None:
        """`media`: the picture stopped for the seconds of `no_media_timer`, or goes on."""
        self.is_there = is_there
        self.expect_picture(is_expected=self.publisher.watchdog.expects_picture)

    def expect_picture(self, *, is_expected: bool) -> None:
        """Tells that the picture is missing or back; not missing while none is expected."""
        about, is_silent = self.publisher, is_expected and not self.is_there
        about.watchdog.expects_picture = is_expected
        if self.is_silent and not is_silent:
            about.observer.publisher_back(about.room, about.participant)
        elif is_silent and not self.is_silent:
            about.observer.publisher_silent(about.room, about.participant)
        self.is_silent = is_silent

    def ask_keyframe(self) -> None:
        """Has Janus ask the phone, which nobody here waits for."""
        asking = asyncio.create_task(self._ask_keyframe(), name="janus-keyframe")
        self._asking.add(asking)
        asking.add_done_callback(self._asking.discard)

    async def _ask_keyframe(self) -> None:
        with suppress(JanusRefused, JanusAbsent):
            await self.handle.ask({"request": "configure", "keyframe": True})

    async def look(self, passed_s: float) -> None:
        """Reads the figures of the last second; the Admin API may be off, then there are none."""
        try:
            info = await self.handle.figures()
        except (JanusRefused, JanusAbsent):
            return
        self.figures = tuple(self._figures(info, passed_s))

    def _figures(self, info: Json, passed_s: float) -> list[PublisherFigures]:
        media: dict[str, Any] = info.get("webrtc", {}).get("media", {})
        by_mid: dict[str, Any] = {str(one["mid"]): one for one in media.values() if "mid" in one}
        found: list[PublisherFigures] = []
        for one in self.carried:
            known: dict[str, Any] = by_mid.get(one.mid, {})
            incoming: dict[str, Any] = known.get("stats", {}).get("in", {})
            rtcp: dict[str, Any] = known.get("rtcp", {}).get("main", {})
            trip_ms = rtcp.get("rtt")
            found.append(
                PublisherFigures(
                    self.publisher.participant,
                    one.codec.value,
                    int(incoming.get("packets", 0)),
                    int(incoming.get("bytes", 0)),
                    int(rtcp.get("lost", 0)),
                    self.viewers,
                    bitrate_bps=round(int(incoming.get("bytes_lastsec", 0)) * 8 / passed_s),
                    rtt_s=trip_ms / 1000 if isinstance(trip_ms, int | float) else None,
                    is_silent=self.is_silent,
                )
            )
        return found


def carried_in(sdp: str) -> tuple[Carried, ...]:
    """What Janus' answer to a publisher takes in: the first codec of each section it accepts."""
    media = [one for one in described(sdp).media if not one.is_rejected]
    return tuple(Carried(one.mid, one.codecs()[0]) for one in media if one.codecs())


def agreed(carried: tuple[Carried, ...]) -> tuple[Agreed, ...]:
    """The same in the words of rooms."""
    return tuple(Agreed(one.codec) for one in carried)
