"""The media engine: rooms of publishers and viewers over encrypted legs, forwarding only."""

import asyncio
import random
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from foundation.clock import Clock
from foundation.ids import new_secret
from webrtc import capture as capturing
from webrtc.decode import FrameDecoder
from webrtc.engine import (
    Answer,
    CapturedFrame,
    Owner,
    PublisherAbsent,
    PublisherFigures,
    RoomCrowded,
    RoomFigures,
    StalePicture,
    ViewerFigures,
)
from webrtc.leg import Connector
from webrtc.policing import Overdone
from webrtc.publishing import PublisherLeg
from webrtc.recording.shelf import RecordingShelf
from webrtc.room import Publisher, Room, RoomObserver
from webrtc.sdp import with_bitrate_cap
from webrtc.viewing import ViewerLeg

log = structlog.get_logger("media")
MOST_PUBLISHERS = 8  # per room
MOST_SESSIONS = 160  # per room: ten people, each with two pages of everybody's pictures
MOST_PLAYS_EACH = 16  # one viewer's: eight publishers on two pages; a seventeenth ends the first
MOST_SET_UPS = 4  # of one publisher at once: pages dial anew after 8 s, and are given up after 12
SET_UP_S = 12.0  # a slow phone on 4G needs 2-4 s; pages dial anew after 8
TICK_S = 0.02  # gaps are asked for again after 5 ms at the earliest, 60 ms after that
WATCH_EVERY = 5  # ticks: a picture that stops is looked for ten times a second
REPORT_EVERY = 50  # ticks: reports go out once a second


@dataclass
class Session:
    """One connection and whose it is."""

    owner: Owner
    leg: PublisherLeg | ViewerLeg
    began_at: float  # seconds of the loop's clock
    turn: int = field(default_factory=lambda: random.randrange(REPORT_EVERY))  # noqa: S311 - see _tick


class ForwardingEngine:
    """Implements `webrtc.engine.MediaEngine`."""

    def __init__(
        self,
        connector: Connector,
        observer: RoomObserver,
        clock: Clock,
        decoder: FrameDecoder | None = None,
        recordings: RecordingShelf | None = None,
    ) -> None:
        self._connector = connector
        self._observer = observer
        self._clock = clock
        self._recordings = recordings
        self._rooms: dict[str, Room] = {}
        self._sessions: dict[str, Session] = {}
        self._decoder = decoder or FrameDecoder()
        self._closing: set[asyncio.Task[None]] = set()
        self._ticking: asyncio.Task[None] | None = None

    async def publish(self, room: str, participant: str, offer_sdp: str) -> Answer:
        """See `MediaEngine.publish`."""
        self._start()
        place = self._rooms.setdefault(room, Room(room))
        place.dial(participant, asyncio.get_running_loop().time())
        publisher = place.publishers.get(participant)
        if publisher is None:
            if len(place.publishers) >= MOST_PUBLISHERS:
                raise RoomCrowded
            publisher = Publisher(room, participant, self._observer, lambda: None, place.cap_bps)
            publisher.watchdog.expects_picture = participant not in place.without_picture
        session_id = new_secret()
        leg = PublisherLeg(publisher, lambda: self._ended(session_id))
        connection, answer = await self._connector.receiving(offer_sdp, leg)
        # Between the offer and here another connection of the same person may have come in.
        publisher = place.publishers.setdefault(participant, publisher)
        older = self._publishing(Owner(room, participant))
        self._sessions[session_id] = self._session(Owner(room, participant), leg)
        if older:
            leg.connected(publisher, connection, lambda: self._succeed(session_id, publisher))
        else:
            leg.connected(publisher, connection)
            self._record(publisher)
        for key in older[1 : 1 - MOST_SET_UPS]:
            await self._drop(key)
        return Answer(session_id, with_bitrate_cap(answer, place.cap_bps))

    def _succeed(self, session_id: str, publisher: Publisher) -> None:
        """Media comes over a newer connection of the same participant: those before it end."""
        self._record(publisher)
        for key in self._publishing(Owner(publisher.room, publisher.participant)):
            if key == session_id:
                break  # one set up later still has to show that it works
            self._later(self._drop(key))

    def _record(self, publisher: Publisher) -> None:
        if self._recordings is not None:
            self._recordings.attach(publisher, asyncio.get_running_loop().time())

    def _session(self, owner: Owner, leg: PublisherLeg | ViewerLeg) -> Session:
        return Session(owner, leg, asyncio.get_running_loop().time())

    def _publishing(self, owner: Owner) -> list[str]:
        return self._of(owner, PublisherLeg)

    def _playing(self, owner: Owner) -> list[str]:
        """Oldest first."""
        return self._of(owner, ViewerLeg)

    def _of(self, owner: Owner, kind: type[PublisherLeg | ViewerLeg]) -> list[str]:
        return [
            key
            for key, session in self._sessions.items()
            if session.owner == owner and isinstance(session.leg, kind)
        ]

    async def _drop(self, session_id: str) -> None:
        """Ends a connection that another one replaces, which is no news to anybody."""
        session = self._sessions.pop(session_id, None)
        if session is not None:
            await session.leg.close()

    async def play(self, room: str, publisher: str, viewer: str, offer_sdp: str) -> Answer:
        """See `MediaEngine.play`."""
        found = self._publisher(room, publisher)
        if found is None or not found.streams:
            raise PublisherAbsent
        if sum(one.owner.room == room for one in self._sessions.values()) >= MOST_SESSIONS:
            raise RoomCrowded
        self._rooms[room].dial(viewer, asyncio.get_running_loop().time())
        session_id = new_secret()
        leg = ViewerLeg(found, lambda: self._ended(session_id))
        connection, answer = await self._connector.sending(offer_sdp, leg.wanted(), leg)
        leg.connected(connection)
        owner = Owner(room, viewer)
        self._sessions[session_id] = self._session(owner, leg)
        # a page that was reloaded leaves dead connections, and nobody may take all places of a room
        for key in self._playing(owner)[:-MOST_PLAYS_EACH]:
            await self._drop(key)
        return Answer(session_id, answer)

    def owner(self, session_id: str) -> Owner | None:
        """See `MediaEngine.owner`."""
        session = self._sessions.get(session_id)
        return session.owner if session else None

    async def trickle(self, session_id: str, candidates: Sequence[str]) -> None:
        """See `MediaEngine.trickle`."""
        session = self._sessions.get(session_id)
        usable = [one for one in candidates if self._connector.may_reach(one)]
        if session is not None:
            await session.leg.trickle(usable)

    async def hang_up(self, session_id: str) -> None:
        """See `MediaEngine.hang_up`."""
        session = self._sessions.get(session_id)
        if session is not None:
            await session.leg.close()

    async def capture(self, room: str, participant: str) -> CapturedFrame:
        """See `MediaEngine.capture`."""
        publisher = self._publisher(room, participant)
        if publisher is None or publisher.is_silent:
            raise StalePicture
        return await capturing.capture(publisher, self._decoder, self._clock)

    async def set_cap(self, room: str, bits_per_s: int) -> None:
        """See `MediaEngine.set_cap`."""
        self._rooms.setdefault(room, Room(room)).set_cap(bits_per_s)

    async def expect_picture(self, room: str, participant: str, *, is_expected: bool) -> None:
        """See `MediaEngine.expect_picture`."""
        place = self._rooms.setdefault(room, Room(room))
        place.expect_picture(participant, is_expected=is_expected)

    async def cut(self, room: str, participant: str) -> None:
        """See `MediaEngine.cut`."""
        await self._close_where(Owner(room, participant))

    async def close_room(self, room: str) -> None:
        """See `MediaEngine.close_room`."""
        if self._recordings is not None:  # first: whom we send away has not left
            self._recordings.close_room(room, asyncio.get_running_loop().time())
        owners = {one.owner for one in self._sessions.values() if one.owner.room == room}
        for owner in owners:
            await self._close_where(owner)
        self._rooms.pop(room, None)

    async def close(self) -> None:
        """See `MediaEngine.close`."""
        if self._ticking is not None:
            self._ticking.cancel()
            with suppress(asyncio.CancelledError):
                await self._ticking
            self._ticking = None
        if self._recordings is not None:  # first: that the service stops is not that all have left
            await self._recordings.close(asyncio.get_running_loop().time())
        await asyncio.gather(
            *(session.leg.close() for session in list(self._sessions.values())),
            return_exceptions=True,
        )
        self._connector.close()
        self._decoder.close()

    def statistics(self, room: str) -> Sequence[PublisherFigures]:
        """See `MediaEngine.statistics`."""
        place = self._rooms.get(room)
        publishers = place.publishers.values() if place else ()
        return [figures for one in publishers for figures in one.figures()]

    def _tell_figures(self) -> None:
        viewers: dict[str, list[ViewerFigures]] = {}
        for session in self._sessions.values():
            if isinstance(session.leg, ViewerLeg):
                heard = session.leg.figures(session.owner.participant)
                viewers.setdefault(session.owner.room, []).append(heard)
        for name, place in self._rooms.items():
            if place.publishers:
                publishers = tuple(self.statistics(name))
                self._observer.figures(name, RoomFigures(publishers, tuple(viewers.get(name, ()))))

    def _publisher(self, room: str, participant: str) -> Publisher | None:
        place = self._rooms.get(room)
        return place.publishers.get(participant) if place else None

    async def _close_where(self, owner: Owner) -> None:
        for session in [one for one in self._sessions.values() if one.owner == owner]:
            await session.leg.close()

    def _ended(self, session_id: str) -> None:
        session = self._sessions.pop(session_id, None)
        if session is None or not isinstance(session.leg, PublisherLeg):
            return
        if self._publishing(session.owner):
            return  # another connection of theirs stands, or is being set up
        place = self._rooms.get(session.owner.room)
        if place is not None and place.publishers.pop(session.owner.participant, None) is not None:
            self._observer.publisher_gone(session.owner.room, session.owner.participant)
            if self._recordings is not None:
                owner, now = session.owner, asyncio.get_running_loop().time()
                self._recordings.gone(owner.room, owner.participant, now)

    def _give_up_set_ups(self, now: float) -> None:
        """Who left before the connection was up would hold a place until ICE gives up (30 s)."""
        for session in self._sessions.values():
            if not session.leg.is_open and now - session.began_at > SET_UP_S:
                session.began_at = now  # asked once; the next look is another deadline away
                self._close_later(session)

    def _start(self) -> None:
        if self._ticking is None:
            self._ticking = asyncio.create_task(self._tick(), name="media-tick")
            self._decoder.warm()

    def _tick_one(self, session: Session, now: float, *, is_report_due: bool) -> None:
        try:
            session.leg.tick(now, is_report_due=is_report_due)
        except Overdone as overdone:
            owner, excess = session.owner, overdone.excess
            log.warning("closed", excess=excess.value, room=owner.room, who=owner.participant)
            self._observer.publisher_closed(owner.room, owner.participant, excess)
            self._close_later(session)
        except Exception:
            # one connection's trouble is not that of all the others; it is closed, not asked again
            log.exception("a connection failed and is closed", room=session.owner.room)
            self._close_later(session)

    def _close_later(self, session: Session) -> None:
        self._later(session.leg.close())

    def _later(self, closes: Coroutine[None, None, None]) -> None:
        closing = asyncio.create_task(closes, name="closing")
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)

    async def _tick(self) -> None:
        loop = asyncio.get_running_loop()
        count = 0
        while True:
            await asyncio.sleep(TICK_S)
            count, now = count + 1, loop.time()
            for session in list(self._sessions.values()):
                # each in its own turn: all reports at once would hold packets up
                is_report_due = (count + session.turn) % REPORT_EVERY == 0
                if is_report_due or isinstance(session.leg, PublisherLeg):
                    self._tick_one(session, now, is_report_due=is_report_due)
            if count % WATCH_EVERY == 0:
                self._give_up_set_ups(now)
                if self._recordings is not None:
                    self._recordings.tick(now)
                for place in self._rooms.values():
                    for publisher in place.publishers.values():
                        _watch(publisher, now)
            if count % REPORT_EVERY == 0:
                self._tell_figures()


def _watch(publisher: Publisher, now: float) -> None:
    change = publisher.watch(now)
    if change is not None:
        about = {"room": publisher.room, "participant": publisher.participant}
        if change.stopped is None:
            log.info("picture is back", **about)
        else:
            log.warning("no picture", cause=change.stopped.value, **about)
