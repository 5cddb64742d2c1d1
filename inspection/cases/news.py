"""Who hears of a move, in the transaction that makes it."""

from datetime import datetime
from typing import Protocol

from foundation.database import Transaction
from inspection.cases.machine import Act
from inspection.cases.model import Case


class MoveNews(Protocol):
    """Told by those who move a case; `inspection.intake.reporting` tells the sender."""

    async def moved(
        self, transaction: Transaction, case: Case, act: Act, why: str, now: datetime
    ) -> None:
        """The case stands in its new state."""
        ...
