"""When a result was delivered that does not pass, the applicant's turn begins."""

from collections.abc import Collection, Sequence
from datetime import datetime

from checklists.schemes import Conclusion
from foundation.database import Transaction
from inspection.cases.machine import Act
from inspection.cases.model import Case
from inspection.cases.moves import SYSTEM
from inspection.cases.moving import Step, move_all

_DONE = {Conclusion.PASS, Conclusion.NOT_ASKED}


async def ask_unless_passed(
    transaction: Transaction, pushed: Sequence[tuple[Case, Collection[str]]], now: datetime
) -> list[Case]:
    """Asks for rectification where a conclusion does not pass: such a case has its notice.

    Args:
        pushed: cases whose result has just arrived, each with food's and fume's conclusion as
            they were signed.

    Returns:
        All of them as they stand then, in the same order.
    """
    failed = [
        Step(case, SYSTEM)
        for case, said in pushed
        if not {Conclusion(one) for one in said} <= _DONE
    ]
    asked = await move_all(transaction, failed, Act.ASK_SUPPLEMENT, now=now) if failed else []
    stands = {case.id: case for case in asked}
    return [stands.get(case.id, case) for case, _ in pushed]
