"""The roster as a supervisor keeps it: pairs and their hours, closed days, absences, people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from foundation import audit
from foundation.clock import SHANGHAI, Clock
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from foundation.identity import policies, unit_store
from foundation.identity.model import Role, User
from foundation.identity.store import users_by_id
from foundation.identity.tree import Tree
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
from inspection.dispatch.keeping import Keeping
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

    Attributes:
        pairs_off: the latest that were taken off it.
        inspectors: whose duty this person sees.
        names: of everybody who is named here, by id.
        offices: all of them.
        may_keep: this person changes the roster, as far as `keeping` reaches.
    """

    roster: Roster
    pairs_off: tuple[Pair, ...]
    closures: dict[str, Closure]
    absences: dict[str, Absence]
    inspectors: dict[str, User]
    names: Mapping[str, str]
    offices: Tree
    keeping: Keeping
    may_keep: bool


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
        """Everything from today on that concerns people of the offices this person reaches."""
        policies.must_be(user, ROSTER_READERS)
        today = self._today()
        async with self._database.reading() as view:
            roster = await store.roster(view, today)
            pairs_off = await store.pairs_off(view, user.reach)
            closures = await store.closures(view, today)
            named = await store.pairs(
                view, {one.pair_id for one in closures.values() if one.pair_id}
            )
            absences = await store.absences(view, today)
            inspectors = await _reached(view, user)
            ids = {
                who
                for one in (*roster.pairs, *pairs_off, *named.values())
                for who in one.inspector_ids
            }
            ids |= {one.inspector_id for one in absences.values()}
            ids |= {one.substitute_id for one in roster.colleagues.values() if one.substitute_id}
            people = await users_by_id(view, ids)
            offices = await unit_store.tree(view)
        keeping = Keeping(user, _offices(people.values()), named)
        return RosterView(
            replace(roster, pairs=tuple(one for one in roster.pairs if keeping.sees_pair(one))),
            pairs_off,
            {key: one for key, one in closures.items() if keeping.sees_closure(one)},
            {key: one for key, one in absences.items() if keeping.reaches(one.inspector_id)},
            inspectors,
            {one.id: one.name for one in (*people.values(), *inspectors.values())},
            offices,
            keeping,
            user.role is Role.SUPERVISOR,
        )

    async def add_pair(
        self, user: User, inspector_ids: tuple[str, str], hours: str, unit: str = ""
    ) -> Pair:
        """Two inspectors stand on the roster of an office together.

        Args:
            hours: as `openings_of` reads them; empty: the bureau's usual ones.
            unit: the office whose cases they inspect; empty: this person's own.

        Raises:
            NotFound: there is no such office, or it is not theirs to reach.
            NotTwoInspectors, WrongOpening.
        """
        policies.must_be(user, policies.SUPERVISORS)
        now = self._clock.now()
        openings = _read(hours) if hours.strip() else self._openings
        pair = Pair(new_id("pair", now), inspector_ids, openings, unit or user.unit)
        async with self._database.transaction() as transaction:
            await _must_reach(transaction, user, pair.unit)
            known = await _reached(transaction, user)
            if inspector_ids[0] == inspector_ids[1] or not set(inspector_ids) <= set(known):
                raise NotTwoInspectors
            await store.add_pair(transaction, pair)
            facts: dict[str, object] = {
                "pair": pair.id,
                "inspectors": list(inspector_ids),
                "unit": pair.unit,
            }
            await _note(transaction, user, now, "roster.pair_added", facts)
        return pair

    async def change_pair(
        self, user: User, pair_id: str, hours: str, *, is_active: bool, unit: str = ""
    ) -> None:
        """Other hours, another office's roster, or off it; what is booked stays.

        Args:
            unit: the office whose cases they inspect from now on; empty: as before.

        Raises:
            NotFound: there is no such pair or office, or one is none they reach.
        """
        policies.must_be(user, policies.SUPERVISORS)
        openings = _read(hours)
        async with self._database.transaction() as transaction:
            found = await store.pairs(transaction, {pair_id})
            keeping = await _keeping(transaction, user, found)
            before = keeping.must_keep_pair(found.get(pair_id))
            pair = replace(before, openings=openings, unit=unit or before.unit)
            if pair.unit != before.unit:
                await _must_reach(transaction, user, pair.unit)
            await store.change_pair(transaction, pair, is_active=is_active)
            facts: dict[str, object] = {
                "pair": pair_id,
                "hours": hours,
                "is_active": is_active,
                "unit": pair.unit,
            }
            await _note(transaction, user, self._clock.now(), "roster.pair_changed", facts)

    async def close(self, user: User, on: date, pair_id: str | None, reason: str) -> str:
        """A day without new appointments, of one pair or of all; returns its id.

        Raises:
            NotFound: there is no such pair on the roster, or it is not theirs to keep; or the
                day of everybody is not theirs to close.
        """
        policies.must_be(user, policies.SUPERVISORS)
        now = self._clock.now()
        row_id = new_id("closed", now)
        closure = Closure(on, reason, pair_id)
        async with self._database.transaction() as transaction:
            roster = await store.roster(transaction, on)
            found = {one.id: one for one in roster.pairs if one.id == pair_id}
            (await _keeping(transaction, user, found)).must_keep_exception(closure)
            await store.add_closure(transaction, row_id, closure)
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
            NotFound: there is no such absence, or it is none of their people's.
        """
        policies.must_be(user, policies.SUPERVISORS)
        async with self._database.reading() as view:
            absence = await store.exception(view, row_id)
            if not isinstance(absence, Absence):
                raise NotFound
            (await _keeping(view, user, {}, {absence.inspector_id})).must_keep_exception(absence)
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
            NotFound: there is no such entry, or it concerns an office they do not reach.
        """
        policies.must_be(user, policies.SUPERVISORS)
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            found = await store.exception(transaction, row_id)
            named = {found.pair_id} if isinstance(found, Closure) and found.pair_id else set[str]()
            away = {found.inspector_id} if isinstance(found, Absence) else set[str]()
            pairs = await store.pairs(transaction, named)
            (await _keeping(transaction, user, pairs, away)).must_keep_exception(found)
            await store.remove_exception(transaction, row_id)
            facts: dict[str, object] = {"id": row_id}
            given: list[Consequence] = []
            if gives_back and isinstance(found, Absence):
                given = await self._given_back(transaction, user, row_id, found, now)
                facts["given_back"] = [one.case_id for one in given]
            await _note(transaction, user, now, "roster.taken_back", facts)
        return given

    async def _given_back(
        self, transaction: Transaction, user: User, row_id: str, absence: Absence, now: datetime
    ) -> list[Consequence]:
        away = (await store.inspectors(transaction)).get(absence.inspector_id)
        if away is None:  # they inspect no more
            return []
        why = f"{away.name}的请假已撤销，预约交还原勘验人员"
        change = DutyChange(away.id, Mover(Actor.SUPERVISOR, user.id), why, row_id)
        return await self._absences.give_back(transaction, change, now)

    async def set_colleague(self, user: User, colleague: Colleague) -> list[Consequence]:
        """Skills, certificate, substitute and relations of an inspector.

        Returns:
            What became of the appointments they may not keep any more.

        Raises:
            NotFound: no such inspector.
            NotTwoInspectors: the substitute is the inspector, or is none they reach; whom an
                office above named may stay.
        """
        policies.must_be(user, policies.SUPERVISORS)
        async with self._database.transaction() as transaction:
            known = await _reached(transaction, user)
            if colleague.id not in known:
                raise NotFound
            deputy = colleague.substitute_id
            before = (await store.roster(transaction, self._today())).colleague(colleague.id)
            deputies = {*known, before.substitute_id} - {colleague.id}
            if deputy is not None and deputy not in deputies:
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


async def _must_reach(view: Transaction, user: User, unit: str) -> None:
    """Raises `NotFound`: there is no such office, or it is none of theirs."""
    if not user.reaches((await unit_store.tree(view)).unit(unit).id):
        raise NotFound


async def _keeping(
    view: Transaction, user: User, pairs: Mapping[str, Pair], people: Iterable[str] = ()
) -> Keeping:
    """What this person keeps of these pairs and people."""
    named = {who for one in pairs.values() for who in one.inspector_ids}
    users = await users_by_id(view, named | set(people))
    return Keeping(user, _offices(users.values()), pairs)


def _offices(users: Iterable[User]) -> dict[str, str]:
    return {one.id: one.unit for one in users}


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
