"""Long imports without HTTP: who takes in, and an import with its lines."""

from checklists.intake_file import builtin_site_rules, builtin_triage
from inspection.gaps.filed import FiledGaps
from inspection.gaps.listing import builtin_list
from inspection.gaps.naming import Acceptance
from inspection.gaps.news import Untold
from inspection.intake.bulk import store
from inspection.intake.bulk.model import Run
from inspection.intake.bulk.packing import packed_of
from inspection.intake.bulk.working import queue
from inspection.intake.following import Admission
from inspection.intake.reception import Reception
from inspection.intake.reporting import Reporting
from inspection.templates.shelf import DEFAULT


def admission(database, clock, calendar):
    """Takes applications in by the rules that ship."""
    reception = Reception(calendar, DEFAULT, builtin_site_rules(), builtin_triage())
    acceptance = Acceptance(
        *(database, clock, calendar, reception, builtin_list(), Untold(), Reporting([]))
    )
    return Admission(reception, FiledGaps(acceptance, calendar, builtin_list()))


async def an_import(database, clock, content, by):
    """An import of a file, its first batch queued."""
    packed, now = packed_of(content), clock.now()
    about = (f"imp_{now:%H%M%S}", "bureau", by, "clerk", "全县.csv", "0" * 64)
    run = Run(*about, packed.head, packed.ignored, len(packed.lines), now)
    async with database.transaction() as transaction:
        await store.add(transaction, run, packed.lines)
        await queue(transaction, run, now)
    return run
