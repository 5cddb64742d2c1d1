"""The roster as a supervisor keeps it: pairs and their hours, closed days, absences, people."""

from dataclasses import dataclass
from datetime import date, datetime

from foundation import audit
from foundation.clock import SHANGHAI, Clock
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from foundation.identity import policies
from foundation.identity.model import Role, User
from foundation.ids import new_id
from foundation.text import Bilingual
from inspection.cases.machine import Actor
from inspection.cases.moves import Mover
from inspection.dispatch import store
from inspection.dispatch.errors import NotTwoInspectors, WrongDays, WrongOpening
from inspection.dispatch.following import (
    AbsenceFollower,
    Consequence,
    DutyChange,
    DutyFollower,
    HandedOn,
)
from inspection.dispatch.model import (
    Absence,
    Closure,
    Colleague,
    Opening,
    Pair,
    Roster,
    openings_of,
)

ROSTER_READERS = policies.in_roles(
    "roster.readers",
    Bilingual("组长、督办人员、审计人员", "Leads, supervisors and auditors"),
    Role.LEAD,
    Role.SUPERVISOR,
    Role.AUDITOR,
)
_SUBJECT = "roster"  # of the audit entries: a change of duty is nobody's case


@dataclass(frozen=True)
class RosterView:
    """The roster with the ids by which closed days and absences are taken back.

    `pairs_off`: the latest that were taken off it.
    """

    roster: Roster
    pairs_off: tuple[Pair, ...]
    closures: dict[str, Closure]
    absences: dict[str, Absence]
    inspectors: dict[str, User]


class RosterDesk:
    """The use cases of the roster; supervisors keep it, leads and auditors read it.

    Args:
        openings: hours of a pair for which nobody names any.
        follower: told when somebody can not inspect what they are booked for any more.
        absences: knows what an absence handed on.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        openings: tuple[Opening, ...],
        follower: DutyFollower,
        absences: AbsenceFollower,
    ) -> None:
        self._database = database
        self._clock = clock
        self._openings = openings
        self._follower = follower
        self._absences = absences

    async def look(self, user: User) -> RosterView:
        """Everything from today on."""
        policies.must_be(user, ROSTER_READERS)
        today = self._today()
        async with self._database.reading() as view:
            return RosterView(
                await store.roster(view, today),
                await store.pairs_off(view),
                await store.closures(view, today),
                await store.absences(view, today),
                await store.inspectors(view),
            )

    async def add_pair(self, user: User, inspector_ids: tuple[str, str], hours: str) -> Pair:
        """Two inspectors stand on the roster together.

        Args:
            hours: as `openings_of` reads them; empty: the bureau's usual ones.

        Raises:
            NotTwoInspectors, WrongOpening.
        """
        policies.must_be(user, policies.SUPERVISORS)
        now = self._clock.now()
        openings = _read(hours) if hours.strip() else self._openings
        pair = Pair(new_id("pair", now), inspector_ids, openings)
        async with self._database.transaction() as transaction:
            known = await _reached(transaction, user)
            if inspector_ids[0] == inspector_ids[1] or not set(inspector_ids) <= set(known):
                raise NotTwoInspectors
            await store.add_pair(transaction, pair)
            facts: dict[str, object] = {"pair": pair.id, "inspectors": list(inspector_ids)}
            await _note(transaction, user, now, "roster.pair_added", facts)
        return pair

    async def change_pair(self, user: User, pair_id: str, hours: str, *, is_active: bool) -> None:
        """Other hours, or off the roster; what is booked stays. Raises `NotFound`."""
        policies.must_be(user, policies.SUPERVISORS)
        openings = _read(hours)
        async with self._database.transaction() as transaction:
            if not await store.change_pair(transaction, pair_id, openings, is_active=is_active):
                raise NotFound
            facts: dict[str, object] = {"pair": pair_id, "hours": hours, "is_active": is_active}
            await _note(transaction, user, self._clock.now(), "roster.pair_changed", facts)

    async def close(self, user: User, on: date, pair_id: str | None, reason: str) -> str:
        """A day without new appointments, of one pair or of all; returns its id."""
        policies.must_be(user, policies.SUPERVISORS)
        now = self._clock.now()
        row_id = new_id("closed", now)
        async with self._database.transaction() as transaction:
            roster = await store.roster(transaction, on)
            if pair_id is not None and pair_id not in {one.id for one in roster.pairs}:
                raise NotFound
            await store.add_closure(transaction, row_id, Closure(on, reason, pair_id))
            facts: dict[str, object] = {"on": on, "pair": pair_id, "reason": reason}
            await _note(transaction, user, now, "roster.closed", facts)
        return row_id

    async def note_absence(self, user: User, absence: Absence) -> tuple[str, list[Consequence]]:
        """Somebody is away; their appointments of these days go to others where anybody is free.

        Returns:
            The absence's id, and what became of each appointment.

        Raises:
            NotFound, WrongDays.
        """
        policies.must_be(user, policies.SUPERVISORS)
        now = self._clock.now()
        if absence.last_on < absence.first_on:
            raise WrongDays
        row_id = new_id("away", now)
        async with self._database.transaction() as transaction:
            inspector = (await _reached(transaction, user)).get(absence.inspector_id)
            if inspector is None:
                raise NotFound
            await store.add_absence(transaction, row_id, absence)
            facts: dict[str, object] = {
                "inspector": absence.inspector_id,
                "first_on": absence.first_on,
                "last_on": absence.last_on,
                "reason": absence.reason,
            }
            await _note(transaction, user, now, "roster.absence_noted", facts)
            why = f"{inspector.name}不在岗：{absence.reason}"
            followed = await self._told(transaction, user, inspector, why, now, row_id)
        return row_id, followed

    async def handed_on(self, user: User, row_id: str) -> list[HandedOn]:
        """What an absence handed on of the appointments to come, and whether it could go back.

        Raises:
            NotFound: there is no such absence, or it is not of this supervisor's people.
        """
        policies.must_be(user, policies.SUPERVISORS)
        async with self._database.reading() as view:
            absence = await store.absence(view, row_id)
            if absence is None:
                raise NotFound
            await _must_reach(view, user, absence)
            return await self._absences.handed_on(view, row_id, absence, self._clock.now())

    async def take_back(
        self, user: User, row_id: str, *, gives_back: bool = False
    ) -> list[Consequence]:
        """A closed day or an absence is none after all.

        Args:
            gives_back: what the absence handed on goes back to whom it was taken from, where both
                are free; else all stays where it is.

        Returns:
            What went back.

        Raises:
            NotFound: there is no such entry, or it is not of this supervisor's people.
        """
        policies.must_be(user, policies.SUPERVISORS)
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            absence = await store.absence(transaction, row_id)
            away = await _must_reach(transaction, user, absence) if absence else None
            if not await store.remove_exception(transaction, row_id):
                raise NotFound
            given: list[Consequence] = []
            if gives_back and away is not None:
                why = f"{away.name}的请假已撤销，预约交还原勘验人员"
                change = DutyChange(away.id, Mover(Actor.SUPERVISOR, user.id), why, row_id)
                given = await self._absences.give_back(transaction, change, now)
            facts: dict[str, object] = {"id": row_id}
            if given:
                facts["given_back"] = [one.case_id for one in given]
            await _note(transaction, user, now, "roster.taken_back", facts)
        return given

    async def set_colleague(self, user: User, colleague: Colleague) -> list[Consequence]:
        """Skills, certificate, substitute and relations of an inspector.

        Returns:
            What became of the appointments they may not keep any more.

        Raises:
            NotFound: no such inspector.
            NotTwoInspectors: the substitute is the inspector, or is none.
        """
        policies.must_be(user, policies.SUPERVISORS)
        async with self._database.transaction() as transaction:
            known = await _reached(transaction, user)
            if colleague.id not in known:
                raise NotFound
            deputy = colleague.substitute_id
            if deputy is not None and (deputy == colleague.id or deputy not in known):
                raise NotTwoInspectors
            await store.set_colleague(transaction, colleague)
            facts: dict[str, object] = {
                "inspector": colleague.id,
                "formats": sorted(colleague.formats),
                "qualified_until": colleague.qualified_until,
                "substitute": deputy,
                "relations": sorted(colleague.relations),
            }
            now = self._clock.now()
            await _note(transaction, user, now, "roster.inspector_set", facts)
            inspector = known[colleague.id]
            why = f"{inspector.name}的资格、业态或回避登记有变"
            return await self._told(transaction, user, inspector, why, now)

    async def _told(
        self,
        transaction: Transaction,
        user: User,
        inspector: User,
        why: str,
        now: datetime,
        absence_id: str = "",
    ) -> list[Consequence]:
        by = Mover(Actor.SUPERVISOR, user.id)
        change = DutyChange(inspector.id, by, why, absence_id)
        return await self._follower.duty_changed(transaction, change, now)

    def _today(self) -> date:
        return self._clock.now().astimezone(SHANGHAI).date()


async def _reached(view: Transaction, user: User) -> dict[str, User]:
    """Inspectors of the office this person supervises and of those below it, by id."""
    known = await store.inspectors(view)
    return {key: one for key, one in known.items() if user.reaches(one.unit)}


async def _must_reach(view: Transaction, user: User, absence: Absence) -> User | None:
    """Whose absence it is; `None`: they inspect no more. Raises `NotFound` for other offices'."""
    away = (await store.inspectors(view)).get(absence.inspector_id)
    if away is not None and not user.reaches(away.unit):
        raise NotFound
    return away


async def _note(
    transaction: Transaction, user: User, now: datetime, action: str, facts: dict[str, object]
) -> None:
    await audit.append(
        transaction, at=now, actor=user.id, action=action, subject=_SUBJECT, facts=facts
    )


def _read(hours: str) -> tuple[Opening, ...]:
    try:
        return openings_of(hours)
    except ValueError as error:
        raise WrongOpening(part=str(error)) from None
