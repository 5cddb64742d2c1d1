"""Which slots a case can have: open hours of who may inspect it, less what is taken. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from foundation.clock import SHANGHAI
from foundation.workdays import WorkCalendar
from inspection.booking.model import Slot, SlotRules
from inspection.dispatch.assigning import Need, standing_of
from inspection.dispatch.exams import NO_EXAM, ExamRule
from inspection.dispatch.model import Opening, Pair, Roster, hours_on

Team = tuple[str, str]
Taken = dict[str, dict[int, str]]  # whose each cell is, by inspector: a case's id
_NOBODYS = Need("", "", date.min)  # of a look at the calendar without a case


@dataclass(frozen=True)
class Plan:
    """How the bureau books.

    Attributes:
        openings: hours of two inspectors who are no pair on the roster.
        late: after the start, until an applicant who did not come has missed it.
        asks: the exam whoever inspects must have passed.
    """

    rules: SlotRules = field(default_factory=SlotRules)
    openings: tuple[Opening, ...] = ()
    late: timedelta = timedelta(minutes=15)
    asks: ExamRule = NO_EXAM

    def open_days(self, now: datetime, first: date, count: int) -> list[date]:
        """Those of `count` days from `first` on that can be booked today."""
        today = day_of(now)
        last = today + timedelta(days=self.rules.days_ahead)
        days = (first + timedelta(days=number) for number in range(count))
        return [day for day in days if today <= day < last]


@dataclass(frozen=True)
class Offered:
    """A slot in open hours, with the pairs whose teams are free then; none: it is taken.

    `passed_over`: pairs of nearer offices, nobody of whom may inspect on that day.
    """

    slot: Slot
    free: tuple[tuple[Pair, Team], ...]
    passed_over: tuple[Pair, ...] = ()


@dataclass(frozen=True)
class Wish:
    """What is looked for.

    Attributes:
        tiers: who may do it: the case's own two, else the pairs of its office, then of those
            above; on each day those of the first tier of which anybody may inspect.
        need: what the case asks of them; its day is each day looked at.
        format_zh: decides how long it takes.
        case_id: whose own time is no hindrance.
    """

    tiers: tuple[tuple[Pair, ...], ...]
    format_zh: str = ""
    need: Need = _NOBODYS
    case_id: str = ""


@dataclass(frozen=True)
class Calendar:
    """What slots follow from, as it stands now; `taken` grows with what is booked meanwhile."""

    roster: Roster
    days: WorkCalendar
    rules: SlotRules
    taken: Taken
    _cut: dict[tuple[str, date, str], list[tuple[Slot, frozenset[int]]]] = field(
        default_factory=dict[tuple[str, date, str], list[tuple[Slot, frozenset[int]]]]
    )

    def offered(
        self,
        wish: Wish,
        days: Iterable[date],
        not_before: datetime,
        at: datetime | None = None,
    ) -> Iterator[Offered]:
        """All slots of these days that begin at `not_before` or later, day by day, by time.

        Args:
            at: only those that begin then.
        """
        for day in days:
            found: dict[Slot, list[tuple[Pair, Team]]] = {}
            able, passed_over = self._able(wish, day)
            for pair, team in able:
                for slot, cells in self._slots(pair, day, wish.format_zh):
                    if slot.starts_at < not_before or (at and slot.starts_at != at):
                        continue
                    free = found.setdefault(slot, [])
                    if self.is_free(team, cells, wish.case_id):
                        free.append((pair, team))
            for slot in sorted(found):
                yield Offered(slot, tuple(found[slot]), passed_over)

    def _able(self, wish: Wish, day: date) -> tuple[list[tuple[Pair, Team]], tuple[Pair, ...]]:
        """Who may inspect on that day, of the nearest office that has anybody; and who may not."""
        need, passed_over = wish.need.on_day(day), tuple[Pair, ...]()
        for tier in wish.tiers:
            judged = ((pair, *standing_of(need, pair, self.roster)) for pair in tier)
            able = [(pair, team) for pair, team, against in judged if against is None]
            if able:
                return able, passed_over
            passed_over += tier
        return [], passed_over

    def is_free(self, team: Team, cells: Iterable[int], case_id: str) -> bool:
        """Whether nobody else has these cells of either."""
        wanted = frozenset(cells)
        for one in team:
            held = self.taken.get(one)
            if not held or held.keys().isdisjoint(wanted):  # most, and quickly told
                continue
            if any(held[cell] != case_id for cell in wanted & held.keys()):
                return False
        return True

    def take(self, team: Team, slot: Slot, case_id: str) -> None:
        """The slot is the case's from now on, and what it had before is free."""
        self.give_back(case_id)
        for one in team:
            self.taken.setdefault(one, {}).update(dict.fromkeys(self.rules.cells(slot), case_id))

    def give_back(self, case_id: str) -> None:
        """The case holds nobody's time any more."""
        for of in self.taken.values():
            for cell in [cell for cell, holder in of.items() if holder == case_id]:
                del of[cell]

    def _slots(self, pair: Pair, day: date, format_zh: str) -> list[tuple[Slot, frozenset[int]]]:
        key = (pair.id, day, format_zh)
        if not pair.id or key not in self._cut:
            hours = hours_on(pair, day, self.roster, self.days)
            slots = self.rules.slots(hours, format_zh)
            self._cut[key] = [(slot, self.rules.cells(slot)) for slot in slots]
        return self._cut[key]


def day_of(moment: datetime) -> date:
    """The day of the place it lies in."""
    return moment.astimezone(SHANGHAI).date()
