"""The wing of the office: the case file, its people, its dossier."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from datetime import timedelta
from urllib.parse import urlsplit

from aiohttp import web

from checklists.intake_file import (
    builtin_site_rules,
    builtin_triage,
    load_site_rules,
    load_triage,
)
from checklists.validity_file import builtin_validity, load_validity
from foundation.jobs import Handler
from foundation.settings import Settings, UnusableSettings
from inspection.booking import api as booking_api
from inspection.booking.api import Window as Telephone
from inspection.booking.appointments import Appointments
from inspection.booking.displacing import Displacing
from inspection.booking.model import SlotRules
from inspection.booking.offering import Plan
from inspection.booking.punctuality import Punctuality
from inspection.booking.returning import Returning
from inspection.booking.service import Bookings
from inspection.cases import api as cases_api
from inspection.cases import departments_api, offices_api, steps_api, trail_api
from inspection.cases.departments import Assignments
from inspection.cases.holding import Holding
from inspection.cases.offices import Offices
from inspection.cases.service import Cases
from inspection.cases.steps import Steps
from inspection.cases.steps_api import Moved
from inspection.cases.trail import Trail
from inspection.dispatch import api as dispatch_api
from inspection.dispatch import choice_api, qualifications_api
from inspection.dispatch.assignments import Dispatch
from inspection.dispatch.exams import ExamRule
from inspection.dispatch.model import Opening, openings_of
from inspection.dispatch.qualifications import Qualifications
from inspection.dispatch.service import RosterDesk
from inspection.dispatch.transfers import Transfers
from inspection.dossier import api as dossier_api
from inspection.dossier import status_api
from inspection.dossier.service import Dossiers
from inspection.dossier.status import Statuses
from inspection.figures.noting import Outcomes
from inspection.gaps.filed import FILING_REFUSALS
from inspection.gaps.link_life import needed_until
from inspection.house.gaps import GapParts
from inspection.house.ground import Ground
from inspection.house.notices import NoticeParts
from inspection.intake import api as intake_api
from inspection.intake import importing_api, senders_api
from inspection.intake.bulk import api as bulk_api
from inspection.intake.bulk import working
from inspection.intake.bulk.listing import Listed
from inspection.intake.bulk.service import LongImports
from inspection.intake.bulk.working import ImportWork
from inspection.intake.following import Admission
from inspection.intake.importing import Imports
from inspection.intake.reading import Reader
from inspection.intake.reception import Reception
from inspection.intake.reporting import Reporting
from inspection.intake.senders import Senders
from inspection.intake.service import Window
from inspection.intake.visits import Visits
from inspection.licences import api as licences_api
from inspection.licences import link_api
from inspection.licences.ledger import Ledger
from inspection.licences.reminding import Reminding
from inspection.licences.renewing import Renewals
from inspection.licensing.wishing import WishNews
from inspection.live.hub import Hub
from inspection.live.store import in_call
from inspection.ratings import api as ratings_api
from inspection.ratings.service import Ratings
from inspection.supplement import api as supplement_api
from inspection.supplement.service import SecondLooks


class OfficeWing:
    """Cases, who works on them and when, made once."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.notices = NoticeParts(ground)
        self.cases = Cases(
            ground.database,
            ground.clock,
            ground.rules,
            ground.calendar,
            self.notices.invitations,
            needed_until,
        )
        self.holding = Holding(ground.database, ground.clock, ground.calendar)
        settings = ground.settings
        self.reception = Reception(
            ground.calendar,
            ground.rules,
            load_site_rules(settings.site_rules) if settings.site_rules else builtin_site_rules(),
            load_triage(settings.triage_rules) if settings.triage_rules else builtin_triage(),
        )
        self._reader = Reader()
        self._targets = [one.target for one in ground.targets]
        self._reporting = Reporting(self._targets)
        self.gaps = GapParts(ground, self.reception, self.notices, self._reporting)
        self._admission = Admission(self.reception, self.gaps.filed)
        self._import_work = ImportWork(ground.database, ground.clock, self._admission)
        self.long_imports = LongImports(
            ground.database, ground.clock, self._reader, ground.bell.ring
        )
        rules = settings.validity_rules
        self._ledger = Ledger(
            ground.database,
            ground.clock,
            ground.calendar,
            load_validity(rules) if rules else builtin_validity(),
        )
        self.reminding = Reminding(ground.database, ground.clock, self.notices.renewals)
        self._plan = plan_of(settings)
        self.bookings = Bookings(
            ground.database, ground.clock, ground.calendar, self._plan, self.notices.appointments
        )
        self.displacing = Displacing(ground.calendar, self._plan, self.notices.appointments)
        self.returning = Returning(ground.calendar, self._plan, self.notices.appointments)
        self.transfers = Transfers(
            ground.database, ground.clock, self.bookings, in_call, self._plan.asks
        )

    @property
    def handlers(self) -> dict[str, Handler]:
        """What is done after something was told, or a file was handed in."""
        return {**self.notices.handlers, working.RECEIVER: self._import_work.work}

    def routes(self, hub: Hub, moved: Moved) -> list[web.RouteDef]:
        """What pages ask about cases."""
        ground = self._ground
        database, clock, door = ground.database, ground.clock, ground.door
        dispatch = Dispatch(database, clock, self.bookings, in_call, asks=self._plan.asks)
        outcomes = Outcomes(database, ground.calendar)
        targets, reporting = self._targets, self._reporting
        senders = Senders(database, clock, self._admission, ground.settings.intake_senders)
        return [
            *senders_api.routes(senders, FILING_REFUSALS),
            *importing_api.routes(
                Imports(database, clock, self._admission, self._reader, Listed()), door
            ),
            *bulk_api.routes(self.long_imports, door),
            *intake_api.routes(
                Window(database, clock, self.reception, reporting),
                self.reception,
                door,
                clock,
                moved,
            ),
            *self._licence_routes(),
            *cases_api.routes(self.cases, door, ground.settings.origin),
            *steps_api.routes(Steps(database, clock, reporting), self.holding, door, moved),
            *supplement_api.routes(SecondLooks(database, clock, ground.calendar), door),
            *self.gaps.routes(moved, senders),
            *self.notices.routes(),
            *offices_api.routes(Offices(database, clock), door),
            *trail_api.routes(Trail(database), door),
            *departments_api.routes(Assignments(database, clock), door),
            *dossier_api.routes(
                Dossiers(database, clock, ground.second_verdict),
                self.cases,
                Visits(database, clock),
                hub,
                door,
                clock,
                ground.calendar,
                ground.second_verdict,
            ),
            *dispatch_api.routes(
                RosterDesk(database, clock, self._plan.openings, self.displacing, self.returning),
                dispatch,
                door,
            ),
            *choice_api.routes(dispatch, door),
            *qualifications_api.routes(
                Qualifications(database, clock, self._plan.asks, self.displacing), door
            ),
            *booking_api.routes(
                self.bookings,
                Appointments(database, clock, self._plan.rules),
                door,
                Telephone(
                    ground.settings.window_telephone,
                    urlsplit(ground.settings.origin).hostname or "localhost",
                ),
            ),
            *status_api.routes(Statuses(database, clock, WishNews(targets)), door, clock),
            *ratings_api.routes(
                Ratings(database, clock, ground.calendar, outcomes.rated),
                door,
            ),
        ]

    def _licence_routes(self) -> list[web.RouteDef]:
        ground, ledger = self._ground, self._ledger
        renewals = Renewals(ground.database, ground.clock, self.reception, ledger)
        telephone = ground.settings.window_telephone
        return [
            *licences_api.routes(ledger, renewals, ground.door, telephone),
            *link_api.routes(ledger, renewals, telephone),
        ]

    def punctuality(self, hub: Hub) -> Punctuality:
        """Who settles appointments by the clock; runs in the house's life."""
        ground = self._ground
        return Punctuality(
            ground.database, ground.clock, hub, self._plan.late, self.notices.appointments
        )


def life_of(punctuality: Punctuality) -> Callable[[web.Application], AsyncGenerator[None, None]]:
    """Appointments are settled while the house stands."""

    async def life(app: web.Application) -> AsyncGenerator[None, None]:
        running = asyncio.create_task(punctuality.run(), name="punctuality")
        yield
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    return life


def plan_of(settings: Settings) -> Plan:
    """How the bureau books. Raises `UnusableSettings`: its hours can not be read."""
    return Plan(
        SlotRules(
            length=timedelta(minutes=settings.slot_minutes),
            length_of={
                name: timedelta(minutes=minutes)
                for name, minutes in settings.slot_minutes_by_format.items()
            },
            buffer=timedelta(minutes=settings.slot_buffer_minutes),
            days_ahead=settings.booking_days,
        ),
        _openings(settings.opening_hours),
        timedelta(minutes=settings.late_minutes),
        ExamRule(settings.inspection_exam, settings.inspection_exam_days),
    )


def _openings(text: str) -> tuple[Opening, ...]:
    try:
        return openings_of(text)
    except ValueError as error:
        raise UnusableSettings(
            key="opening_hours",
            reason_zh=f"“{error}”写法不对，例如 workday 09:00-12:00",
            reason_en=f"“{error}” can not be read; write workday 09:00-12:00",
        ) from None
