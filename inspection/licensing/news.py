"""What others are told of a licence, in the transaction that takes the news in."""

from datetime import datetime
from typing import Protocol

from foundation.database import Transaction
from inspection.cases.model import Case
from inspection.licensing.callback import Licence


class LicenceNews(Protocol):
    """Who is told: the notices."""

    async def issued(
        self, transaction: Transaction, case: Case, licence: Licence, now: datetime
    ) -> None:
        """The licensing system issued it."""
        ...
