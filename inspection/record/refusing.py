"""Noting that the applicant refuses to sign, witnessing it, taking it back."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from foundation import audit
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.identity.model import User
from foundation.identity.store import users_by_id
from foundation.signing import Signer
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.model import Case
from inspection.determination.recipients import Recipients, licensing_alone
from inspection.live.model import APPLICANT
from inspection.record import refusal_store, store
from inspection.record.completing import Determined, complete_when_due
from inspection.record.errors import (
    AlreadySigned,
    NoRecord,
    NoRefusal,
    OwnWitness,
    RecordChanged,
    RecordComplete,
    RefusalUnexplained,
)
from inspection.record.refusal import Noted, RefusalStep, refusal_of
from inspection.record.signing import Record

MOST_REASON_LETTERS = 500
LEAST_REASON_LETTERS = 2


class Refusals:
    """The use cases of a refusal. All are possible until the record is complete."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        signer: Signer,
        wake: Callable[[], None],
        determined: Determined | None = None,
        recipients: Recipients = licensing_alone,
    ) -> None:
        self._determined = determined
        self._recipients = recipients
        self._database = database
        self._clock = clock
        self._signer = signer
        self._wake = wake

    async def note(self, user: User, case_id: str, reason: str, sha256: str) -> None:
        """An inspector notes that the applicant does not sign this record, and the reason given.

        Raises:
            RefusalUnexplained: no reason.
            AlreadySigned: the applicant has signed.
            NotFound, NoRecord, RecordChanged, RecordComplete.
        """
        said = reason.strip()
        if not LEAST_REASON_LETTERS <= len(said) <= MOST_REASON_LETTERS:
            raise RefusalUnexplained(most=MOST_REASON_LETTERS)
        async with self._database.transaction() as transaction:
            case, record = await self._open(transaction, user, case_id, sha256)
            if any(one.signer_id == APPLICANT for one in record.signatures):
                raise AlreadySigned
            await self._keep(transaction, case, record, RefusalStep.NOTED, user, said)

    async def witness(self, user: User, case_id: str, sha256: str) -> None:
        """The second inspector confirms it; the record may be complete by that.

        Raises:
            NoRefusal: none is noted, or it is witnessed already.
            OwnWitness: who noted it does not witness it.
            NotFound, NoRecord, RecordChanged, RecordComplete.
        """
        async with self._database.transaction() as transaction:
            case, record = await self._open(transaction, user, case_id, sha256)
            if record.refusal is None or record.refusal.is_witnessed:
                raise NoRefusal
            if record.refusal.noted_by == user.id:
                raise OwnWitness
            step, reason = RefusalStep.WITNESSED, record.refusal.reason
            await self._keep(transaction, case, record, step, user, reason)
        self._wake()

    async def withdraw(self, user: User, case_id: str) -> None:
        """Takes the note back: the applicant signs after all, or it was a mistake."""
        async with self._database.transaction() as transaction:
            case, record = await self._open(transaction, user, case_id, None)
            if record.refusal is None:
                raise NoRefusal
            step, reason = RefusalStep.WITHDRAWN, record.refusal.reason
            await self._keep(transaction, case, record, step, user, reason)

    async def _open(
        self, transaction: Transaction, user: User, case_id: str, sha256: str | None
    ) -> tuple[Case, Record]:
        case = rights.must_judge(user, await case_store.by_id(transaction, case_id))
        record = await store.current(transaction, case_id)
        if record is None:
            raise NoRecord
        if sha256 is not None and record.sha256 != sha256:
            raise RecordChanged
        if record.completed_at is not None:
            raise RecordComplete
        return case, record

    async def _keep(
        self,
        transaction: Transaction,
        case: Case,
        record: Record,
        step: RefusalStep,
        user: User,
        reason: str,
    ) -> None:
        now = self._clock.now()
        noted = Noted(step, reason, user.id, user.name, now)
        await keep_step(transaction, case, record, noted)
        record = replace(
            record, refusal=refusal_of(await refusal_store.steps(transaction, record.id))
        )
        users: Mapping[str, User] = await users_by_id(transaction, set(case.everybody))
        await complete_when_due(
            transaction,
            case,
            record,
            users,
            self._signer,
            actor=user.id,
            now=now,
            determined=self._determined,
            recipients=self._recipients,
        )


async def keep_step(transaction: Transaction, case: Case, record: Record, noted: Noted) -> None:
    """A step of a refusal with its trace in the audit log."""
    await refusal_store.add(transaction, record.id, noted)
    await audit.append(
        transaction,
        at=noted.at,
        actor=noted.by,
        action=f"case.refusal_{noted.step.value}",
        subject=case.id,
        facts={"record": record.sha256, "reason": noted.reason},
    )


async def end_by_signature(
    transaction: Transaction, case: Case, record: Record, now: datetime
) -> Record:
    """The applicant signs after all: a noted refusal ends."""
    if record.refusal is None:
        return record
    name = case.application.applicant_name
    noted = Noted(RefusalStep.WITHDRAWN, record.refusal.reason, APPLICANT, name, now)
    await keep_step(transaction, case, record, noted)
    return replace(record, refusal=None)
