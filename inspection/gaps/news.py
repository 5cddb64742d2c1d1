"""What others are told of gaps, in the transaction that changes them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from foundation.database import Transaction
from inspection.cases.model import Case
from inspection.gaps.model import Gap


class GapNews(Protocol):
    """Who is told: the notices. What they queue stands or falls with the change itself."""

    async def named(
        self, transaction: Transaction, case: Case, gaps: Sequence[Gap], now: datetime
    ) -> None:
        """The case was accepted and these papers follow."""
        ...

    async def handed_in(self, transaction: Transaction, case: Case, gap: Gap) -> None:
        """Nothing is to be reminded of while somebody reviews it, nor once it is accepted."""
        ...

    async def sent_back(
        self, transaction: Transaction, case: Case, gap: Gap, turn: int, now: datetime
    ) -> None:
        """It has to be mended; `turn` counts how often it was sent back."""
        ...

    async def extended(self, transaction: Transaction, case: Case, gap: Gap, now: datetime) -> None:
        """There is more time."""
        ...

    async def lapsed(self, transaction: Transaction, case: Case, gap: Gap) -> None:
        """Its day has passed."""
        ...


class Untold:
    """Nobody is told."""

    async def named(
        self, transaction: Transaction, case: Case, gaps: Sequence[Gap], now: datetime
    ) -> None: ...

    async def handed_in(self, transaction: Transaction, case: Case, gap: Gap) -> None: ...

    async def sent_back(
        self, transaction: Transaction, case: Case, gap: Gap, turn: int, now: datetime
    ) -> None: ...

    async def extended(
        self, transaction: Transaction, case: Case, gap: Gap, now: datetime
    ) -> None: ...

    async def lapsed(self, transaction: Transaction, case: Case, gap: Gap) -> None: ...
