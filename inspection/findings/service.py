"""Setting, changing and taking back a verdict."""

from foundation import audit
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import Kind, Problem
from foundation.identity.model import User
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.machine import STATE_ZH, State
from inspection.cases.service import checklist_of
from inspection.findings import store
from inspection.findings.model import Judged

MOST_NOTE_LETTERS = 2000


class NotJudgingNow(Problem):
    """Verdicts change only while the inspection is open."""

    kind = Kind.CONFLICT
    code = "finding.not_open"
    zh = "办件现在是“{state_zh}”，不能修改判定。请先撤回记录或重新开始勘验。"
    en = (
        "The case is “{state}”, so verdicts are closed. Withdraw the record or open the call first."
    )


class NoteTooLong(Problem):
    """A note is a sentence, not a file."""

    code = "finding.note_too_long"
    zh = "备注不能超过 {most} 字。"
    en = "A note has at most {most} letters."


class Findings:
    """The use cases of judging."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def judge(
        self, user: User, case_id: str, item_id: str, *, verdict: str | None, note: str, reason: str
    ) -> Judged:
        """Sets the verdict and note of an item; `verdict=None` takes it back and keeps the note.

        Raises:
            NotFound: the case is not this inspector's.
            UnknownItem: the shop's checklist has no such item.
            NotJudgingNow: the record is already made, or the call was never opened.
        """
        if len(note) > MOST_NOTE_LETTERS or len(reason) > MOST_NOTE_LETTERS:
            raise NoteTooLong(most=MOST_NOTE_LETTERS)
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            case = rights.must_judge(user, await case_store.by_id(transaction, case_id))
            checklist_of(case).entry(item_id)
            if case.state is not State.INSPECTING:
                raise NotJudgingNow(state_zh=STATE_ZH[case.state], state=case.state.value)
            before = (await store.latest(transaction, case_id)).get(item_id)
            judged = await store.add(
                transaction,
                case_id=case_id,
                item_id=item_id,
                verdict=verdict,
                note=note,
                reason=reason,
                by=user.id,
                now=now,
            )
            await audit.append(
                transaction,
                at=now,
                actor=user.id,
                action="case.finding_set",
                subject=case_id,
                facts={
                    "item": item_id,
                    "before": before.verdict if before else None,
                    "after": verdict,
                    "note": note,
                    "reason": reason,
                },
            )
        return judged

    async def of_case(self, case_id: str) -> dict[str, Judged]:
        """The newest word per item; callers have checked the right to see the case."""
        async with self._database.reading() as view:
            return await store.latest(view, case_id)
