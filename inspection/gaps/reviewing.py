"""Reviewing what was handed in, without a call; and giving more time, once."""

from collections.abc import Callable
from datetime import datetime

from foundation import audit
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from foundation.identity.model import Role, User
from foundation.workdays import WorkCalendar
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.machine import ReasonMissing
from inspection.cases.model import Case
from inspection.gaps import store
from inspection.gaps.ending import must_go_on
from inspection.gaps.errors import NotExtendable, NothingToReview
from inspection.gaps.holding import let_go_of_result
from inspection.gaps.link_life import prolong
from inspection.gaps.listing import GapList
from inspection.gaps.model import (
    EXTENDABLE,
    STATE_TEXT,
    Gap,
    GapState,
    GapStep,
    What,
    are_closed,
    due_after_return,
    round_of,
)
from inspection.gaps.news import GapNews
from inspection.gaps.words import day_in_words


class Reviewing:
    """The use cases of a clerk, a supervisor or one of the case's inspectors.

    Args:
        wake: rung when a result may leave.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        calendar: WorkCalendar,
        listed: GapList,
        news: GapNews,
        wake: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._calendar = calendar
        self._listed = listed
        self._news = news
        self._wake = wake

    async def accept(self, user: User, case_id: str, gap_id: str) -> None:
        """The paper is good. With the last one the gaps are closed and the result may leave.

        Raises:
            NotFound, MoveNotAllowed, NothingToReview.
        """
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            case, gap = await _in_review(transaction, user, case_id, gap_id)
            step = GapStep(What.ACCEPTED, user.id, now, "", gap.due_at)
            await store.note(transaction, gap.id, GapState.ACCEPTED, step)
            await _log(transaction, user, case, "case.gap_accepted", now, _facts(gap))
            if are_closed(await store.of_case(transaction, case.id)):
                await _log(transaction, user, case, "case.gaps_closed", now, {})
                await let_go_of_result(transaction, case.id, now)
        self._wake()

    async def send_back(self, user: User, case_id: str, gap_id: str, why: str) -> None:
        """The paper has to be mended; the reason is shown to the applicant.

        Raises:
            NotFound, MoveNotAllowed, NothingToReview, ReasonMissing.
        """
        now, said = self._clock.now(), why.strip()
        async with self._database.transaction() as transaction:
            case, gap = await _in_review(transaction, user, case_id, gap_id)
            if not said:
                raise ReasonMissing
            least = self._listed.least_days_after_return
            due_at = due_after_return(gap, now, least, self._calendar)
            step = GapStep(What.SENT_BACK, user.id, now, said, due_at)
            await store.note(transaction, gap.id, GapState.SENT_BACK, step)
            facts = {**_facts(gap), "reason": said, "due_at": due_at.isoformat()}
            await _log(transaction, user, case, "case.gap_sent_back", now, facts)
            turn = round_of((await store.steps_of(transaction, [gap.id]))[gap.id])
            changed = await store.by_id(transaction, gap.id) or gap
            await prolong(transaction, case.id, self._clock)
            await self._news.sent_back(transaction, case, changed, turn, now)
        self._wake()

    async def extend(
        self, user: User, case_id: str, gap_id: str, working_days: int, why: str
    ) -> None:
        """A supervisor gives more time, counted from today; also after the last day.

        An operator's flag is not lifted by that: whoever set the day aside says so apart.

        Raises:
            NotFound, MoveNotAllowed, ReasonMissing.
            NotExtendable: nothing waits for the applicant, it was extended before, or too long.
        """
        now, said = self._clock.now(), why.strip()
        async with self._database.transaction() as transaction:
            case, gap = await _reviewed_by(transaction, user, case_id, gap_id)
            if user.role is not Role.SUPERVISOR:
                raise NotFound
            must_go_on(case)
            if not said:
                raise ReasonMissing
            steps = (await store.steps_of(transaction, [gap.id]))[gap.id]
            self._must_be_extendable(gap, steps, working_days)
            due_at = max(gap.due_at, self._calendar.deadline(now, working_days).at)
            is_returned = round_of(steps) > 0
            state = GapState.SENT_BACK if is_returned else GapState.OPEN
            step = GapStep(What.EXTENDED, user.id, now, said, due_at)
            await store.note(transaction, gap.id, state, step)
            due = day_in_words(due_at)
            facts = {**_facts(gap), "reason": said, "due_zh": due.zh, "due_en": due.en}
            await _log(transaction, user, case, "case.gap_extended", now, facts)
            changed = await store.by_id(transaction, gap.id) or gap
            await prolong(transaction, case.id, self._clock)
            await self._news.extended(transaction, case, changed, now)
        self._wake()

    def _must_be_extendable(self, gap: Gap, steps: list[GapStep], working_days: int) -> None:
        most, what = self._listed.most_working_days, None
        if gap.state not in EXTENDABLE:
            state = STATE_TEXT[gap.state]
            what = f"现在是“{state.zh}”", f"it is {state.en.lower()} now"
        elif any(step.what is What.EXTENDED for step in steps):
            what = "已经放宽过一次", "it was given once before"
        elif not 1 <= working_days <= most:
            what = f"应为 1 至 {most} 个工作日", f"1 to {most} working days are given"
        if what is not None:
            titles = {"title_zh": gap.title.zh, "title_en": gap.title.en}
            raise NotExtendable(**titles, what_zh=what[0], what_en=what[1])


async def _reviewed_by(
    transaction: Transaction, user: User, case_id: str, gap_id: str
) -> tuple[Case, Gap]:
    case = rights.must_see(user, await case_store.by_id(transaction, case_id))
    rights.mover(user, case)
    gap = await store.by_id(transaction, gap_id)
    if gap is None or gap.case_id != case.id:
        raise NotFound
    return case, gap


async def _in_review(
    transaction: Transaction, user: User, case_id: str, gap_id: str
) -> tuple[Case, Gap]:
    case, gap = await _reviewed_by(transaction, user, case_id, gap_id)
    must_go_on(case)
    if gap.state is not GapState.IN_REVIEW:
        state = STATE_TEXT[gap.state]
        raise NothingToReview(
            title_zh=gap.title.zh,
            title_en=gap.title.en,
            state_zh=state.zh,
            state=state.en.lower(),
        )
    return case, gap


def _facts(gap: Gap) -> dict[str, object]:
    return {"gap": gap.id, "zh": gap.title.zh, "en": gap.title.en}


async def _log(
    transaction: Transaction,
    user: User,
    case: Case,
    action: str,
    now: datetime,
    facts: dict[str, object],
) -> None:
    await audit.append(
        transaction, at=now, actor=user.id, action=action, subject=case.id, facts=facts
    )
