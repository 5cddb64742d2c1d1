"""Who is in a call by which right; a right that ends takes pages and media with it.

The right is a staff sign-in or an applicant's link. After a sign-out, a disabled account or a
renewed invitation nobody who came in by it sees or hears anything more (scorecard A4, M10: 2 s).
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from foundation.clock import Clock
from foundation.identity.proofs import Proofs
from inspection.live.hub import Hub

log = structlog.get_logger("attendance")
CHECK_EVERY_S = 1.0
NOTE_USE_EVERY = timedelta(minutes=1)  # a write per frame would make every pointer move a commit


class Attendance:
    """Remembers media sessions by their proof and ends what is no longer backed by one."""

    def __init__(
        self,
        proofs: Proofs,
        hub: Hub,
        cut: Callable[[str, str], Awaitable[None]],
        clock: Clock,
    ) -> None:
        self._proofs = proofs
        self._hub = hub
        self.cut = cut  # ends what one participant sends and receives in a room
        self._clock = clock
        self._seats: dict[tuple[str, str], set[str]] = {}
        self._use_noted_at = clock.now()

    async def admits(self, room: str, participant: str, proof: str) -> bool:
        """Whether the proof is alive; then the participant's media is watched under it."""
        if proof not in await self._proofs.living({proof}):
            return False
        self._seats.setdefault((room, participant), set()).add(proof)
        return True

    def forget(self, room: str) -> None:
        """The call has ended, its media is closed."""
        for seat in [seat for seat in self._seats if seat[0] == room]:
            del self._seats[seat]

    async def check(self) -> None:
        """One round: whoever has no living proof any more is out."""
        seated = {proof for proofs in self._seats.values() for proof in proofs}
        wanted = self._hub.proofs() | seated
        if not wanted:
            return
        dead = wanted - await self._proofs.living(wanted)
        self._hub.expel(dead)
        for (room, participant), proofs in list(self._seats.items()):
            if proofs & dead:
                # whoever is here under another proof as well dials again by himself
                await self.cut(room, participant)
                proofs -= dead  # only now: what could not be cut is tried again
            if not proofs:
                self._seats.pop((room, participant), None)  # the call may have ended meanwhile
        if self._clock.now() - self._use_noted_at >= NOTE_USE_EVERY:
            self._use_noted_at = self._clock.now()
            await self._proofs.used(self._hub.active_proofs() - dead)

    async def run(self) -> None:
        """Checks until cancelled; a database that is away is waited out."""
        while True:
            await asyncio.sleep(CHECK_EVERY_S)
            try:
                await self.check()
            except Exception:
                log.exception("attendance could not be checked")
