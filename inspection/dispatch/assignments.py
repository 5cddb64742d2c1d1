"""A case's pair: drawn, taken over by a substitute, or changed by hand with a reason.

Each leaves its entry in the audit log in the same transaction; a draw also leaves all that is
needed to do it again.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from foundation import audit
from foundation.clock import SHANGHAI, Clock
from foundation.database import Database, Transaction
from foundation.identity import unit_store
from foundation.identity.model import Role, User
from foundation.identity.tree import Tree
from foundation.ids import new_id
from inspection.cases import rights
from inspection.cases.machine import MOVES, STATE_ZH, Act, ReasonMissing, State
from inspection.cases.model import Case
from inspection.cases.moves import Mover
from inspection.cases.moving import read_in
from inspection.dispatch import store
from inspection.dispatch.assigning import (
    STANDING_TEXT,
    Draw,
    KeptDraw,
    Need,
    Standing,
    draw_by_office,
    standing_of,
)
from inspection.dispatch.candidates import Choice, pairs_seen, people_seen
from inspection.dispatch.errors import (
    DispatchClosed,
    HasItsPair,
    MayNotInspect,
    NobodyMayInspect,
    NotTwoInspectors,
)
from inspection.dispatch.exams import NO_EXAM, ExamRule
from inspection.dispatch.following import InCall, Team, TeamFollower, nobody_in_a_call
from inspection.dispatch.model import Pair, Roster

CHANGEABLE = MOVES[Act.OPEN_CALL].sources | {State.RECEIVED, State.PRE_CHECK, State.ON_SITE}


async def need_of(view: Transaction, case: Case, on: date) -> Need:
    """What the case asks of its pair on that day."""
    application = case.application
    before = await store.judged_before(view, {case.id: application.credit_code})
    return Need(
        application.format_zh,
        application.credit_code,
        on,
        before.get(case.id, frozenset()),
        case.unit,
    )


@dataclass(frozen=True)
class Change:
    """Who inspects a case from now on, and what the log keeps of it."""

    case: Case
    team: Team
    by: Mover
    action: str
    facts: Mapping[str, object]
    drawn: KeptDraw | None = None


def by_draw(
    case: Case,
    need: Need,
    tiers: Iterable[tuple[Pair, ...]],
    roster: Roster,
    loads: Mapping[str, int],
    *,
    by: Mover,
    now: datetime,
    seed: str,
) -> Change:
    """Draws one of these pairs for a case without inspectors. Raises `NobodyMayInspect`.

    Args:
        tiers: by office, the nearest first.
        loads: open cases by inspector.
    """
    drawn = draw_by_office(need, tiers, roster, loads, seed)
    if drawn.chosen is None:
        raise _nobody(drawn)
    return Change(case, drawn.chosen.team, by, "case.assigned", {}, KeptDraw(now, need, drawn))


def by_substitute(case: Case, team: Team, by: Mover) -> Change:
    """Substitutes take over from those of the case's pair who are away (AB岗)."""
    return Change(case, team, by, "case.reassigned", {"reason": "AB岗替班 substitute"})


async def set_teams(
    transaction: Transaction, changes: Sequence[Change], known: Mapping[str, User], now: datetime
) -> None:
    """Keeps who inspects these cases from now on, with its trace; each case once.

    Args:
        known: all inspectors.
    """
    if not changes:
        return
    draws = {
        one.case.id: (new_id("draw", now), one.drawn) for one in changes if one.drawn is not None
    }
    await store.set_inspectors(transaction, {one.case.id: one.team for one in changes})
    await store.add_draws(transaction, draws)
    await audit.append_all(
        transaction,
        at=now,
        deeds=[
            audit.Deed(
                one.by.id,
                one.action,
                one.case.id,
                {
                    "inspectors": list(one.team),
                    "before": list(one.case.inspector_ids),
                    "names": "、".join(known[who].name for who in one.team if who in known),
                    **({"draw": draws[one.case.id][0]} if one.case.id in draws else {}),
                    **one.facts,
                },
            )
            for one in changes
        ],
    )


def _nobody(drawn: Draw) -> NobodyMayInspect:
    against = {one.standing for one in drawn.candidates}
    texts = [STANDING_TEXT[one] for one in Standing if one in against]
    return NobodyMayInspect(
        why_zh="、".join(one.zh for one in texts) or "值班表上没有人员组",
        why_en="; ".join(one.en for one in texts) or "the roster has no pair",
    )


class Dispatch:
    """The use cases of who inspects a case.

    Args:
        follower: told of every change by hand, in its transaction.
        in_call: the case in whose running call each inspector sits.
        new_seed: fresh and unguessable.
        asks: the exam whoever inspects must have passed.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        follower: TeamFollower,
        in_call: InCall = nobody_in_a_call,
        new_seed: Callable[[], str] = secrets.token_hex,
        asks: ExamRule = NO_EXAM,
    ) -> None:
        self._database = database
        self._clock = clock
        self._follower = follower
        self._in_call = in_call
        self._new_seed = new_seed
        self._asks = asks

    async def assign(self, user: User, case_id: str) -> Case:
        """Draws a pair of those who are on the roster today, for a case that has none.

        Raises:
            HasItsPair, DispatchClosed, NobodyMayInspect.
        """
        now = self._clock.now()
        today = now.astimezone(SHANGHAI).date()
        async with self._database.transaction() as transaction:
            case = _changeable(rights.must_assign(user, await read_in(transaction, case_id)))
            if case.inspector_ids:
                raise HasItsPair
            roster = await store.roster(transaction, today, self._asks)
            need = await need_of(transaction, case, today)
            change = by_draw(
                case,
                need,
                roster.tiers(need.office),
                roster,
                await store.loads(transaction),
                by=rights.mover(user, case),
                now=now,
                seed=self._new_seed(),
            )
            await set_teams(transaction, [change], await store.inspectors(transaction), now)
            return replace(case, inspector_ids=change.team)

    async def reassign(self, user: User, case_id: str, team: Team, reason: str) -> Case:
        """Two others inspect from now on; a booked time goes over to them.

        Raises:
            ReasonMissing, NotTwoInspectors, DispatchClosed.
            MayNotInspect: one of them is away on the day of the appointment (today without one),
                not trained or has to stand back.
            TeamBusy: they are booked at the case's time.
        """
        now = self._clock.now()
        today = now.astimezone(SHANGHAI).date()
        async with self._database.transaction() as transaction:
            case = _changeable(rights.must_assign(user, await read_in(transaction, case_id)))
            if not reason.strip():
                raise ReasonMissing
            known = await store.inspectors(transaction)
            theirs = {key for key, one in known.items() if may_send(user, one)}
            if len(set(team)) != len(team) or not set(team) <= theirs:
                raise NotTwoInspectors
            booked = await self._follower.booked_time(transaction, case)
            on = booked.starts_at.astimezone(SHANGHAI).date() if booked else today
            roster = await store.roster(transaction, today, self._asks)
            need = await need_of(transaction, case, on)
            there, against = standing_of(need, Pair("", team, ()), roster)
            if against is not None or there != team:
                text = STANDING_TEXT[against or Standing.AWAY]
                raise MayNotInspect(why_zh=text.zh, why_en=text.en)
            facts = {"reason": reason.strip()}
            change = Change(case, team, rights.mover(user, case), "case.reassigned", facts)
            await set_teams(transaction, [change], known, now)
            case = replace(case, inspector_ids=team)
            await self._follower.team_changed(transaction, case, team, now)
            return case

    async def candidates(self, user: User, case_id: str) -> Choice:
        """Who could inspect the case at its time, and what speaks against the others."""
        now = self._clock.now()
        today = now.astimezone(SHANGHAI).date()
        async with self._database.reading() as view:
            case = rights.must_hand_over(user, await read_in(view, case_id))
            is_running = case.state is State.INSPECTING
            booked = await self._follower.booked_time(view, case)
            on = booked.starts_at.astimezone(SHANGHAI).date() if booked else today
            busy = booked.busy if booked else frozenset[str]()
            if is_running:
                in_call = await self._in_call(view)
                elsewhere = {who for who, at in in_call.items() if at != case.id}
                busy = await self._follower.busy_now(view, case, now) | elsewhere
            roster = await store.roster(view, today, self._asks)
            loads = await store.loads(view)
            need = await need_of(view, case, on)
            known = await store.inspectors(view)
            offices = await unit_store.tree(view)
        theirs = {key: one for key, one in known.items() if may_send(user, one)}
        people = tuple(people_seen(need, theirs.values(), roster, loads, busy))
        told = {*theirs, *case.inspector_ids, *(one.stands_in or "" for one in people)}
        return Choice(
            case,
            on,
            booked,
            case.state in CHANGEABLE,
            is_running,
            tuple(pairs_seen(need, roster, loads, busy, theirs)),
            people,
            {key: one.name for key, one in known.items() if key in told},
            offices,
        )

    async def draws(self, user: User, case_id: str) -> tuple[list[KeptDraw], Tree]:
        """How pairs were drawn for a case, oldest first, for whoever wants to do it again.

        Returns:
            With all offices, because draws name them.
        """
        async with self._database.reading() as view:
            rights.must_read_draws(user, await read_in(view, case_id))
            return await store.draws(view, case_id), await unit_store.tree(view)


def may_send(user: User, inspector: User) -> bool:
    """A lead sends inspectors of the own office and of those below; the office sends anybody."""
    return user.role is not Role.LEAD or user.reaches(inspector.unit)


def _changeable(case: Case) -> Case:
    if case.state not in CHANGEABLE:
        raise DispatchClosed(state_zh=STATE_ZH[case.state], state=case.state.value)
    return case
