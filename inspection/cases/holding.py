"""Holding a case's deadline by hand, and keeping the order of the queue true."""

from foundation import audit
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import Kind, Problem
from foundation.identity.model import User
from foundation.workdays import WorkCalendar
from inspection.cases import pauses, rights, store
from inspection.cases.limit import limit_of
from inspection.cases.machine import BEFORE_ACCEPTANCE, FINISHED, STATE_ZH, ReasonMissing
from inspection.cases.pause import BY_HAND, KINDS, PauseKind, lasting

AT_ONCE = 200  # cases looked through between two turns of everybody else


class NothingToHold(Problem):
    """No deadline counts in this case now."""

    kind = Kind.CONFLICT
    code = "case.no_deadline"
    zh = "办件现在是“{state_zh}”，没有在计时。"
    en = "The case is “{state}” now: no deadline counts."


class AlreadyHeld(Problem):
    """It stands still already."""

    kind = Kind.CONFLICT
    code = "case.already_paused"
    zh = "计时已经暂停：{zh}。请先恢复计时。"
    en = "The deadline stands still already: {en}. Let it run again first."


class NotHeld(Problem):
    """It runs, or waits for the applicant and goes on by itself."""

    kind = Kind.CONFLICT
    code = "case.not_paused"
    zh = "计时没有被人工暂停。等待申请人的暂停会在下一步办理时自动恢复。"
    en = "Nobody holds the deadline. While it waits for the applicant it goes on by itself."


class UnknownPause(Problem):
    """Not a reason a person can give."""

    code = "case.unknown_pause"
    zh = "暂停事由“{kind}”不存在。可选：{known}。"
    en = "There is no reason “{kind}” to hold a deadline. Known: {known}."


class Holding:
    """The use cases of deadlines that stand still."""

    def __init__(self, database: Database, clock: Clock, calendar: WorkCalendar) -> None:
        self._database = database
        self._clock = clock
        self._calendar = calendar

    async def hold(self, user: User, case_id: str, kind: str, why: str) -> None:
        """From now on the deadline stands still.

        Raises:
            NotFound, UnknownPause, ReasonMissing, NothingToHold, AlreadyHeld.
        """
        known = {one.value: one for one in BY_HAND}
        if kind not in known:
            raise UnknownPause(kind=kind[:40], known=", ".join(sorted(known)))
        if not why.strip():
            raise ReasonMissing
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            case = rights.must_keep(user, await store.by_id(transaction, case_id))
            if case.state in FINISHED | BEFORE_ACCEPTANCE:
                raise NothingToHold(state_zh=STATE_ZH[case.state], state=case.state.value)
            held = lasting(case.pauses)
            if held is not None:
                raise AlreadyHeld(zh=KINDS[held.kind].zh, en=KINDS[held.kind].en)
            said = KINDS[known[kind]]
            await pauses.begin(
                transaction, case_id, known[kind], why=why.strip(), by=user.id, now=now
            )
            await audit.append(
                transaction,
                at=now,
                actor=user.id,
                action="case.paused",
                subject=case_id,
                facts={"zh": said.zh, "en": said.en, "reason": why.strip()},
            )

    async def release(self, user: User, case_id: str) -> None:
        """The deadline runs again, by as many working half-days later as it stood still.

        Raises:
            NotFound, NotHeld.
        """
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            case = rights.must_keep(user, await store.by_id(transaction, case_id))
            held = lasting(case.pauses)
            if held is None or held.kind is PauseKind.APPLICANT:
                raise NotHeld
            await pauses.end(transaction, held.id, by=user.id, now=now)
            await audit.append(
                transaction, at=now, actor=user.id, action="case.resumed", subject=case_id
            )
        await self.sort_anew([case_id])

    async def sort_anew(self, case_ids: list[str] | None = None) -> None:
        """The queue is sorted by what the deadlines are today: pauses end, holidays are announced.

        Args:
            case_ids: only these; `None`: all that are open.
        """
        now = self._clock.now()
        async with self._database.reading() as view:
            wanted = await store.open_cases(view) if case_ids is None else case_ids
        for begin in range(0, len(wanted), AT_ONCE):
            async with self._database.reading() as view:
                cases = await store.by_ids(view, wanted[begin : begin + AT_ONCE])
            due = {
                case.id: limit.due_at
                for case in cases.values()
                if (limit := limit_of(case, now, self._calendar)).due_at != case.due_at
            }
            if due:
                async with self._database.transaction() as transaction:
                    await store.set_due(transaction, due)
