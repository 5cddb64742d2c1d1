"""Handing a running inspection over: another inspector takes a seat, checklist and words stay.

The law asks for two inspectors (行政许可法 34(3)): there are two before and after, never one. What
the leaving one judged counts on, as the word of the seat, until the coming one says otherwise; and
whose word still counts signs the record.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from foundation import audit
from foundation.clock import SHANGHAI, Clock
from foundation.database import Database, Transaction
from foundation.identity.model import User
from foundation.ids import new_id
from inspection.cases import rights
from inspection.cases import transfers as transfer_store
from inspection.cases.machine import STATE_ZH, ReasonMissing, State
from inspection.cases.model import Case
from inspection.cases.moving import read_in
from inspection.cases.transfer import Transfer, holder_of, sat_before
from inspection.dispatch import store
from inspection.dispatch.assigning import STANDING_TEXT, standing_of_one
from inspection.dispatch.assignments import may_send, need_of
from inspection.dispatch.errors import (
    BusyNow,
    DispatchClosed,
    MayNotInspect,
    NotTwoInspectors,
    OtherSeat,
    SameInspectors,
)
from inspection.dispatch.exams import NO_EXAM, ExamRule
from inspection.dispatch.following import InCall, Team, TeamFollower


class Transfers:
    """The use case of handing over.

    Args:
        follower: told of it in its transaction.
        in_call: the case in whose running call each inspector sits.
        asks: the exam whoever inspects must have passed.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        follower: TeamFollower,
        in_call: InCall,
        asks: ExamRule = NO_EXAM,
    ) -> None:
        self._database = database
        self._clock = clock
        self._follower = follower
        self._in_call = in_call
        self._asks = asks

    async def hand_over(
        self, user: User, case_id: str, team: Team, reason: str, item: str | None
    ) -> tuple[Case, list[Transfer], dict[str, str]]:
        """These two inspect from now on; who stays keeps their seat.

        Args:
            user: one of the case's two, a clerk, a supervisor, or a lead among their own people.
            item: the place in the checklist.

        Returns:
            The case as it stands now, the seats that changed hands, and names by id.

        Raises:
            NotFound: the case is not this person's to hand over.
            DispatchClosed: no inspection runs.
            ReasonMissing, NotTwoInspectors, SameInspectors.
            MayNotInspect: whoever comes is away, not trained or has to stand back.
            BusyNow: they sit in another call, or are booked at this moment.
            OtherSeat: they sat in the other seat before.
        """
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            case = rights.must_hand_over(user, await read_in(transaction, case_id))
            if case.state is not State.INSPECTING or len(case.inspector_ids) != len(team):
                raise DispatchClosed(state_zh=STATE_ZH[case.state], state=case.state.value)
            if not reason.strip():
                raise ReasonMissing
            known = await store.inspectors(transaction)
            seats = _seats(case, team, known)
            if not all(may_send(user, known[one]) for one in seats.values()):
                raise NotTwoInspectors
            for leaving, coming in seats.items():
                await self._must_be_able(transaction, case, leaving, coming, now)
            made = [
                Transfer(new_id("handed", now), now, leaving, coming, user.id, reason.strip(), item)
                for leaving, coming in seats.items()
            ]
            await self._keep(transaction, case, made, known, user)
            await self._follower.seats_changed(transaction, case, seats, now)
            first, second = (seats.get(one, one) for one in case.inspector_ids)
            case = replace(case, inspector_ids=(first, second), transfers=(*case.transfers, *made))
            return case, made, {key: one.name for key, one in known.items()}

    async def _must_be_able(
        self, transaction: Transaction, case: Case, leaving: str, coming: str, now: datetime
    ) -> None:
        today = now.astimezone(SHANGHAI).date()
        roster = await store.roster(transaction, today, self._asks)
        against = standing_of_one(await need_of(transaction, case, today), coming, roster)
        if against is not None:
            text = STANDING_TEXT[against]
            raise MayNotInspect(why_zh=text.zh, why_en=text.en)
        in_call = (await self._in_call(transaction)).get(coming, case.id) != case.id
        if in_call or coming in await self._follower.busy_now(transaction, case, now):
            raise BusyNow
        if sat_before(coming, case.transfers) and holder_of(coming, case.transfers) != leaving:
            raise OtherSeat

    async def _keep(
        self,
        transaction: Transaction,
        case: Case,
        made: list[Transfer],
        known: Mapping[str, User],
        user: User,
    ) -> None:
        seats = {one.leaving_id: one.coming_id for one in made}
        first, second = (seats.get(one, one) for one in case.inspector_ids)
        await transfer_store.add(transaction, case.id, made, len(case.transfers))
        await store.set_inspectors(transaction, {case.id: (first, second)})
        deeds = [
            audit.Deed(
                user.id,
                "case.handed_over",
                case.id,
                {
                    "transfer": one.id,
                    "leaving": one.leaving_id,
                    "coming": one.coming_id,
                    "leaving_name": known[one.leaving_id].name if one.leaving_id in known else "",
                    "coming_name": known[one.coming_id].name,
                    "reason": one.why,
                    "item": one.item,
                },
            )
            for one in made
        ]
        await audit.append_all(transaction, at=made[0].at, deeds=deeds)


def _seats(case: Case, team: Team, known: Mapping[str, User]) -> dict[str, str]:
    """Who comes for whom. Raises `NotTwoInspectors`, `SameInspectors`."""
    if len(set(team)) != len(team) or not set(team) <= set(known):
        raise NotTwoInspectors
    leaving = [one for one in case.inspector_ids if one not in team]
    if not leaving:
        raise SameInspectors
    coming = [one for one in team if one not in case.inspector_ids]
    return dict(zip(leaving, coming, strict=True))
