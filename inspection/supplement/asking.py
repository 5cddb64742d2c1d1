"""When a result was delivered that does not pass, the applicant's turn begins."""

from collections.abc import Collection
from datetime import datetime

from checklists.schemes import Conclusion
from foundation.database import Transaction
from inspection.cases.machine import Act, State
from inspection.cases.model import Case
from inspection.cases.moves import SYSTEM
from inspection.cases.moving import move

_DONE = {Conclusion.PASS, Conclusion.NOT_ASKED}


async def ask_unless_passed(
    transaction: Transaction, case: Case, conclusions: Collection[str], now: datetime
) -> Case:
    """Asks for rectification where a conclusion does not pass: such a case has its notice.

    Args:
        case: as it stands in this transaction; only a pushed one is asked.
        conclusions: food's and fume's, as they were signed.
    """
    found = {Conclusion(one) for one in conclusions}
    if case.state is not State.PUSHED or found <= _DONE:
        return case
    return await move(transaction, case, Act.ASK_SUPPLEMENT, by=SYSTEM, now=now)
