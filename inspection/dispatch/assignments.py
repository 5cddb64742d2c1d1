"""A case's pair: drawn, taken over by a substitute, or changed by hand with a reason.

Each leaves its entry in the audit log in the same transaction; a draw also leaves all that is
needed to do it again.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Protocol

from foundation import audit
from foundation.clock import SHANGHAI, Clock
from foundation.database import Database, Transaction
from foundation.identity.model import User
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
    draw,
    standing_of,
)
from inspection.dispatch.errors import (
    DispatchClosed,
    HasItsPair,
    MayNotInspect,
    NobodyMayInspect,
    NotTwoInspectors,
)
from inspection.dispatch.model import Pair, Roster

CHANGEABLE = MOVES[Act.OPEN_CALL].sources | {State.RECEIVED, State.PRE_CHECK, State.ON_SITE}
Team = tuple[str, str]


class TeamFollower(Protocol):
    """What hangs on who inspects, such as their booked time."""

    async def team_changed(
        self, transaction: Transaction, case: Case, team: Team, now: datetime
    ) -> None:
        """In the transaction of the change; a `Problem` raised here undoes it."""
        ...


async def need_of(view: Transaction, case: Case, on: date) -> Need:
    """What the case asks of its pair on that day."""
    application = case.application
    before = await store.judged_before(view, {case.id: application.credit_code})
    return Need(
        application.format_zh, application.credit_code, on, before.get(case.id, frozenset())
    )


async def assign_by_draw(
    transaction: Transaction,
    case: Case,
    need: Need,
    pairs: tuple[Pair, ...],
    roster: Roster,
    loads: Mapping[str, int],
    known: Mapping[str, User],
    *,
    by: Mover,
    now: datetime,
    seed: str,
) -> Case:
    """Draws one of these pairs for a case without inspectors. Raises `NobodyMayInspect`.

    Args:
        loads: open cases by inspector.
        known: all inspectors.
    """
    drawn = draw(need, pairs, roster, loads, seed)
    if drawn.chosen is None:
        raise _nobody(drawn)
    row_id = new_id("draw", now)
    await store.add_draw(transaction, row_id, case.id, KeptDraw(now, need, drawn))
    facts = {"draw": row_id}
    return await _set(transaction, case, drawn.chosen.team, "case.assigned", known, by, now, facts)


async def stand_in(
    transaction: Transaction,
    case: Case,
    team: Team,
    known: Mapping[str, User],
    *,
    by: Mover,
    now: datetime,
) -> Case:
    """Substitutes take over from those of the case's pair who are away (AB岗)."""
    facts = {"reason": "AB岗替班 substitute"}
    return await _set(transaction, case, team, "case.reassigned", known, by, now, facts)


async def _set(
    transaction: Transaction,
    case: Case,
    team: Team,
    action: str,
    known: Mapping[str, User],
    by: Mover,
    now: datetime,
    facts: Mapping[str, object],
) -> Case:
    await store.set_inspectors(transaction, case.id, team)
    await audit.append(
        transaction,
        at=now,
        actor=by.id,
        action=action,
        subject=case.id,
        facts={
            "inspectors": list(team),
            "before": list(case.inspector_ids),
            "names": "、".join(known[one].name for one in team if one in known),
            **facts,
        },
    )
    return replace(case, inspector_ids=team)


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
        new_seed: fresh and unguessable.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        follower: TeamFollower,
        new_seed: Callable[[], str] = secrets.token_hex,
    ) -> None:
        self._database = database
        self._clock = clock
        self._follower = follower
        self._new_seed = new_seed

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
            roster = await store.roster(transaction, today)
            return await assign_by_draw(
                transaction,
                case,
                await need_of(transaction, case, today),
                roster.pairs,
                roster,
                await store.loads(transaction),
                await store.inspectors(transaction),
                by=rights.mover(user, case),
                now=now,
                seed=self._new_seed(),
            )

    async def reassign(self, user: User, case_id: str, team: Team, reason: str) -> Case:
        """Two others inspect from now on; a booked time goes over to them.

        Raises:
            ReasonMissing, NotTwoInspectors, DispatchClosed.
            MayNotInspect: one of them is away, not trained or has to stand back.
            TeamBusy: they are booked at the case's time.
        """
        now = self._clock.now()
        today = now.astimezone(SHANGHAI).date()
        async with self._database.transaction() as transaction:
            case = _changeable(rights.must_assign(user, await read_in(transaction, case_id)))
            if not reason.strip():
                raise ReasonMissing
            known = await store.inspectors(transaction)
            if len(set(team)) != len(team) or not set(team) <= set(known):
                raise NotTwoInspectors
            roster = await store.roster(transaction, today)
            need = await need_of(transaction, case, today)
            there, against = standing_of(need, Pair("", team, ()), roster)
            if against is not None or there != team:
                text = STANDING_TEXT[against or Standing.AWAY]
                raise MayNotInspect(why_zh=text.zh, why_en=text.en)
            facts: dict[str, object] = {"reason": reason.strip()}
            by = rights.mover(user, case)
            case = await _set(transaction, case, team, "case.reassigned", known, by, now, facts)
            await self._follower.team_changed(transaction, case, team, now)
            return case

    async def draws(self, user: User, case_id: str) -> list[KeptDraw]:
        """How pairs were drawn for a case, oldest first, for whoever wants to do it again."""
        async with self._database.reading() as view:
            rights.must_assign(user, await read_in(view, case_id))
            return await store.draws(view, case_id)


def _changeable(case: Case) -> Case:
    if case.state not in CHANGEABLE:
        raise DispatchClosed(state_zh=STATE_ZH[case.state], state=case.state.value)
    return case
