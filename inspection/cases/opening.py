"""How a file opens: received, pre-checked, accepted. The deadline counts from the acceptance."""

from dataclasses import dataclass, replace
from datetime import datetime

from checklists.triage import Mode, Track
from foundation import audit
from foundation.clock import SHANGHAI
from foundation.database import Transaction
from foundation.identity.tree import ROOT
from foundation.ids import new_id
from foundation.workdays import WorkCalendar
from inspection.cases import store
from inspection.cases.checklist import checklist_of, day_of
from inspection.cases.limit import PROMISED_WORKING_DAYS
from inspection.cases.machine import Act, State
from inspection.cases.model import Application, Case
from inspection.cases.moves import Mover
from inspection.cases.moving import move
from inspection.templates.errors import NothingToAsk
from inspection.templates.model import checklist_sha256
from inspection.templates.shelf import DEFAULT, pin_on


@dataclass(frozen=True)
class Behind:
    """The case that another one follows, and what of it is asked again (`None`: all)."""

    case: Case
    asks: tuple[str, ...] | None


async def receive(
    transaction: Transaction,
    application: Application,
    inspector_ids: tuple[str, ...],
    *,
    by: Mover,
    now: datetime,
    calendar: WorkCalendar,
    rules: str = DEFAULT,
    behind: Behind | None = None,
    unit: str = ROOT,
) -> Case:
    """Opens a file for an application; its deadline does not count yet.

    Args:
        behind: it follows a case, is asked by what that was pinned to and stays at its office.
        unit: the office that takes it in.

    Raises:
        NothingToAsk: nothing that is in force today asks anything of it; nothing is kept.
    """
    case = Case(
        id=new_id("case", now),
        number=await store.next_number(transaction, f"YK{now.astimezone(SHANGHAI):%Y%m%d}"),
        application=application,
        state=State.RECEIVED,
        received_at=now,
        accepted_at=now,
        due_at=calendar.deadline(now, PROMISED_WORKING_DAYS).at,
        inspector_ids=inspector_ids,
        pin=behind.case.pin if behind else await pin_on(transaction, day_of(now), rules),
        follows=behind.case.id if behind else None,
        asks=behind.asks if behind else None,
        mode=behind.case.mode if behind else Mode.LIVE,
        mode_why=behind.case.mode_why if behind else None,
        track=behind.case.track if behind else Track.LICENCE,
        unit=behind.case.unit if behind else unit,
    )
    if not checklist_of(case).entries:
        raise NothingToAsk(shop=application.shop_name)
    await store.add(transaction, case)
    if behind is not None:
        await store.set_handling(transaction, case)
    await audit.append(
        transaction,
        at=now,
        actor=by.id,
        action="case.received",
        subject=case.id,
        facts={"number": case.number, **({"follows": behind.case.number} if behind else {})},
    )
    return case


async def accept(
    transaction: Transaction,
    case: Case,
    *,
    by: Mover,
    now: datetime,
    calendar: WorkCalendar,
    rules: str = DEFAULT,
) -> Case:
    """Accepts a pre-checked application: what it is asked by is pinned and its deadline counts.

    Raises:
        NothingToAsk: nothing that is in force today asks anything of it.
        MoveNotAllowed, MoveNotYours: as the table says.
    """
    case = replace(
        case,
        accepted_at=now,
        due_at=calendar.deadline(now, PROMISED_WORKING_DAYS).at,
        pin=case.pin if case.follows else await pin_on(transaction, day_of(now), rules),
        checklist_sha256="",
    )
    checklist = checklist_of(case)
    if not checklist.entries:
        raise NothingToAsk(shop=case.application.shop_name)
    case = replace(case, checklist_sha256=checklist_sha256(checklist))
    await store.set_acceptance(transaction, case)
    return await move(
        transaction,
        case,
        Act.ACCEPT,
        by=by,
        now=now,
        facts={
            "number": case.number,
            "checklist": case.checklist_version,
            "checklist_sha256": case.checklist_sha256,
        },
    )
