"""Renewing a licence: a new case behind the old one, which stays as it is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from checklists.validity import Standing
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.identity.model import User
from foundation.ids import secret_hash
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.machine import Actor
from inspection.cases.model import Application, Case
from inspection.cases.moves import Mover
from inspection.cases.moving import read_in
from inspection.intake import store as intake_store
from inspection.intake.model import ACTIVITIES, Channel, Filed, Mandate
from inspection.intake.reception import Opened, Origin, Reception
from inspection.intake.rights import must_receive
from inspection.licences import store
from inspection.licences.errors import (
    LicenceExpired,
    NoLicence,
    RenewalLinkNotValid,
    RenewalUnderWay,
)
from inspection.licences.ledger import Ledger
from inspection.licences.model import Changes, Judged, renewed

# The applicant files; the system accepts what passes the pre-check, as for a system that files.
_BY_LINK = Mover(Actor.SYSTEM, "applicant")


@dataclass(frozen=True)
class Before:
    """What a renewal begins with: the paper as it stands, the application and office behind it."""

    judged: Judged
    application: Application
    unit: str


class Renewals:
    """The use cases of renewing, by a clerk and by the applicant's link."""

    def __init__(
        self, database: Database, clock: Clock, reception: Reception, ledger: Ledger
    ) -> None:
        self._database = database
        self._clock = clock
        self._reception = reception
        self._ledger = ledger

    async def seen(self, user: User, case_id: str) -> Before:
        """What a clerk renews. Raises `NotFound`, `NoLicence`."""
        async with self._database.reading() as view:
            return await self._before(view, await _own_case(view, user, case_id))

    async def file_for(
        self, user: User, case_id: str, changes: Changes, mandate: Mandate
    ) -> Opened:
        """Opens the renewal on somebody's word.

        Raises:
            NotFound, NoLicence, LicenceExpired, RenewalUnderWay, NothingToAsk.
        """
        by = must_receive(user)

        async def file() -> Opened:
            async with self._database.transaction() as transaction:
                case = await _own_case(transaction, user, case_id)
                before = await self._before(transaction, case)
                number = before.judged.line.case.number
                origin = Origin(Channel.WINDOW, Channel.WINDOW.value, mandate, number)
                return await self._open(transaction, before, changes, origin, by)

        return await _looking_again(file)

    async def seen_by_link(self, secret: str) -> Before:
        """What the applicant renews; reading changes nothing. Raises `RenewalLinkNotValid`."""
        async with self._database.reading() as view:
            return await self._behind_link(view, secret)

    async def file_by_link(self, secret: str, changes: Changes) -> Opened:
        """Opens the renewal, once.

        Raises:
            RenewalLinkNotValid, LicenceExpired, RenewalUnderWay, NothingToAsk.
        """

        async def file() -> Opened:
            async with self._database.transaction() as transaction:
                before = await self._behind_link(transaction, secret)
                number = before.judged.line.case.number
                origin = Origin(Channel.RENEWAL, Channel.RENEWAL.value, renews=number)
                return await self._open(transaction, before, changes, origin, _BY_LINK)

        return await _looking_again(file)

    async def _behind_link(self, view: Transaction, secret: str) -> Before:
        case_id = await store.case_of_link(view, secret_hash(secret))
        if case_id is None:
            raise RenewalLinkNotValid
        return await self._before(view, await read_in(view, case_id))

    async def _before(self, view: Transaction, case: Case) -> Before:
        line = await store.line_of(view, case.id)
        if line is None:
            raise NoLicence
        return Before(self._ledger.judged(line), case.application, case.unit)

    async def _open(
        self,
        transaction: Transaction,
        before: Before,
        changes: Changes,
        origin: Origin,
        by: Mover,
    ) -> Opened:
        line, now = before.judged.line, self._clock.now()
        if line.renewal is not None and line.renewal.is_under_way:
            raise RenewalUnderWay(number=line.renewal.case.number)
        if before.judged.standing is Standing.EXPIRED:
            raise LicenceExpired(day=line.licence.valid_until.isoformat())
        application, _ = renewed(before.application, changes, ACTIVITIES)
        filing = await intake_store.filing_of(transaction, line.case.id)
        filed = Filed("", application, filing.details if filing else {})
        opened = await self._reception.take_in(
            transaction, filed, origin, by=by, now=now, unit=before.unit
        )
        turn = before.judged.next_turn
        await store.add_renewal(transaction, opened.case.id, line.case.id, turn, now)
        return opened


async def _looking_again(file: Callable[[], Awaitable[Opened]]) -> Opened:
    """Files; where another renewal came between look and write, looks again and says which."""
    try:
        return await file()
    except IntegrityError:
        return await file()


async def _own_case(view: Transaction, user: User, case_id: str) -> Case:
    return rights.must_keep(user, await case_store.by_id(view, case_id))
