"""The end of collecting: what was determined upon is named, signed, and stays."""

from datetime import datetime

from foundation.database import Transaction
from foundation.signing import Signer
from inspection.evidence import custody, store
from inspection.evidence.checkpoint import Checkpoint, sign_checkpoint


async def close_evidence(
    transaction: Transaction, case_id: str, record_sha256: str, signer: Signer, now: datetime
) -> Checkpoint:
    """Closes the evidence set of a case: nothing joins it from here on, whoever writes.

    The log's line names every picture with its hash and the record they led to, so that a set
    from which one is missing shows it.
    """
    pictures = await store.of_case(transaction, case_id)
    await custody.note(
        transaction,
        case_id,
        who="system",
        act=custody.Act.FROZEN,
        now=now,
        facts={
            "evidence": {one.id: one.sha256 for one in pictures},
            "record": record_sha256,
        },
    )
    return await sign_checkpoint(transaction, signer, case_id, now)
