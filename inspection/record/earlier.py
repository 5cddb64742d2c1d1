"""Who handed their seat over and has to sign all the same, because their word still counts."""

from checklists.agreement import SecondVerdict
from foundation.database import Transaction
from inspection.cases.model import Case
from inspection.findings.service import findings_in
from inspection.record.needed import still_count


async def earlier_judges(view: Transaction, case: Case) -> tuple[str, ...]:
    """Their ids; where nobody handed over, nothing is read."""
    if not case.former_ids:
        return ()
    # whose words stand does not hang on how many of them an item needs
    return still_count(case, await findings_in(view, case, SecondVerdict.NONE))
