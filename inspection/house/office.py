"""The wing of the office: the case file, its people, its dossier."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from datetime import timedelta
from urllib.parse import urlsplit

from aiohttp import web

from foundation.settings import Settings, UnusableSettings
from inspection.booking import api as booking_api
from inspection.booking.api import Window
from inspection.booking.appointments import Appointments
from inspection.booking.model import SlotRules
from inspection.booking.news import BookingNews, Untold
from inspection.booking.offering import Plan
from inspection.booking.punctuality import Punctuality
from inspection.booking.service import Bookings
from inspection.cases import api as cases_api
from inspection.cases import departments_api
from inspection.cases.departments import Assignments
from inspection.cases.service import Cases
from inspection.dispatch import api as dispatch_api
from inspection.dispatch.assignments import Dispatch
from inspection.dispatch.model import Opening, openings_of
from inspection.dispatch.service import RosterDesk
from inspection.dossier import api as dossier_api
from inspection.dossier.service import Dossiers
from inspection.house.ground import Ground
from inspection.intake.visits import Visits
from inspection.live.hub import Hub


class OfficeWing:
    """Cases, who works on them and when, made once.

    Args:
        news: told of appointments in the transaction that changes them.
    """

    def __init__(self, ground: Ground, news: BookingNews | None = None) -> None:
        self._ground = ground
        self._news: BookingNews = news or Untold()
        self._plan = plan_of(ground.settings)
        self.bookings = Bookings(
            ground.database, ground.clock, ground.calendar, self._plan, self._news
        )
        self.cases = Cases(ground.database, ground.clock, ground.rules, ground.calendar)

    def routes(self, hub: Hub) -> list[web.RouteDef]:
        """What pages ask about cases."""
        ground = self._ground
        database, clock, door = ground.database, ground.clock, ground.door
        return [
            *cases_api.routes(self.cases, door, ground.settings.origin),
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
                RosterDesk(database, clock, self._plan.openings),
                Dispatch(database, clock, self.bookings),
                door,
            ),
            *booking_api.routes(
                self.bookings,
                Appointments(database, clock, self._plan.rules),
                door,
                Window(
                    ground.settings.window_telephone,
                    urlsplit(ground.settings.origin).hostname or "localhost",
                ),
            ),
        ]

    def punctuality(self, hub: Hub) -> Punctuality:
        """Who settles appointments by the clock; runs in the house's life."""
        ground = self._ground
        return Punctuality(ground.database, ground.clock, hub, self._plan.late, self._news)


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
