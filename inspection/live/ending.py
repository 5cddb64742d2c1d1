"""What follows when a call ends, whoever ended it: pages are told, its room is closed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from inspection.cases.machine import State
from inspection.live.attendance import Attendance
from inspection.live.hub import Hub
from inspection.live.observer import RoomNews
from inspection.live.service import Calls
from inspection.live.snapshots import Snapshots
from inspection.live.store import LiveSession

_GOES_ON = frozenset({State.INSPECTING, State.REVIEWING})


@dataclass(frozen=True)
class Ending:
    """The parts that know of a call."""

    calls: Calls
    hub: Hub
    news: RoomNews
    attendance: Attendance
    snapshots: Snapshots
    close_room: Callable[[str], Awaitable[None]]

    async def ended(self, session: LiveSession, by: str) -> None:
        """After the call was ended in the database."""
        self.hub.announce(session.case_id, "ended", {}, by)
        await self.close_room(session.room)
        self.news.forget(session.room)
        self.attendance.forget(session.room)
        self.snapshots.forget(session.case_id)

    async def case_moved(self, case_id: str, state: State, by: str) -> None:
        """Open pages learn the new state; a call does not outlive the inspection it was for."""
        self.hub.announce(case_id, "state", {"state": state.value}, by)
        if state in _GOES_ON:
            return
        session = await self.calls.end_open(case_id, by)
        if session is not None:
            await self.ended(session, by)
