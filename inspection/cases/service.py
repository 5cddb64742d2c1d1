"""What can be done with a case file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from checklists.compose import Checklist
from foundation import audit
from foundation.clock import SHANGHAI, Clock
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from foundation.identity import links
from foundation.identity.model import Role, User
from foundation.identity.store import users_by_id
from foundation.ids import new_id
from foundation.workdays import WorkCalendar
from inspection.cases import machine, rights, store
from inspection.cases.facts import checklist_facts
from inspection.cases.limit import PROMISED_WORKING_DAYS
from inspection.cases.machine import Act, State
from inspection.cases.model import Application, Case
from inspection.templates.errors import ChecklistChanged, NothingToAsk
from inspection.templates.model import checklist_sha256
from inspection.templates.shelf import DEFAULT, pin_on


@dataclass(frozen=True)
class Invitation:
    """A fresh link for the applicant; the only time its secret is seen."""

    secret: str
    expires_at: datetime


async def move(
    transaction: Transaction,
    case: Case,
    act: Act,
    *,
    actor: str,
    now: datetime,
    facts: Mapping[str, object] | None = None,
) -> Case:
    """Moves the case along the table and leaves the trace of it. Raises `MoveNotAllowed`."""
    state = machine.moved(case.state, act)
    await store.set_state(transaction, case.id, state)
    await audit.append(
        transaction, at=now, actor=actor, action=act.value, subject=case.id, facts=facts
    )
    return replace(case, state=state)


async def read_in(transaction: Transaction, case_id: str) -> Case:
    """The case as it stands inside a transaction. Raises `NotFound`."""
    case = await store.by_id(transaction, case_id)
    if case is None:
        raise NotFound
    return case


def checklist_of(case: Case, cited_at: datetime | None = None) -> Checklist:
    """What is asked of this shop: by what the case was pinned to.

    Args:
        cited_at: whose day's editions of the laws are cited: the moment of the conclusion, or now
            while there is none. It changes no item. Without it, the acceptance.

    Raises:
        ChecklistChanged: it is not what was sealed at the acceptance; nobody is judged by it.
    """
    facts, accepted_on = checklist_facts(case.application.facts), _day(case.accepted_at)
    if case.checklist_sha256 and case.pin.seal(facts, accepted_on) != case.checklist_sha256:
        raise ChecklistChanged(number=case.number)
    return case.pin.checklist(facts, accepted_on if cited_at is None else _day(cited_at))


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


async def pin_older_cases(database: Database, clock: Clock, rules: str = DEFAULT) -> int:
    """Pins the cases from before versions were kept to what ships today; returns how many.

    Until now they were asked by whatever shipped, so nothing changes for them, ever after.
    """
    async with database.transaction() as transaction:
        older = await store.unpinned(transaction)
        for case_id, accepted_at in older.items():
            pin = await pin_on(transaction, _day(accepted_at), rules)
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


class Cases:
    """The use cases of the file itself."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        rules: str = DEFAULT,
        calendar: WorkCalendar | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._rules = rules
        self._calendar = calendar or WorkCalendar()

    async def accept(self, application: Application, inspectors: tuple[User, ...]) -> Case:
        """Opens a file; the clock starts now and what the shop is asked by is pinned.

        Raises:
            NothingToAsk: nothing that is in force today asks anything of it; nothing is kept.
        """
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            day = now.astimezone(SHANGHAI)
            number = f"YK{day:%Y%m%d}-{await store.count(transaction) + 1:04d}"
            case = Case(
                id=new_id("case", now),
                number=number,
                application=application,
                state=State.ACCEPTED,
                accepted_at=now,
                due_at=self._calendar.deadline(now, PROMISED_WORKING_DAYS).at,
                inspector_ids=tuple(user.id for user in inspectors),
                pin=await pin_on(transaction, _day(now), self._rules),
            )
            checklist = checklist_of(case)
            if not checklist.entries:
                raise NothingToAsk(shop=application.shop_name)
            case = replace(case, checklist_sha256=checklist_sha256(checklist))
            await store.add(transaction, case)
            await audit.append(
                transaction,
                at=now,
                actor="system",
                action="case.accepted",
                subject=case.id,
                facts={
                    "number": number,
                    "checklist": case.checklist_version,
                    "checklist_sha256": case.checklist_sha256,
                },
            )
        return case

    async def queue(self, user: User, state: str | None, words: str) -> list[Case]:
        """The cases this person works on, nearest deadline first."""
        if user.role is Role.TRAINER:
            return []
        own = user.id if user.role in rights.OWN_ONLY else None
        async with self._database.reading() as view:
            return await store.queue(view, inspector_id=own, state=state, words=words)

    async def seen_by(self, user: User, case_id: str) -> Case:
        """One case. Raises `NotFound` for a foreign one as for none."""
        async with self._database.reading() as view:
            return rights.must_see(user, await store.by_id(view, case_id))

    async def inspectors(self, cases: list[Case]) -> dict[str, User]:
        """The inspectors of these cases by id."""
        ids = {inspector for case in cases for inspector in case.inspector_ids}
        async with self._database.reading() as view:
            return await users_by_id(view, ids)

    async def invite(self, user: User, case_id: str) -> Invitation:
        """A new link for the applicant; the earlier one stops working."""
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            case = rights.must_invite(user, await store.by_id(transaction, case_id))
            if case.state in machine.MOVES[Act.INVITE].sources:
                await move(transaction, case, Act.INVITE, actor=user.id, now=now)
            else:
                await audit.append(
                    transaction,
                    at=now,
                    actor=user.id,
                    action="case.invited_again",
                    subject=case.id,
                )
            secret, expires_at = await links.make(
                transaction, case_id=case.id, made_by=user.id, clock=self._clock
            )
        return Invitation(secret, expires_at)
