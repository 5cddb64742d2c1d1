"""The media engine on Janus: proof of the seam, and for sites that already run one (decision 0012).

Janus forwards; this file tells it whom. What Janus has no word for is not offered: films of calls
and the feedback of viewers. That a picture stopped it tells itself (`no_media_timer = 3`).
"""

import asyncio
from collections.abc import AsyncGenerator, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from foundation.clock import Clock
from foundation.ids import new_secret
from webrtc import capture as capturing
from webrtc.decode import FrameDecoder
from webrtc.engine import (
    Answer,
    CapturedFrame,
    MalformedOffer,
    Owner,
    PublisherAbsent,
    PublisherFigures,
    RoomCrowded,
    RoomFigures,
    StalePicture,
)
from webrtc.forwarding import MOST_PLAYS_EACH, MOST_PUBLISHERS, MOST_SESSIONS
from webrtc.janus.api import Handle, JanusApi
from webrtc.janus.asking import forwarded, send_into, switch
from webrtc.janus.feeds import Feed, agreed, carried_in
from webrtc.janus.refusals import told_as_problems
from webrtc.janus.sdp import crossed, for_janus
from webrtc.janus.tap import Tap
from webrtc.janus.wire import JanusAbsent, JanusRefused, Json
from webrtc.reach import PUBLIC_ONLY, Reach
from webrtc.room import Publisher, Room, RoomObserver
from webrtc.sdp import checked_offer, is_usable, with_bitrate_cap

_LOOK_EVERY_S = 1.0


@dataclass
class Session:
    """One connection: whose, and the feed it sends or plays."""

    owner: Owner
    handle: Handle
    feed: Feed
    is_publishing: bool
    sections: dict[str, str] = field(default_factory=dict[str, str])  # the viewer's, by the feed's


class JanusEngine:
    """Implements `webrtc.engine.MediaEngine`."""

    def __init__(
        self,
        api: JanusApi,
        observer: RoomObserver,
        clock: Clock,
        decoder: FrameDecoder | None = None,
        reach: Reach = PUBLIC_ONLY,
    ) -> None:
        self._api = api
        self._observer = observer
        self._clock = clock
        self._decoder = decoder or FrameDecoder()
        self._reach = reach
        self._tap = Tap()
        self._rooms: dict[str, Room] = {}
        self._feeds: dict[Owner, Feed] = {}
        self._sessions: dict[str, Session] = {}
        self._later_tasks: set[asyncio.Task[None]] = set()
        self._looking: asyncio.Task[None] | None = None

    async def publish(self, room: str, participant: str, offer_sdp: str) -> Answer:
        """See `MediaEngine.publish`."""
        place, owner = self._rooms.setdefault(room, Room(room)), Owner(room, participant)
        place.dial(participant, asyncio.get_running_loop().time())
        if owner not in self._publishing(room) and len(self._publishing(room)) >= MOST_PUBLISHERS:
            raise RoomCrowded
        offer = for_janus(checked_offer(offer_sdp, self._reach))
        async with self._attached() as handle:
            publisher = Publisher(room, participant, self._observer, lambda: None)
            feed = Feed(new_secret()[:16], handle, publisher)
            publisher.ask_keyframe = feed.ask_keyframe
            publisher.watchdog.expects_picture = participant not in place.without_picture
            handle.listen(lambda message: feed.hear(message, self._came, self._gone))
            reply = await send_into(handle, place, feed.number, offer)
            feed.carried = carried_in(reply.sdp)
            if not feed.carried:
                raise MalformedOffer(reason="no codec in common")
            publisher.agreed = agreed(feed.carried)
        session_id = new_secret()
        self._sessions[session_id] = Session(owner, handle, feed, is_publishing=True)
        self._look_on()
        return Answer(session_id, with_bitrate_cap(reply.sdp, place.cap_bps))

    def _publishing(self, room: str) -> set[Owner]:
        """Everybody who sends or is about to."""
        sessions = self._sessions.values()
        return {one.owner for one in sessions if one.is_publishing and one.owner.room == room}

    def _came(self, feed: Feed) -> None:
        """The connection is up: from now on it is the participant's, and an older one ends.

        Not earlier: Janus moves viewers only to a feed that is up.
        """
        about = feed.publisher
        owner = Owner(about.room, about.participant)
        older, self._feeds[owner] = self._feeds.get(owner), feed
        if older is None:
            self._observer.publisher_came(about.room, about.participant)
        else:
            self._later(self._replace(older, feed), "janus-replace")

    async def _replace(self, older: Feed, feed: Feed) -> None:
        """Viewers see the new connection without dialling anew; then the older one ends."""
        for session in [one for one in self._sessions.values() if one.feed is older]:
            if not session.is_publishing:
                session.feed = feed
                feed.viewers += 1
                await switch(session.handle, session.sections, older, feed)
        for key in [key for key, one in self._sessions.items() if one.handle is older.handle]:
            del self._sessions[key]
        await older.handle.detach()

    async def play(self, room: str, publisher: str, viewer: str, offer_sdp: str) -> Answer:
        """See `MediaEngine.play`."""
        feed = self._feeds.get(Owner(room, publisher))
        if feed is None or not feed.is_up:
            raise PublisherAbsent
        if sum(one.owner.room == room for one in self._sessions.values()) >= MOST_SESSIONS:
            raise RoomCrowded
        self._rooms[room].dial(viewer, asyncio.get_running_loop().time())
        offer = checked_offer(offer_sdp, self._reach)
        owner, session_id = Owner(room, viewer), new_secret()
        async with self._attached() as handle:
            handle.listen(lambda message: self._viewer_hears(session_id, message))
            wanted = {"ptype": "subscriber", "streams": [{"feed": feed.number}]}
            reply = await handle.ask({"request": "join", "room": room, **wanted})
            for_viewer, to_janus = crossed(offer, reply.sdp)
            await handle.ask({"request": "start"}, answer=to_janus)
        session = Session(owner, handle, feed, is_publishing=False)
        session.sections = {
            str(one.get("feed_mid")): str(one.get("mid")) for one in reply.data.get("streams", ())
        }
        self._sessions[session_id] = session
        feed.viewers += 1
        playing = [key for key, one in self._sessions.items() if self._plays(one, owner)]
        for key in playing[:-MOST_PLAYS_EACH]:
            await self.hang_up(key)
        return Answer(session_id, for_viewer)

    @staticmethod
    def _plays(session: Session, owner: Owner) -> bool:
        return session.owner == owner and not session.is_publishing

    def owner(self, session_id: str) -> Owner | None:
        """See `MediaEngine.owner`."""
        session = self._sessions.get(session_id)
        return session.owner if session else None

    async def trickle(self, session_id: str, candidates: Sequence[str]) -> None:
        """See `MediaEngine.trickle`."""
        session = self._sessions.get(session_id)
        usable = [one for one in candidates if is_usable(one, self._reach)]
        if session is not None and usable:
            lines = (one.removeprefix("a=") for one in usable)
            with suppress(JanusAbsent):
                await session.handle.trickle(
                    [{"candidate": line, "sdpMLineIndex": 0} for line in lines]
                )

    async def hang_up(self, session_id: str) -> None:
        """See `MediaEngine.hang_up`."""
        session = self._sessions.pop(session_id, None)
        if session is None:
            return
        if session.is_publishing:
            self._gone(session.feed)
        else:
            session.feed.viewers -= 1
        await session.handle.detach()

    async def capture(self, room: str, participant: str) -> CapturedFrame:
        """See `MediaEngine.capture`."""
        feed = self._feeds.get(Owner(room, participant))
        if feed is None or feed.is_silent or feed.picture is None:
            raise StalePicture
        async with self._tap.hearing(feed.publisher, feed.picture.codec) as (port, ssrc):
            with told_as_problems():
                async with forwarded(feed, feed.picture.mid, port, ssrc):
                    return await capturing.capture(feed.publisher, self._decoder, self._clock)

    async def set_cap(self, room: str, bits_per_s: int) -> None:
        """See `MediaEngine.set_cap`."""
        self._rooms.setdefault(room, Room(room)).set_cap(bits_per_s)
        for feed in self._of_room(room):
            with suppress(JanusRefused, JanusAbsent):
                await feed.handle.ask({"request": "configure", "bitrate": bits_per_s})

    async def expect_picture(self, room: str, participant: str, *, is_expected: bool) -> None:
        """See `MediaEngine.expect_picture`; heard of only when Janus tells of a change."""
        place = self._rooms.setdefault(room, Room(room))
        place.expect_picture(participant, is_expected=is_expected)
        feed = self._feeds.get(Owner(room, participant))
        if feed is not None:
            feed.expect_picture(is_expected=is_expected)

    async def cut(self, room: str, participant: str) -> None:
        """See `MediaEngine.cut`."""
        await self._end_all(Owner(room, participant))

    async def close_room(self, room: str) -> None:
        """See `MediaEngine.close_room`."""
        for owner in {one.owner for one in self._sessions.values() if one.owner.room == room}:
            await self._end_all(owner)
        self._rooms.pop(room, None)

    async def close(self) -> None:
        """See `MediaEngine.close`."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        await asyncio.gather(*self._later_tasks, return_exceptions=True)
        await self._api.close()
        self._tap.close()
        self._decoder.close()

    def statistics(self, room: str) -> Sequence[PublisherFigures]:
        """See `MediaEngine.statistics`; of the last full second, as the Admin API had them."""
        return [figures for feed in self._of_room(room) for figures in feed.figures]

    def _of_room(self, room: str) -> list[Feed]:
        return [feed for owner, feed in self._feeds.items() if owner.room == room]

    async def _end_all(self, owner: Owner) -> None:
        for key in [key for key, one in self._sessions.items() if one.owner == owner]:
            await self.hang_up(key)

    def _viewer_hears(self, session_id: str, message: Json) -> None:
        if message.get("janus") in {"hangup", "detached", "gone"}:
            self._later(self.hang_up(session_id), "janus-viewer-left")

    def _later(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.create_task(work, name=name)
        self._later_tasks.add(task)
        task.add_done_callback(self._later_tasks.discard)

    def _gone(self, feed: Feed) -> None:
        """The connection ended; told unless another one has replaced it."""
        about = feed.publisher
        owner = Owner(about.room, about.participant)
        ended = [key for key, one in self._sessions.items() if one.handle is feed.handle]
        for key in ended:
            del self._sessions[key]
        if self._feeds.get(owner) is feed:
            del self._feeds[owner]
            self._observer.publisher_gone(about.room, about.participant)

    @asynccontextmanager
    async def _attached(self) -> AsyncGenerator[Handle]:
        """A handle that is given back when what is done with it fails."""
        with told_as_problems():
            handle = await self._api.attach(_ignore)
            try:
                yield handle
            except BaseException:
                await handle.detach()
                raise

    def _look_on(self) -> None:
        if self._looking is None:
            self._looking = asyncio.create_task(self._look(), name="janus-figures")

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            await asyncio.gather(*(feed.look(_LOOK_EVERY_S) for feed in self._feeds.values()))
            for room in {owner.room for owner in self._feeds}:
                self._observer.figures(room, RoomFigures(tuple(self.statistics(room)), ()))


def _ignore(_message: Json) -> None:
    """Stands until somebody listens."""
