"""HTTP of appointments: the same use cases for an applicant's phone and for the desk."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby

from aiohttp import web
from pydantic import AwareDatetime, Field
from typing_extensions import TypedDict

from foundation.http.operation import Media, operation
from foundation.http.validation import Command, read_command
from foundation.identity import policies
from foundation.identity.door import Door
from foundation.identity.policies import INVITED
from foundation.text import Bilingual
from inspection.booking.appointments import (
    DESK,
    Appointments,
    Homeless,
    Line,
    Waiting,
    must_see_calendar,
)
from inspection.booking.errors import NothingBooked, SlotNotOffered, SlotTaken, WrongPeriod
from inspection.booking.ics import Words, calendar_of
from inspection.booking.model import Booking
from inspection.booking.offering import Offered, day_of
from inspection.booking.service import Bookings, Offer
from inspection.cases import rights
from inspection.cases.machine import MoveNotAllowed, MoveNotYours
from inspection.cases.model import Case
from inspection.dispatch.errors import NobodyMayInspect

MOST_DAYS = 31
_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
ICS = "text/calendar"
_REFUSES = (SlotTaken, SlotNotOffered, NobodyMayInspect, MoveNotAllowed, MoveNotYours)
_CALENDAR = policies.in_roles(
    "booking.calendar",
    Bilingual(
        "窗口、督办、勘验和审计人员，组长", "Clerks, supervisors, inspectors, leads and auditors"
    ),
    *DESK,
)
_FROM_TO = {
    "from": Bilingual("第一天，如 2026-12-01", "first day, such as 2026-12-01"),
    "to": Bilingual("最后一天", "last day"),
}


class BookCommand(Command):
    """The start of a slot that is offered."""

    starts_at: AwareDatetime = Field(gt=_FIRST, lt=_LAST)


class BookingShape(TypedDict):
    """An appointment. `state`: `booked`, `cancelled`, `displaced`, `missed` or `kept`."""

    starts_at: str
    ends_at: str
    state: str
    revision: int
    came_at: str | None


class SlotShape(TypedDict):
    """A slot; `free`: how many pairs could take it."""

    starts_at: str
    ends_at: str
    free: int


class DayShape(TypedDict):
    """The slots of a day that has any."""

    day: str
    slots: list[SlotShape]


class OfferShape(TypedDict):
    """What can be booked. `telephone`: of the window; "" where the bureau entered none."""

    booking: BookingShape | None
    rebooks_left: int
    days: list[DayShape]
    telephone: str


class CalendarShape(TypedDict):
    """Slots of all pairs on the roster, of the default length."""

    days: list[DayShape]


class BookedShape(TypedDict):
    """The appointment as it stands now."""

    booking: BookingShape


class WaitingShape(TypedDict):
    """The place in the queue; `null`: nobody inspects the case yet.

    `needs_time`: the inspectors could not keep the appointment; another one is to be chosen.
    """

    booking: BookingShape | None
    position: int | None
    wait_min: int | None
    expected_at: str | None
    inspectors: list[str]
    needs_time: bool


class LineShape(BookingShape):
    """A line of the day's list."""

    case: str
    number: str
    shop_name: str
    case_state: str
    inspectors: list[str]


class HomelessShape(TypedDict):
    """An appointment that nobody could keep; its case waits for a new time."""

    case: str
    number: str
    shop_name: str
    starts_at: str
    why: str


class ToRebookShape(TypedDict):
    """By time, a hundred at most."""

    bookings: list[HomelessShape]


class LinesShape(TypedDict):
    """The appointments of a day, by time."""

    bookings: list[LineShape]


@dataclass(frozen=True)
class Window:
    """What appointments say of the bureau: its telephone, and its host in calendars."""

    telephone: str
    host: str


def routes(
    bookings: Bookings, appointments: Appointments, door: Door, window: Window
) -> list[web.RouteDef]:
    """/visit/slots, /visit/booking, /visit/waiting; /slots, /bookings, /bookings/to-rebook,
    /cases/{id}/booking.
    """
    return [
        *_applicant_routes(bookings, appointments, door, window),
        *_case_routes(bookings, door, window),
        *_calendar_routes(bookings, appointments, door),
    ]


def _applicant_routes(
    bookings: Bookings, appointments: Appointments, door: Door, window: Window
) -> list[web.RouteDef]:
    @operation("可预约时段", "Slots the applicant can book", INVITED, gives=OfferShape)
    async def slots(request: web.Request) -> web.Response:
        visit = await door.visit(request)
        return web.json_response(_offer(await bookings.offer(visit, visit.case_id), window))

    @operation(
        "预约或改约",
        "Book, or change the time",
        INVITED,
        takes=BookCommand,
        gives=BookedShape,
        refuses=_REFUSES,
    )
    async def book(request: web.Request) -> web.Response:
        visit = await door.visit(request)
        command = await read_command(request, BookCommand)
        booking = await bookings.book(visit, visit.case_id, command.starts_at)
        return web.json_response({"booking": _booking(booking)})

    @operation(
        "取消预约",
        "Cancel the appointment",
        INVITED,
        gives=BookedShape,
        refuses=(NothingBooked, MoveNotAllowed),
    )
    async def cancel(request: web.Request) -> web.Response:
        visit = await door.visit(request)
        booking = await bookings.cancel(visit, visit.case_id)
        return web.json_response({"booking": _booking(booking)})

    @operation(
        "预约日历文件",
        "The appointment for a calendar",
        INVITED,
        gives=Media(ICS),
        refuses=(NothingBooked,),
    )
    async def ics(request: web.Request) -> web.Response:
        visit = await door.visit(request)
        case, booking = await bookings.of_case(visit, visit.case_id)
        return _file(booking, _to_the_applicant(case, window), window, case)

    @operation("排队情况", "The place in the queue", INVITED, gives=WaitingShape)
    async def waiting(request: web.Request) -> web.Response:
        return web.json_response(_waiting(await appointments.waiting(await door.visit(request))))

    return [
        web.get("/api/v1/visit/slots", slots),
        web.put("/api/v1/visit/booking", book),
        web.delete("/api/v1/visit/booking", cancel),
        web.get("/api/v1/visit/booking.ics", ics),
        web.get("/api/v1/visit/waiting", waiting),
    ]


def _case_routes(bookings: Bookings, door: Door, window: Window) -> list[web.RouteDef]:
    @operation("办件可预约时段", "Slots for the case", rights.INVITERS, gives=OfferShape)
    async def slots(request: web.Request) -> web.Response:
        user = await door.staff(request)
        return web.json_response(
            _offer(await bookings.offer(user, request.match_info["case"]), window)
        )

    @operation(
        "为申请人预约或改约",
        "Book for the applicant, or change the time",
        rights.INVITERS,
        takes=BookCommand,
        gives=BookedShape,
        refuses=_REFUSES,
    )
    async def book(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, BookCommand)
        booking = await bookings.book(user, request.match_info["case"], command.starts_at)
        return web.json_response({"booking": _booking(booking)})

    @operation(
        "为申请人取消预约",
        "Cancel the appointment for the applicant",
        rights.INVITERS,
        gives=BookedShape,
        refuses=(NothingBooked, MoveNotAllowed),
    )
    async def cancel(request: web.Request) -> web.Response:
        user = await door.staff(request)
        booking = await bookings.cancel(user, request.match_info["case"])
        return web.json_response({"booking": _booking(booking)})

    @operation(
        "预约日历文件（工作人员）",
        "The appointment for the calendar of staff",
        rights.INVITERS,
        gives=Media(ICS),
        refuses=(NothingBooked,),
    )
    async def ics(request: web.Request) -> web.Response:
        user = await door.staff(request)
        case, booking = await bookings.of_case(user, request.match_info["case"])
        return _file(booking, _to_staff(case), window, case)

    return [
        web.get("/api/v1/cases/{case}/slots", slots),
        web.put("/api/v1/cases/{case}/booking", book),
        web.delete("/api/v1/cases/{case}/booking", cancel),
        web.get("/api/v1/cases/{case}/booking.ics", ics),
    ]


def _calendar_routes(
    bookings: Bookings, appointments: Appointments, door: Door
) -> list[web.RouteDef]:
    @operation(
        "空闲时段（全部人员组）",
        "Free slots of all pairs",
        _CALENDAR,
        gives=CalendarShape,
        refuses=(WrongPeriod,),
        query=_FROM_TO,
    )
    async def free(request: web.Request) -> web.Response:
        must_see_calendar(await door.staff(request))
        first = _day(request.query.get("from", ""))
        last = _day(request.query.get("to", ""))
        count = (last - first).days + 1
        if not 0 < count <= MOST_DAYS:
            raise WrongPeriod(most=MOST_DAYS)
        return web.json_response({"days": _days(await bookings.free(first, count))})

    @operation(
        "一天的预约",
        "The appointments of a day",
        _CALENDAR,
        gives=LinesShape,
        refuses=(WrongPeriod,),
        query={"day": Bilingual("日期，如 2026-12-01", "the day, such as 2026-12-01")},
    )
    async def day(request: web.Request) -> web.Response:
        user = await door.staff(request)
        must_see_calendar(user)
        lines = await appointments.day(user, _day(request.query.get("day", "")))
        return web.json_response({"bookings": [_line(one) for one in lines]})

    @operation(
        "需要另约时间的预约", "Appointments that need a new time", _CALENDAR, gives=ToRebookShape
    )
    async def to_rebook(request: web.Request) -> web.Response:
        found = await appointments.to_rebook(await door.staff(request))
        return web.json_response({"bookings": [_homeless(one) for one in found]})

    return [
        web.get("/api/v1/slots", free),
        web.get("/api/v1/bookings", day),
        web.get("/api/v1/bookings/to-rebook", to_rebook),
    ]


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise WrongPeriod(most=MOST_DAYS) from None
    if not _FIRST.date() < day < _LAST.date():
        raise WrongPeriod(most=MOST_DAYS)
    return day


def _booking(booking: Booking) -> BookingShape:
    return {
        "starts_at": booking.slot.starts_at.isoformat(),
        "ends_at": booking.slot.ends_at.isoformat(),
        "state": booking.state.value,
        "revision": booking.revision,
        "came_at": _moment(booking.came_at),
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _days(offered: list[Offered]) -> list[DayShape]:
    by_day = groupby(offered, key=lambda one: day_of(one.slot.starts_at))
    return [
        {
            "day": day.isoformat(),
            "slots": [
                {
                    "starts_at": one.slot.starts_at.isoformat(),
                    "ends_at": one.slot.ends_at.isoformat(),
                    "free": len(one.free),
                }
                for one in slots
            ],
        }
        for day, slots in by_day
    ]


def _offer(offer: Offer, window: Window) -> OfferShape:
    return {
        "booking": None if offer.booking is None else _booking(offer.booking),
        "rebooks_left": offer.rebooks_left,
        "days": _days(offer.offered),
        "telephone": window.telephone,
    }


def _waiting(found: Waiting) -> WaitingShape:
    place = found.place
    return {
        "booking": None if found.booking is None else _booking(found.booking),
        "position": place.position if place else None,
        "wait_min": place.wait_min if place else None,
        "expected_at": _moment(place.expected_at if place else None),
        "inspectors": list(found.inspectors),
        "needs_time": found.needs_time,
    }


def _line(line: Line) -> LineShape:
    return {
        **_booking(line.booking),
        "case": line.booking.case_id,
        "number": line.heading.number,
        "shop_name": line.heading.shop_name,
        "case_state": line.heading.state.value,
        "inspectors": list(line.inspectors),
    }


def _homeless(one: Homeless) -> HomelessShape:
    return {
        "case": one.booking.case_id,
        "number": one.heading.number,
        "shop_name": one.heading.shop_name,
        "starts_at": one.booking.slot.starts_at.isoformat(),
        "why": one.why,
    }


def _to_the_applicant(case: Case, window: Window) -> Words:
    call = f"\n窗口电话 Telephone: {window.telephone}" if window.telephone else ""
    return Words(
        summary=f"视频勘验 Video inspection · {case.application.shop_name}",
        description=(
            "请提前 10 分钟用手机打开短信里的链接，人在店里，光线打开。\n"
            "Open the link from the message on your phone 10 minutes before, in the shop, lights "
            f"on.\n办件编号 Case: {case.number}{call}"
        ),
        location=case.application.address,
    )


def _to_staff(case: Case) -> Words:
    return Words(
        summary=f"勘验 Inspection {case.number} · {case.application.shop_name}",
        description=f"{case.application.format_zh} · {case.application.applicant_name}",
        location=case.application.address,
    )


def _file(booking: Booking, words: Words, window: Window, case: Case) -> web.Response:
    return web.Response(
        body=calendar_of(booking, words, window.host),
        content_type=ICS,
        charset="utf-8",
        headers={"Content-Disposition": f'attachment; filename="{case.number}.ics"'},
    )
