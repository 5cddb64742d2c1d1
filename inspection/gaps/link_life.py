"""An applicant's link lives as long as papers are due: it is the only door they come in by."""

from datetime import datetime, timedelta

from foundation.clock import Clock
from foundation.database import Transaction
from foundation.identity import links
from inspection.gaps import store
from inspection.gaps.model import GapState

AFTERWARDS = timedelta(days=3)  # chosen: to read that it was accepted, or sent back


async def needed_until(view: Transaction, case_id: str) -> datetime | None:
    """Until when papers may be handed in and looked after; `None`: nothing is due."""
    due = [
        gap.due_at
        for gap in await store.of_case(view, case_id)
        if gap.state is not GapState.ACCEPTED
    ]
    return max(due) + AFTERWARDS if due else None


async def prolong(transaction: Transaction, case_id: str, clock: Clock) -> None:
    """The link the applicant has now lives that long; one that is over stays over."""
    until = await needed_until(transaction, case_id)
    if until is not None:
        await links.prolong(transaction, case_id=case_id, until=until, clock=clock)
