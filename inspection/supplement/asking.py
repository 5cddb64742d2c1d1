"""When a result was delivered that can still be mended, the applicant's turn begins."""

from collections.abc import Collection
from datetime import datetime

from checklists.schemes import Conclusion
from foundation.database import Transaction
from inspection.cases.machine import Act, State
from inspection.cases.model import Case
from inspection.cases.moves import SYSTEM
from inspection.cases.moving import move

_MENDED = {Conclusion.RECTIFY, Conclusion.SUPPLEMENT, Conclusion.GO_ON_SITE}


async def ask_if_mendable(
    transaction: Transaction, case: Case, conclusions: Collection[str], now: datetime
) -> Case:
    """Asks for rectification where no conclusion is final and one of them does not pass.

    Args:
        case: as it stands in this transaction; only a pushed one is asked.
        conclusions: food's and fume's, as they were signed.
    """
    found = {Conclusion(one) for one in conclusions}
    if case.state is not State.PUSHED or Conclusion.FAIL in found or not found & _MENDED:
        return case
    return await move(transaction, case, Act.ASK_SUPPLEMENT, by=SYSTEM, now=now)
