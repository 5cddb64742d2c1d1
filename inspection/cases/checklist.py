"""What is asked in a case: always by what it was pinned to at its acceptance."""

from datetime import date, datetime

from checklists.compose import Checklist
from foundation import audit
from foundation.clock import SHANGHAI, Clock
from foundation.database import Database
from inspection.cases import store
from inspection.cases.facts import checklist_facts
from inspection.cases.model import Case
from inspection.templates.errors import ChecklistChanged
from inspection.templates.shelf import DEFAULT, pin_on


def checklist_of(case: Case, cited_at: datetime | None = None) -> Checklist:
    """What is asked of this shop: by what the case was pinned to.

    Args:
        cited_at: whose day's editions of the laws are cited: the moment of the conclusion, or now
            while there is none. It changes no item. Without it, the acceptance.

    Raises:
        ChecklistChanged: it is not what was sealed at the acceptance; nobody is judged by it.
    """
    facts, accepted_on = checklist_facts(case.application.facts), day_of(case.accepted_at)
    sealed = case.pin.seal(facts, accepted_on, case.asks)
    if case.checklist_sha256 and sealed != case.checklist_sha256:
        raise ChecklistChanged(number=case.number)
    cited_on = accepted_on if cited_at is None else day_of(cited_at)
    return case.pin.checklist(facts, cited_on, case.asks)


def day_of(at: datetime) -> date:
    """The day at the bureau."""
    return at.astimezone(SHANGHAI).date()


async def pin_older_cases(database: Database, clock: Clock, rules: str = DEFAULT) -> int:
    """Pins the cases from before versions were kept to what ships today; returns how many.

    Until now they were asked by whatever shipped, so nothing changes for them, ever after.
    """
    async with database.transaction() as transaction:
        older = await store.unpinned(transaction)
        for case_id, accepted_at in older.items():
            pin = await pin_on(transaction, day_of(accepted_at), rules)
            await store.set_pin(transaction, case_id, pin.version)
            await audit.append(
                transaction,
                at=clock.now(),
                actor="system",
                action="case.checklist_pinned",
                subject=case_id,
                facts={"checklist": pin.version},
            )
    return len(older)
