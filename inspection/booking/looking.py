"""A look at the calendar: everything that slots follow from, read in one transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from foundation.clock import shown
from foundation.database import Transaction
from foundation.identity.model import User, Visit
from foundation.workdays import WorkCalendar
from inspection.booking import store
from inspection.booking.errors import SlotNotOffered, SlotTaken
from inspection.booking.offering import Calendar, Offered, Plan, Wish, day_of
from inspection.cases import rights
from inspection.cases.model import Case
from inspection.cases.moves import APPLICANT, Mover
from inspection.dispatch import store as duty
from inspection.dispatch.assigning import Need

_NAMED = 3  # free slots a refusal names
_MINUTE = len("2026-11-24 18:53")


@dataclass(frozen=True)
class Look:
    """The calendar as it stands, for one case or for many.

    Attributes:
        judged_before: by case, who inspected an earlier one that was appealed.
    """

    calendar: Calendar
    plan: Plan
    now: datetime
    judged_before: Mapping[str, frozenset[str]]

    def wish_of(self, case: Case) -> Wish:
        """What this case looks for."""
        roster = self.calendar.roster
        tiers = roster.tiers(case.unit)
        if len(case.inspector_ids) > 1:
            tiers = ((roster.pair_of(case.inspector_ids, self.plan.openings),),)
        application = case.application
        before = self.judged_before.get(case.id, frozenset())
        today = day_of(self.now)
        need = Need(application.format_zh, application.credit_code, today, before, case.unit)
        return Wish(tiers, application.format_zh, need, case.id)

    def offered(
        self, wish: Wish, first: date, count: int, at: datetime | None = None
    ) -> Iterable[Offered]:
        """The slots of these days that can be booked by now; `at`: only those that begin then."""
        days = self.plan.open_days(self.now, first, count)
        return self.calendar.offered(wish, days, self.now + self.plan.rules.earliest, at)

    def chosen(self, wish: Wish, starts_at: datetime) -> Offered:
        """The slot that begins then. Raises `SlotTaken`, `SlotNotOffered`."""
        for offered in self.offered(wish, day_of(starts_at), 1, starts_at):
            if offered.free:
                return offered
            raise self.refused(SlotTaken, wish, starts_at)
        raise self.refused(SlotNotOffered, wish, starts_at)

    def refused(
        self,
        refusal: type[SlotTaken] | type[SlotNotOffered],
        wish: Wish,
        starts_at: datetime,
    ) -> SlotTaken | SlotNotOffered:
        """The refusal with the next free slots from that day on."""
        free: list[datetime] = []
        for offered in self.offered(wish, day_of(starts_at), self.plan.rules.days_ahead):
            if offered.free:
                free.append(offered.slot.starts_at)
            if len(free) == _NAMED:
                break
        named = [spoken(moment) for moment in free]
        return refusal(
            when=spoken(starts_at),
            next_zh="、".join(named) or "近期没有，请联系窗口",
            next_en=", ".join(named) or "none soon, ask the service window",
            free=[moment.isoformat() for moment in free],
        )


async def look(
    view: Transaction, plan: Plan, days: WorkCalendar, now: datetime, cases: Iterable[Case] = ()
) -> Look:
    """Reads all that can be booked from today on."""
    today = day_of(now)
    roster = await duty.roster(view, today, plan.asks)
    ahead = plan.open_days(now, today, plan.rules.days_ahead)
    taken = await store.taken(view, *plan.rules.cells_of_days(ahead[0], ahead[-1]))
    credit_codes = {case.id: case.application.credit_code for case in cases}
    before = await duty.judged_before(view, credit_codes)
    return Look(Calendar(roster, days, plan.rules, taken), plan, now, before)


def admitted(who: User | Visit, case: Case) -> Mover:
    """What this person is towards the case. Raises `NotFound`: nobody who books for it."""
    if isinstance(who, Visit):
        return APPLICANT
    rights.must_invite(who, case)
    return rights.mover(who, case)


def spoken(moment: datetime) -> str:
    """A moment to the minute, as people write it."""
    return shown(moment)[:_MINUTE]
