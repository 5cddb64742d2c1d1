"""What can be done with a case file."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from foundation import audit
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.identity import links
from foundation.identity.model import User
from foundation.identity.store import users_by_id
from foundation.identity.units import asked
from foundation.workdays import WorkCalendar
from inspection.cases import machine, rights, store
from inspection.cases.machine import Act
from inspection.cases.model import Application, Case
from inspection.cases.moves import SYSTEM
from inspection.cases.moving import move
from inspection.cases.opening import accept, receive
from inspection.templates.shelf import DEFAULT


@dataclass(frozen=True)
class Invitation:
    """A fresh link for the applicant; the only time its secret is seen."""

    secret: str
    expires_at: datetime


class InvitationNews(Protocol):
    """Who is told of a fresh link; `inspection.notices` sends it to the applicant."""

    async def invited(
        self, transaction: Transaction, case: Case, invitation: Invitation, *, is_told: bool
    ) -> None:
        """In the transaction that makes the link. `is_told`: the applicant is to be told."""
        ...


# Until when an applicant needs the link of a case; `None`: no longer than usual.
NeededUntil = Callable[[Transaction, str], Awaitable[datetime | None]]


class Cases:
    """The use cases of the file itself."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        rules: str = DEFAULT,
        calendar: WorkCalendar | None = None,
        news: InvitationNews | None = None,
        needed_until: NeededUntil | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._rules = rules
        self._calendar = calendar or WorkCalendar()
        self._news = news
        self._needed_until = needed_until

    async def accept(self, application: Application, inspectors: tuple[User, ...]) -> Case:
        """Opens a file for an application that was checked before; the deadline counts from now.

        Raises:
            NothingToAsk: nothing that is in force today asks anything of it; nothing is kept.
        """
        now = self._clock.now()
        ids = tuple(user.id for user in inspectors)
        async with self._database.transaction() as transaction:
            case = await receive(
                transaction,
                application,
                ids,
                by=SYSTEM,
                now=now,
                calendar=self._calendar,
                rules=self._rules,
            )
            case = await move(transaction, case, Act.START_PRE_CHECK, by=SYSTEM, now=now)
            return await accept(
                transaction,
                case,
                by=SYSTEM,
                now=now,
                calendar=self._calendar,
                rules=self._rules,
            )

    async def queue(self, user: User, state: str | None, words: str, unit: str = "") -> list[Case]:
        """The cases this person works on, nearest deadline first.

        Args:
            unit: only those of this office and of those below it.

        Raises:
            NotFound: there is no such office, or it is not theirs to ask about.
        """
        async with self._database.reading() as view:
            if user.role in rights.OWN_ONLY:  # theirs lie wherever they were called to
                user = replace(user, reach=None)
            scope = rights.scope_of(user, await asked(view, user, unit))
            if scope is None:
                return []
            return await store.queue(view, scope, state=state, words=words)

    async def seen_by(self, user: User, case_id: str) -> Case:
        """One case. Raises `NotFound` for a foreign one as for none."""
        async with self._database.reading() as view:
            return rights.must_see(user, await store.by_id(view, case_id))

    async def attended_by(self, user: User, case_id: str) -> Case:
        """The case for whoever may be in its call. Raises `NotFound`."""
        async with self._database.reading() as view:
            return rights.must_attend(user, await store.by_id(view, case_id))

    async def inspectors(self, cases: list[Case]) -> dict[str, User]:
        """The inspectors of these cases by id."""
        ids = {inspector for case in cases for inspector in case.inspector_ids}
        async with self._database.reading() as view:
            return await users_by_id(view, ids)

    async def invite(self, user: User, case_id: str, *, is_told: bool = False) -> Invitation:
        """A new link for the applicant; the earlier one stops working.

        Args:
            is_told: the applicant gets it as a notice.
        """
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            case = rights.must_invite(user, await store.by_id(transaction, case_id))
            if case.state in machine.MOVES[Act.INVITE].sources:
                await move(transaction, case, Act.INVITE, by=rights.mover(user, case), now=now)
            else:
                await audit.append(
                    transaction,
                    at=now,
                    actor=user.id,
                    action="case.invited_again",
                    subject=case.id,
                )
            until = await self._needed_until(transaction, case.id) if self._needed_until else None
            secret, expires_at = await links.make(
                transaction, case_id=case.id, made_by=user.id, clock=self._clock, until=until
            )
            invitation = Invitation(secret, expires_at)
            if self._news is not None:
                await self._news.invited(transaction, case, invitation, is_told=is_told)
        return invitation
