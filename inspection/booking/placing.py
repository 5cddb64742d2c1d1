"""Who keeps an appointment whose inspectors can not: their substitutes, else another pair. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from inspection.booking.model import Booking, Slot
from inspection.booking.offering import Calendar, Team, day_of
from inspection.dispatch.assigning import Draw, Need, Standing, draw_by_office, standing_of
from inspection.dispatch.model import Pair, hours_on


@dataclass(frozen=True)
class Placement:
    """Who keeps the appointment at its time.

    Attributes:
        team: `None`: nobody can, it needs a new time.
        drawn: the draw among the pairs on the roster; `None`: substitutes stand in (AB岗).
    """

    team: Team | None
    drawn: Draw | None = None


def can_keep(booking: Booking, need: Need, calendar: Calendar) -> bool:
    """Whether its two may inspect on that day, as duty stands now."""
    pair = Pair("", booking.inspector_ids, ())
    team, against = standing_of(need, pair, calendar.roster)
    return against is None and team == booking.inspector_ids


def against_return(
    before: Team, booking: Booking, need: Need, calendar: Calendar
) -> Standing | None:
    """What speaks against giving the appointment back to whom it was taken from; `None`: nothing.

    Args:
        need: of the booking's day.
    """
    team, against = standing_of(need, Pair("", before, ()), calendar.roster)
    if against is not None:
        return against
    if team != before:  # one is away, and somebody would stand in
        return Standing.AWAY
    cells = calendar.rules.cells(booking.slot)
    return None if calendar.is_free(before, cells, booking.case_id) else Standing.BOOKED


def placed(
    booking: Booking, need: Need, calendar: Calendar, loads: Mapping[str, int], seed: str
) -> Placement:
    """Looks for others at the same time: first who stands in for the two, then a draw.

    The draw goes on to the pairs of the office above where nobody of the nearer one is free.

    Args:
        need: of the booking's day.
        loads: open cases by inspector.
    """
    slot, cells = booking.slot, calendar.rules.cells(booking.slot)
    team, against = standing_of(need, Pair("", booking.inspector_ids, ()), calendar.roster)
    if against is None and calendar.is_free(team, cells, booking.case_id):
        return Placement(team)
    tiers = calendar.roster.tiers(need.office)
    hindered = dict(_hindered(slot, need, calendar, booking.case_id))
    drawn = draw_by_office(need, tiers, calendar.roster, loads, seed, hindered)
    return Placement(drawn.chosen.team if drawn.chosen else None, drawn)


def _hindered(
    slot: Slot, need: Need, calendar: Calendar, case_id: str
) -> Iterator[tuple[str, Standing]]:
    """What the calendar has against the pairs on the roster at that time, by their id."""
    cells, day = calendar.rules.cells(slot), day_of(slot.starts_at)
    for pair in calendar.roster.pairs:
        hours = hours_on(pair, day, calendar.roster, calendar.days)
        team, _ = standing_of(need, pair, calendar.roster)
        if not any(begins <= slot.starts_at and slot.ends_at <= ends for begins, ends in hours):
            yield pair.id, Standing.OFF_DUTY
        elif not calendar.is_free(team, cells, case_id):
            yield pair.id, Standing.BOOKED
