"""Field checks: drawn passes to look at, the result once, corrections with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from checklists.verdict import Verdict
from foundation import audit
from foundation.clock import SHANGHAI, Clock
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from foundation.identity.model import Role, User
from foundation.identity.store import users_by_id
from inspection.cases import store as case_store
from inspection.cases.model import Case
from inspection.figures import field_store, store, sums
from inspection.figures.field import (
    AlreadyChecked,
    FieldCheck,
    FieldItem,
    NotCheckedYet,
    item_changes,
    may_check,
    must_fit,
)
from inspection.figures.field_store import Drawn
from inspection.figures.model import Outcome
from inspection.record import store as record_store
from inspection.record.model import Line, content_from_json


@dataclass(frozen=True)
class FieldFile:
    """A drawn case as somebody takes it along: what was judged, and what was found since.

    `lines`: the signed record's items that applied. `names`: of the people in it, by id.
    """

    case: Case
    outcome: Outcome
    lines: Sequence[Line]
    checks: Sequence[FieldCheck]
    names: Mapping[str, str]


@dataclass(frozen=True)
class Told:
    """What somebody enters: when they were there, and what they found."""

    visited_on: date
    items: Sequence[FieldItem]
    note: str


class FieldChecks:
    """The use cases of field checks; for supervisors and for inspectors who did not judge."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def listed(
        self, user: User, *, is_checked: bool, after: tuple[datetime, str] | None
    ) -> tuple[Sequence[Drawn], Mapping[str, str]]:
        """Drawn passes this person may look at, and names by id. Raises `NotFound`."""
        if user.role not in (Role.SUPERVISOR, Role.INSPECTOR):
            raise NotFound
        but = user.id if user.role is Role.INSPECTOR else ""
        async with self._database.reading() as view:
            found = await field_store.drawn(
                view, is_checked=is_checked, but=but, after=after, units=user.reach
            )
            people = {one for row in found for one in (*row.inspector_ids, row.by)}
            return found, await _names(view, people)

    async def file(self, user: User, case_id: str) -> FieldFile:
        """One of them. Raises `NotFound`: not drawn, or judged by this very person."""
        async with self._database.reading() as view:
            return await _file(view, user, case_id)

    async def enter(self, user: User, case_id: str, told: Told) -> FieldFile:
        """The result, once.

        Raises:
            NotFound, AlreadyChecked, ItemNotInRecord, FoundMissing, WrongVisitDay.
        """
        async with self._database.transaction() as transaction:
            file = await _file(transaction, user, case_id)
            if file.checks:
                raise AlreadyChecked
            return await self._keep(transaction, user, file, told, "")

    async def correct(self, user: User, case_id: str, told: Told, reason: str) -> FieldFile:
        """Another result in the place of the newest, which stays readable.

        Raises:
            NotFound, NotCheckedYet, ItemNotInRecord, FoundMissing, WrongVisitDay.
        """
        async with self._database.transaction() as transaction:
            file = await _file(transaction, user, case_id)
            if not file.checks:
                raise NotCheckedYet
            return await self._keep(transaction, user, file, told, reason.strip())

    async def _keep(
        self, transaction: Transaction, user: User, file: FieldFile, told: Told, reason: str
    ) -> FieldFile:
        now, case_id = self._clock.now(), file.case.id
        asked = [line.item_id for line in file.lines]
        today = now.astimezone(SHANGHAI).date()
        must_fit(told.items, asked, told.visited_on, file.outcome, today)
        position = len(file.checks) + 1
        items = [FieldItem(one.item_id, one.agrees, one.found.strip()) for one in told.items]
        check = FieldCheck(
            position, user.id, now, told.visited_on, told.note.strip(), reason, items
        )
        before = file.checks[-1].items if file.checks else ()
        await field_store.add(transaction, case_id, check)
        await sums.add_items(transaction, file.outcome, item_changes(before, items))
        await audit.append(
            transaction,
            at=now,
            actor=user.id,
            action="case.field_check_corrected" if reason else "case.field_checked",
            subject=case_id,
            facts={
                "visited_on": told.visited_on.isoformat(),
                "seen": len(items),
                "differing": sorted(one.item_id for one in items if not one.agrees),
                **({"reason": reason} if reason else {}),
            },
        )
        return await _file(transaction, user, case_id)


async def _file(view: Transaction, user: User, case_id: str) -> FieldFile:
    outcome = await store.kept(view, case_id)
    if outcome is None or not outcome.is_drawn or not may_check(user, outcome):
        raise NotFound
    case = await case_store.by_id(view, case_id)
    has_judged = case is not None and user.role is Role.INSPECTOR and user.id in case.former_ids
    if case is None or has_judged or not user.reaches(outcome.unit_id):
        raise NotFound
    checks = await field_store.of_case(view, case_id)
    people = {
        outcome.first_inspector_id,
        outcome.second_inspector_id,
        *(one.by for one in checks),
    }
    return FieldFile(case, outcome, await _lines(view, case_id), checks, await _names(view, people))


async def _lines(view: Transaction, case_id: str) -> list[Line]:
    record = await record_store.current(view, case_id)
    if record is None:
        return []
    return [
        line
        for part in content_from_json(record.content).parts
        for line in part.lines
        if line.verdict != Verdict.NOT_APPLICABLE.value
    ]


async def _names(view: Transaction, people: set[str]) -> dict[str, str]:
    return {key: user.name for key, user in (await users_by_id(view, people)).items()}
