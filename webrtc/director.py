"""The media engine over several processes: who owns a room, who takes a new one, who was lost.

Rooms are pinned: all connections of a call are in one process, since packets do not cross
processes. A lost process costs its rooms a reconnect and nothing else: the observer hears that the
publishers are gone, pages dial anew, and the next publish lands on a living process.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from types import CoroutineType
from typing import Any, Concatenate, ParamSpec, TypeVar

from foundation.errors import Problem
from webrtc.engine import (
    Answer,
    MediaEngine,
    Owner,
    PublisherAbsent,
    PublisherFigures,
    StalePicture,
)
from webrtc.fleet import Fleet
from webrtc.process import MediaAway, MediaProcess
from webrtc.remote import CALLS, NEWS, STATISTICS
from webrtc.room import RoomObserver

MOST_ROOMS = 2000  # pins; above it those that nobody is in are forgotten
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Session:
    """Whose connection it is, where it lives, and in which direction it goes."""

    owner: Owner
    process: MediaProcess
    is_publishing: bool


def _asked(
    method: Callable[Concatenate[MediaEngine, P], "CoroutineType[Any, Any, T]"],
    *,
    places: bool = False,
    is_kept: bool = False,
    nowhere: type[Problem] | None = None,
) -> Callable[Concatenate["Director", P], "CoroutineType[Any, Any, T]"]:
    """A method that is answered by the process of its `room`, or of its `session_id`.

    Args:
        places: whether it gives a process to a room that has none.
        is_kept: whether it says something about the room that the next process must know too.
        nowhere: what it is refused with when no process has the room. `None`: then nothing is
            left to do, because it ends something.
    """

    @wraps(method)
    async def ask(self: "Director", *given: P.args, **named: P.kwargs) -> Any:
        arguments = CALLS[method.__name__].bound(given, named)
        is_ending = nowhere is None and not places
        if is_kept:
            self.keep(method.__name__, arguments)
        process = self.process_of(arguments)
        if process is None and places:
            process = await self.placed(arguments["room"])
        if process is not None:
            try:
                return await self.ask(process, method.__name__, arguments, is_ending=is_ending)
            except MediaAway:
                if not is_ending:
                    raise
        if nowhere is not None:
            raise nowhere
        return None

    return ask


class Director:
    """Implements `webrtc.engine.MediaEngine`."""

    # One line per method of the engine: who is asked, and what holds when there is nobody to ask.
    publish = _asked(MediaEngine.publish, places=True)
    play = _asked(MediaEngine.play, nowhere=PublisherAbsent)
    set_cap = _asked(MediaEngine.set_cap, is_kept=True)
    expect_picture = _asked(MediaEngine.expect_picture, is_kept=True)  # of a room's phone, no more
    capture = _asked(MediaEngine.capture, nowhere=StalePicture)
    cut = _asked(MediaEngine.cut)
    trickle = _asked(MediaEngine.trickle)
    hang_up = _asked(MediaEngine.hang_up)
    _end_room = _asked(MediaEngine.close_room)

    def __init__(self, fleet: Fleet, observer: RoomObserver) -> None:
        self.fleet = fleet
        fleet.owner = self
        self._observer = observer
        self._rooms: dict[str, MediaProcess] = {}
        self._sessions: dict[str, Session] = {}
        self._kept: dict[str, dict[str, dict[str, Any]]] = {}  # room -> method -> arguments

    async def close_room(self, room: str) -> None:
        """See `MediaEngine.close_room`."""
        await self._end_room(room)
        self._rooms.pop(room, None)
        self._kept.pop(room, None)

    def owner(self, session_id: str) -> Owner | None:
        """See `MediaEngine.owner`."""
        session = self._sessions.get(session_id)
        return session.owner if session else None

    def statistics(self, room: str) -> Sequence[PublisherFigures]:
        """See `MediaEngine.statistics`; up to a second old."""
        process = self._rooms.get(room)
        return STATISTICS.answer(process.statistics.get(room, [])) if process else []

    async def close(self) -> None:
        """See `MediaEngine.close`."""
        await self.fleet.close()
        self._rooms.clear()
        self._sessions.clear()

    def process_of(self, arguments: dict[str, Any]) -> MediaProcess | None:
        """The process that has the session, or the room, named in a call's arguments."""
        if "session_id" in arguments:
            session = self._sessions.get(arguments["session_id"])
            return session.process if session else None
        return self._rooms.get(arguments["room"])

    async def placed(self, room: str) -> MediaProcess:
        """Gives the room to the least loaded process. Raises `MediaFull`, `MediaAway`."""
        chosen = await self.fleet.for_new_room(self._rooms_of)
        # while we waited somebody else of the same call may have got one
        process = self._rooms.setdefault(room, chosen)
        if len(self._rooms) > MOST_ROOMS:
            self._forget_quiet()
        for name, arguments in list(self._kept.get(room, {}).items()):
            await self.ask(process, name, arguments, is_ending=True)
        return process

    def keep(self, name: str, arguments: dict[str, Any]) -> None:
        """Remembers what was said about a room, for the process that has it after this one."""
        self._kept.setdefault(arguments["room"], {})[name] = arguments

    async def ask(
        self, process: MediaProcess, name: str, arguments: dict[str, Any], *, is_ending: bool
    ) -> Any:
        """One call to a process; what it opens is known before anything else is heard of it."""

        def arrived(answer: Any, is_wanted: bool) -> None:
            if isinstance(answer, Answer):
                self._opened(process, name, arguments, answer)
                if not is_wanted:  # whoever asked has gone: nobody else would end it
                    process.say(number=0, call="hang_up", given={"session_id": answer.session_id})

        return await process.call(CALLS[name], arguments, arrived, is_ending=is_ending)

    def _opened(
        self, process: MediaProcess, name: str, arguments: dict[str, Any], answer: Answer
    ) -> None:
        is_publishing = name == MediaEngine.publish.__name__
        participant = arguments["participant" if is_publishing else "viewer"]
        owner = Owner(arguments["room"], participant)
        self._sessions[answer.session_id] = Session(owner, process, is_publishing)

    def heard_news(self, name: str, given: dict[str, Any]) -> None:
        """The observer's own methods, by name."""
        getattr(self._observer, name)(**NEWS[name].arguments(given))

    def heard_ended(self, session_ids: list[str]) -> None:
        """They are nobody's any more."""
        for session_id in session_ids:
            self._sessions.pop(session_id, None)

    def heard_loss(self, process: MediaProcess) -> None:
        """All that lived in this process is over; who sent pictures is told to dial anew."""
        lost = {key: one for key, one in self._sessions.items() if one.process is process}
        for session_id in lost:
            del self._sessions[session_id]
        for room in [room for room, place in self._rooms.items() if place is process]:
            del self._rooms[room]
        for owner in dict.fromkeys(one.owner for one in lost.values() if one.is_publishing):
            self._observer.publisher_gone(owner.room, owner.participant)

    def _rooms_of(self, process: MediaProcess) -> int:
        return sum(place is process for place in self._rooms.values())

    def _forget_quiet(self) -> None:
        used = {session.owner.room for session in self._sessions.values()}
        for room in [room for room in self._rooms if room not in used]:
            del self._rooms[room]
            self._kept.pop(room, None)
