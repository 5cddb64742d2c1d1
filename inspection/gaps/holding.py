"""A result waits in the outbox while papers are missing: the push is the last step, not the next.

Inspecting and determining go on meanwhile: neither needs the papers, and the applicant gains the
days. What licensing decides by does need them (product.md: accept now, supplement later).
"""

from datetime import datetime

from foundation import outbox
from foundation.database import Transaction
from inspection.determination.recipients import Matter, matter_of
from inspection.gaps import store
from inspection.gaps.model import are_closed


async def hold_result(transaction: Transaction, case_id: str) -> None:
    """In the transaction that determines the case: its deliveries wait if papers are missing."""
    if are_closed(await store.of_case(transaction, case_id)):
        return
    rows = (await outbox.states_of_lanes(transaction, [case_id])).get(case_id, [])
    await outbox.hold(transaction, [key for key, _, _ in rows if matter_of(key) is Matter.RESULT])


async def let_go_of_result(transaction: Transaction, case_id: str, now: datetime) -> None:
    """With the last paper accepted; harmless where the case is not determined yet."""
    await outbox.let_go(transaction, case_id, now)
