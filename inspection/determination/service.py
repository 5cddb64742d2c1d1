"""The act of determining: the case moves and its deliveries are queued in one transaction."""

from base64 import b64encode
from datetime import datetime
from typing import Protocol

from foundation import outbox
from foundation.database import Transaction
from foundation.signing import Signer
from inspection.cases.machine import Act, Actor
from inspection.cases.model import Case
from inspection.cases.moves import Mover, times_done
from inspection.cases.moving import move
from inspection.determination.recipients import Recipients, delivery_key, licensing_alone
from inspection.evidence.freezing import close_evidence


class SignedRecord(Protocol):
    """What a determination needs of the signed record."""

    @property
    def sha256(self) -> str: ...
    @property
    def food_conclusion(self) -> str: ...
    @property
    def fume_conclusion(self) -> str: ...
    @property
    def made_at(self) -> datetime: ...


async def conclude(
    transaction: Transaction,
    case: Case,
    record: SignedRecord,
    signer: Signer,
    *,
    actor: str,
    now: datetime,
    recipients: Recipients = licensing_alone,
) -> None:
    """Determines the case by its signed record; each recipient is told exactly once.

    The evidence set is closed, and its checkpoint leaves with the deliveries. What they say is
    fixed here: later changes of names or texts do not change what was determined.
    """
    await move(
        transaction,
        case,
        Act.DETERMINE,
        by=Mover(Actor.SYSTEM, actor),
        now=now,
        facts={"food": record.food_conclusion, "fume": record.fume_conclusion},
    )
    checkpoint = await close_evidence(transaction, case.id, record.sha256, signer, now)
    version = await times_done(transaction, case.id, Act.DETERMINE)
    result: dict[str, object] = {
        "case_number": case.number,
        "conclusion_version": version,
        "credit_code": case.application.credit_code,
        "shop_name": case.application.shop_name,
        "food_conclusion": record.food_conclusion,
        "fume_conclusion": record.fume_conclusion,
        "record_sha256": record.sha256,
        "checklist_version": case.checklist_version,
        "record_made_at": record.made_at.isoformat(),
        "determined_at": now.isoformat(),
        "checkpoint": {
            "text": checkpoint.text,
            "cms": b64encode(checkpoint.cms).decode("ascii"),
        },
    }
    for receiver in recipients(result):
        await outbox.add(
            transaction,
            receiver=receiver,
            lane=case.id,
            body=result,
            now=now,
            row_id=delivery_key(case.number, version, receiver),
        )
