"""Setting, changing and taking back a verdict; coming to one where two differ."""

from checklists.agreement import SecondVerdict
from checklists.verdict import Standing, Verdict
from foundation import audit
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.errors import Kind as ErrorKind
from foundation.errors import Problem
from foundation.identity.model import User
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.checklist import checklist_of
from inspection.cases.departments import must_be_theirs
from inspection.cases.machine import STATE_ZH, State
from inspection.cases.model import Case
from inspection.findings import store
from inspection.findings.model import Finding, Judged, Kind, findings_of

MOST_NOTE_LETTERS = 2000


class NotJudgingNow(Problem):
    """Verdicts change only while the inspection is open."""

    kind = ErrorKind.CONFLICT
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


class NothingToReconcile(Problem):
    """Only what two inspectors judged differently is reconciled."""

    kind = ErrorKind.CONFLICT
    code = "finding.nothing_to_reconcile"
    zh = "这一项两人的判定没有分歧，不需要合议。请刷新查看最新判定。"
    en = "The two verdicts of this item do not differ, so there is nothing to reconcile. Reload it."


class ReasonMissing(Problem):
    """A reconciliation without a reason convinces nobody later."""

    code = "finding.reason_missing"
    zh = "请写明为什么这样认定，例如“回看录像后确认罩口大于灶面”。"
    en = "Say why you came to this, for example: seen again in the recording, the hood is larger."


async def findings_in(
    view: Transaction, case: Case, second_verdict: SecondVerdict, item_id: str | None = None
) -> dict[str, Finding]:
    """What the case's items come to, by item; items nobody judged are not there.

    Args:
        item_id: only this one; its own words decide, those on other items are not read then.
    """
    changes = await store.changes(view, case.id, item_id)
    return findings_of(changes, checklist_of(case), second_verdict, case)


class Findings:
    """The use cases of judging."""

    def __init__(
        self, database: Database, clock: Clock, second_verdict: SecondVerdict = SecondVerdict.KEY
    ) -> None:
        self._database = database
        self._clock = clock
        self._second_verdict = second_verdict

    async def judge(
        self, user: User, case_id: str, item_id: str, *, verdict: str | None, note: str, reason: str
    ) -> tuple[Case, Finding]:
        """Sets somebody's own verdict and note; `verdict=None` takes it back, keeps the note.

        Raises:
            NotFound: the case is not this person's to judge.
            UnknownItem: the shop's checklist has no such item.
            OtherDepartment: others judge this item.
            NotJudgingNow: the record is already made, or the call was never opened.
        """
        word = Judged(item_id, verdict, note, user.id, self._clock.now(), Kind.OWN, reason)
        async with self._database.transaction() as transaction:
            case, before = await self._judging(transaction, user, case_id, word)
            mine = before.own.get(user.id) if before else None
            finding = await self._keep(transaction, case, word, mine, "case.finding_set")
        return case, finding

    async def reconcile(
        self, user: User, case_id: str, item_id: str, *, verdict: Verdict, note: str, reason: str
    ) -> tuple[Case, Finding]:
        """Settles an item that the two judged differently, with the reason for it.

        Raises:
            NothingToReconcile: the two do not differ (any more).
            ReasonMissing: no reason was given.
            NotFound, UnknownItem, OtherDepartment, NotJudgingNow: as `judge`.
        """
        if not reason.strip():
            raise ReasonMissing
        now = self._clock.now()
        word = Judged(item_id, verdict.value, note, user.id, now, Kind.RECONCILED, reason)
        async with self._database.transaction() as transaction:
            case, before = await self._judging(transaction, user, case_id, word)
            if before is None or not (before.standing is Standing.DIFFERS or before.reconciled):
                raise NothingToReconcile
            last = before.reconciled
            finding = await self._keep(transaction, case, word, last, "case.finding_reconciled")
        return case, finding

    async def _judging(
        self, transaction: Transaction, user: User, case_id: str, word: Judged
    ) -> tuple[Case, Finding | None]:
        """The case, if this person may say this word now, and what the item came to so far."""
        if len(word.note) > MOST_NOTE_LETTERS or len(word.reason) > MOST_NOTE_LETTERS:
            raise NoteTooLong(most=MOST_NOTE_LETTERS)
        case = rights.must_take_part(user, await case_store.by_id(transaction, case_id))
        must_be_theirs(user, case, checklist_of(case).entry(word.item_id).item.department)
        if case.state is not State.INSPECTING:
            raise NotJudgingNow(state_zh=STATE_ZH[case.state], state=case.state.value)
        found = await findings_in(transaction, case, self._second_verdict, word.item_id)
        return case, found.get(word.item_id)

    async def _keep(
        self, transaction: Transaction, case: Case, word: Judged, before: Judged | None, action: str
    ) -> Finding:
        await store.add(transaction, case.id, word)
        await audit.append(
            transaction,
            at=word.at,
            actor=word.by,
            action=action,
            subject=case.id,
            facts={
                "item": word.item_id,
                "before": before.verdict if before else None,
                "after": word.verdict,
                "note": word.note,
                "reason": word.reason,
            },
        )
        found = await findings_in(transaction, case, self._second_verdict, word.item_id)
        return found[word.item_id]

    async def one(self, user: User, case_id: str, item_id: str) -> tuple[Case, Finding | None]:
        """An item of a case this person may see. Raises `NotFound`, `UnknownItem`."""
        async with self._database.reading() as view:
            case = rights.must_see(user, await case_store.by_id(view, case_id))
            checklist_of(case).entry(item_id)
            found = await findings_in(view, case, self._second_verdict, item_id)
            return case, found.get(item_id)
