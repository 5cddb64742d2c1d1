"""Taking in an application that names papers which follow (容缺后补).

What may follow, and for whom, `inspection.gaps` knows; it stands above and is asked by a Protocol.
"""

from datetime import datetime
from typing import Protocol

from checklists.siting import PreCheck
from foundation.database import Transaction
from foundation.errors import Problem
from foundation.identity.tree import ROOT
from inspection.cases.moves import Mover
from inspection.intake.model import Filed, Following
from inspection.intake.reception import Opened, Origin, Reception


class FollowingPapers(Protocol):
    """The rules of papers that follow: the bureau's list, flagged operators, the pledge."""

    async def refusal(
        self, view: Transaction, filed: Filed, check: PreCheck, now: datetime
    ) -> Problem | None:
        """Why an application could not be accepted with the papers it names; `None`: it could."""
        ...

    async def accept(
        self,
        transaction: Transaction,
        opened: Opened,
        following: Following,
        *,
        by: Mover,
        now: datetime,
    ) -> Opened:
        """Accepts a case that waits in the pre-check, with these papers, or raises a problem."""
        ...


class Admission:
    """Takes applications in, with papers that follow and without."""

    def __init__(self, reception: Reception, papers: FollowingPapers) -> None:
        self.reception = reception
        self.papers = papers

    async def take_in(
        self,
        transaction: Transaction,
        filed: Filed,
        origin: Origin,
        *,
        by: Mover,
        now: datetime,
        unit: str = ROOT,
    ) -> Opened:
        """As `Reception.take_in`; with papers that follow it is accepted or refused, never left.

        Raises:
            AlreadyFiled, NothingToAsk: as there.
            Problem: one of `inspection.gaps`: the list, the operator or the site forbids it.
        """
        take_in = self.reception.take_in
        if filed.following is None:
            return await take_in(transaction, filed, origin, by=by, now=now, unit=unit)
        opened = await take_in(transaction, filed, origin, by=by, now=now, waits=True, unit=unit)
        return await self.papers.accept(transaction, opened, filed.following, by=by, now=now)
