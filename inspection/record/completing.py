"""When nobody is missing any more the case is determined, in the transaction of the last act."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime

from foundation import outbox
from foundation.database import Transaction
from foundation.identity.model import User
from foundation.signing import Signer
from inspection.cases.model import Case
from inspection.determination.recipients import Recipients, licensing_alone
from inspection.determination.service import conclude
from inspection.record import store
from inspection.record.earlier import earlier_judges
from inspection.record.needed import needed_signatures
from inspection.record.signing import Record

PDF = "record-pdf"  # the outbox receiver that keeps the complete record's PDF
# What else follows from a determination, in its transaction.
Determined = Callable[[Transaction, Case, Record, datetime], Awaitable[None]]


async def complete_when_due(
    transaction: Transaction,
    case: Case,
    record: Record,
    users: Mapping[str, User],
    signer: Signer,
    *,
    actor: str,
    now: datetime,
    determined: Determined | None = None,
    recipients: Recipients = licensing_alone,
) -> Record:
    """The record, completed and its deliveries queued if nobody is missing; unchanged otherwise."""
    earlier = await earlier_judges(transaction, case)
    if needed_signatures(case, record, users, earlier):
        return record
    record = replace(record, completed_at=now)
    await store.complete(transaction, record.id, now)
    await conclude(transaction, case, record, signer, actor=actor, now=now, recipients=recipients)
    if determined is not None:
        await determined(transaction, case, record, now)
    await outbox.add(transaction, receiver=PDF, lane=case.id, body={"case": case.id}, now=now)
    return record
