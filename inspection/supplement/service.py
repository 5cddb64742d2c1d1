"""Opening a second look behind a case that ended without a pass."""

from collections.abc import Sequence
from datetime import datetime

from checklists.verdict import Verdict
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.identity.model import INSPECTING, User
from foundation.identity.store import users_in_role
from foundation.workdays import WorkCalendar
from inspection.cases import rights, store
from inspection.cases.machine import Act, Actor, MoveNotYours
from inspection.cases.model import Case
from inspection.cases.moves import SYSTEM
from inspection.cases.moving import move
from inspection.cases.opening import Behind, accept, receive
from inspection.record import store as record_store
from inspection.record.model import content_from_json
from inspection.supplement.errors import NoSignedRecord, NotAnotherPair, NothingFailed

_OPEN_STILL = {
    Verdict.FAIL.value,
    Verdict.NEEDS_SUPPLEMENT.value,
    Verdict.NEEDS_ON_SITE.value,
}
INSPECTORS = 2  # of an inspection: the law asks for at least two (product.md)


class SecondLooks:
    """The use cases of looking again."""

    def __init__(self, database: Database, clock: Clock, calendar: WorkCalendar) -> None:
        self._database = database
        self._clock = clock
        self._calendar = calendar

    async def reinspect(self, user: User, case_id: str, why: str) -> Case:
        """Closes the case and opens one that asks exactly what did not come out.

        Raises:
            NotFound, NoSignedRecord, NothingFailed, MoveNotAllowed, ReasonMissing.
            MoveNotYours: it was looked at again before; from then on a supervisor decides.
        """
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            case = rights.must_see(user, await store.by_id(transaction, case_id))
            by = rights.mover(user, case)
            if case.follows is not None and by.actor is not Actor.SUPERVISOR:
                raise MoveNotYours(who_zh="督办人员（已复查过一次）", who="supervisor")
            asks = await _open_items(transaction, case)
            if not asks:
                raise NothingFailed
            await move(transaction, case, Act.REINSPECT, by=by, now=now, why=why)
            behind = Behind(case, asks)
            return await self._opened(transaction, behind, case.inspector_ids, now)

    async def appeal(self, user: User, case_id: str, why: str, inspectors: Sequence[str]) -> Case:
        """Closes the case, whose evidence its record froze, and opens it before another pair.

        Raises:
            NotFound, NoSignedRecord, NotAnotherPair, MoveNotAllowed, MoveNotYours, ReasonMissing.
        """
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            case = rights.must_keep(user, await store.by_id(transaction, case_id))
            await _open_items(transaction, case)
            known = {one.id for one in await users_in_role(transaction, *INSPECTING)}
            chosen = tuple(dict.fromkeys(inspectors))
            if len(chosen) != INSPECTORS or not set(chosen) <= known - case.people:
                raise NotAnotherPair
            await move(transaction, case, Act.APPEAL, by=rights.mover(user, case), now=now, why=why)
            return await self._opened(transaction, Behind(case, case.asks), chosen, now)

    async def other_inspectors(self, user: User, case_id: str) -> list[User]:
        """Who could judge an appeal. Raises `NotFound`."""
        async with self._database.reading() as view:
            case = rights.must_keep(user, await store.by_id(view, case_id))
            known = await users_in_role(view, *INSPECTING)
        return [one for one in known if one.id not in case.people]

    async def _opened(
        self, transaction: Transaction, behind: Behind, inspectors: tuple[str, ...], now: datetime
    ) -> Case:
        before = behind.case
        case = await receive(
            transaction,
            before.application,
            inspectors,
            by=SYSTEM,
            now=now,
            calendar=self._calendar,
            behind=behind,
        )
        for department, reviewer in before.reviewer_ids.items():
            await store.set_reviewer(transaction, case.id, department, reviewer)
        case = await move(transaction, case, Act.START_PRE_CHECK, by=SYSTEM, now=now)
        return await accept(transaction, case, by=SYSTEM, now=now, calendar=self._calendar)


async def _open_items(view: Transaction, case: Case) -> tuple[str, ...]:
    """What the signed record says did not come out, in its order. Raises `NoSignedRecord`."""
    record = await record_store.current(view, case.id)
    if record is None or record.completed_at is None:
        raise NoSignedRecord
    content = content_from_json(record.content)
    return tuple(
        line.item_id for part in content.parts for line in part.lines if line.verdict in _OPEN_STILL
    )
