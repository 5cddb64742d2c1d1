"""Accepting an application with named gaps: what a clerk names, against the bureau's list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from checklists.siting import PreCheck
from foundation import audit
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.identity.model import User
from foundation.ids import new_id
from foundation.text import Bilingual
from foundation.workdays import WorkCalendar
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.machine import BEFORE_ACCEPTANCE, STATE_ZH, Act, MoveNotAllowed, State
from inspection.cases.model import Case
from inspection.cases.moves import Mover
from inspection.cases.moving import move
from inspection.cases.news import MoveNews
from inspection.gaps import flag_store, store
from inspection.gaps.errors import OperatorFlagged, PreCheckNotPassed, TooManyGaps, WrongGap
from inspection.gaps.link_life import prolong
from inspection.gaps.listing import OTHER, GapList
from inspection.gaps.model import Form, Gap, GapState, GapStep, What
from inspection.gaps.news import GapNews
from inspection.intake.reception import Opened, Reception
from inspection.intake.rights import must_receive


@dataclass(frozen=True)
class Wanted:
    """A paper as a clerk names it; empty fields are the list's.

    Attributes:
        kind: an id of the list, or `other` with a name of its own.
    """

    kind: str
    name: str = ""
    asks: str = ""
    form: Form | None = None
    working_days: int | None = None


class Acceptance:
    """The use case of accepting although papers are missing."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        calendar: WorkCalendar,
        reception: Reception,
        listed: GapList,
        news: GapNews,
        sender: MoveNews,
    ) -> None:
        self._database = database
        self._clock = clock
        self._calendar = calendar
        self._reception = reception
        self._listed = listed
        self._news = news
        self._sender = sender

    async def accept(
        self,
        user: User,
        case_id: str,
        wanted: Sequence[Wanted],
        facts: Mapping[str, object] | None = None,
    ) -> Case:
        """Accepts a pre-checked application whose named papers follow; all or nothing.

        Args:
            facts: what was still missing in the pre-check.

        Raises:
            NotFound: not for this person, or no such case.
            TooManyGaps, WrongGap: the papers do not fit the list; names the first.
            OperatorFlagged: this operator broke a pledge.
            MoveNotAllowed: it is accepted or ended already.
            PreCheckNotPassed: what is known of the site does not suffice, or stops it.
            UnknownFact, FactWrong: a fact is none.
            NothingToAsk: nothing that is in force today asks anything of it.
        """
        by, now = must_receive(user), self._clock.now()
        async with self._database.transaction() as transaction:
            case = rights.must_keep(user, await case_store.by_id(transaction, case_id))
            if case.state not in BEFORE_ACCEPTANCE:
                raise MoveNotAllowed(state_zh=STATE_ZH[case.state], state=case.state.value)
            opened = await self.accept_in(transaction, case, wanted, facts, by=by, now=now)
            await self._sender.moved(transaction, opened.case, Act.ACCEPT, "", now)
        return opened.case

    async def accept_in(
        self,
        transaction: Transaction,
        case: Case,
        wanted: Sequence[Wanted],
        facts: Mapping[str, object] | None = None,
        *,
        by: Mover,
        now: datetime,
    ) -> Opened:
        """Accepts a case before its acceptance, in the caller's transaction; raises as `accept`."""
        await must_not_be_flagged(transaction, case.application.credit_code)
        gaps = named(wanted, self._listed, self._calendar, case_id=case.id, by=by.id, now=now)
        if facts:
            case = await self._reception.answered(transaction, case, facts, by=by, now=now)
        if case.state is State.RECEIVED:
            case = await move(transaction, case, Act.START_PRE_CHECK, by=by, now=now)
        opened = await self._reception.go_on(transaction, case, by=by, now=now)
        if opened.triage is None:
            raise not_passed(opened.pre_check)
        await store.add(transaction, gaps)
        first = {gap.id: GapStep(What.NAMED, by.id, now, "", gap.due_at) for gap in gaps}
        await store.add_steps(transaction, first)
        await audit.append(
            transaction,
            at=now,
            actor=by.id,
            action="case.gaps_named",
            subject=case.id,
            facts={
                "list": self._listed.version,
                "zh": "、".join(gap.title.zh for gap in gaps),
                "en": ", ".join(gap.title.en for gap in gaps),
                "gaps": [
                    {"id": gap.id, "kind": gap.kind, "due_at": gap.due_at.isoformat()}
                    for gap in gaps
                ],
            },
        )
        await prolong(transaction, case.id, self._clock)
        await self._news.named(transaction, opened.case, gaps, now)
        return opened


def not_passed(check: PreCheck) -> PreCheckNotPassed:
    """That a site is not passed: by which rule, or for want of which answer."""
    return PreCheckNotPassed(
        rule=check.stopped_by.rule.id if check.stopped_by else "",
        question=check.next.fact if check.next else "",
    )


async def must_not_be_flagged(view: Transaction, credit_code: str) -> None:
    """Raises `OperatorFlagged`."""
    flag = await flag_store.standing(view, credit_code)
    if flag is not None:
        raise OperatorFlagged(since=flag.set_at.date().isoformat(), reason=flag.reason)


def named(
    wanted: Sequence[Wanted],
    listed: GapList,
    calendar: WorkCalendar,
    *,
    case_id: str,
    by: str,
    now: datetime,
) -> list[Gap]:
    """The gaps of a case, each with its deadline. Raises `TooManyGaps`, `WrongGap`."""
    if not 1 <= len(wanted) <= listed.most_gaps:
        raise TooManyGaps(most=listed.most_gaps, count=len(wanted))
    gaps: list[Gap] = []
    for place, one in enumerate(wanted, 1):
        gap = _gap(one, listed, calendar, place=place, case_id=case_id, by=by, now=now)
        if any(gap.title.zh == other.title.zh for other in gaps):
            raise _wrong(place, f"“{gap.title.zh}”写了两次", f"“{gap.title.en}” stands twice")
        gaps.append(gap)
    return gaps


def _gap(
    one: Wanted,
    listed: GapList,
    calendar: WorkCalendar,
    *,
    place: int,
    case_id: str,
    by: str,
    now: datetime,
) -> Gap:
    kind = listed.kind(one.kind)
    if kind is None and one.kind != OTHER:
        known = ", ".join([*(k.id for k in listed.kinds), *([OTHER] if listed.is_free else [])])
        raise _wrong(place, f"清单里没有“{one.kind}”，可选：{known}", f"use one of: {known}")
    if kind is None and not listed.is_free:
        raise _wrong(place, "本局不允许自行填写", "this bureau allows listed papers only")
    if kind is None and not one.name:
        raise _wrong(place, "请写明缺什么材料", "say which paper is missing")
    forbidden = next((never for never in listed.never if never.zh == one.name), None)
    if forbidden is not None:
        what = f"“{forbidden.zh}”不能容缺", f"“{forbidden.en}” may not follow"
        raise _wrong(place, *what)
    usual = kind.working_days if kind else listed.default_working_days
    days = usual if one.working_days is None else one.working_days
    most = listed.most_working_days
    if not 1 <= days <= most:
        raise _wrong(place, f"期限应为 1 至 {most} 个工作日", f"1 to {most} working days are given")
    title = kind.title if kind else Bilingual(one.name, one.name)
    asks = Bilingual(one.asks, one.asks) if one.asks else kind.asks if kind else title
    due_at = calendar.deadline(now, days).at
    return Gap(
        id=new_id("gap", now),
        case_id=case_id,
        position=place,
        kind=one.kind,
        title=title,
        asks=asks,
        form=one.form or (kind.form if kind else Form.DOCUMENT),
        working_days=days,
        named_by=by,
        named_at=now,
        first_due_at=due_at,
        due_at=due_at,
        state=GapState.OPEN,
    )


def _wrong(place: int, zh: str, en: str) -> WrongGap:
    return WrongGap(place=place, what_zh=zh, what_en=en)
