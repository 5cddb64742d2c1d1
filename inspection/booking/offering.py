"""Which slots a case can have: open hours of who may inspect it, less what is taken. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from foundation.clock import SHANGHAI
from foundation.workdays import WorkCalendar
from inspection.booking.model import Slot, SlotRules
from inspection.dispatch.assigning import Need, standing_of
from inspection.dispatch.model import Pair, Roster, hours_on

Team = tuple[str, str]
_NOBODYS = Need("", "", date.min)  # of a look at the calendar without a case


@dataclass(frozen=True)
class Offered:
    """A slot in open hours, with the pairs whose teams are free then; none: it is taken."""

    slot: Slot
    free: tuple[tuple[Pair, Team], ...]


@dataclass(frozen=True)
class Wish:
    """What is looked for.

    Attributes:
        pairs: who may do it: the case's own two, else all on the roster.
        need: what the case asks of them; its day is each day looked at.
        format_zh: decides how long it takes.
    """

    pairs: tuple[Pair, ...]
    format_zh: str = ""
    need: Need = _NOBODYS


@dataclass(frozen=True)
class Calendar:
    """What slots follow from, as it stands now."""

    roster: Roster
    days: WorkCalendar
    rules: SlotRules
    taken: Mapping[str, AbstractSet[int]]

    def offered(self, wish: Wish, days: Iterable[date], not_before: datetime) -> Iterator[Offered]:
        """All slots of these days that begin at `not_before` or later, day by day, by time."""
        for day in days:
            found: dict[Slot, list[tuple[Pair, Team]]] = {}
            need = replace(wish.need, on=day)
            for pair in wish.pairs:
                team, against = standing_of(need, pair, self.roster)
                if against is not None:
                    continue
                hours = hours_on(pair, day, self.roster, self.days)
                for slot in self.rules.slots(hours, wish.format_zh):
                    if slot.starts_at < not_before:
                        continue
                    free = found.setdefault(slot, [])
                    if self._is_free(team, slot):
                        free.append((pair, team))
            yield from (Offered(slot, tuple(found[slot])) for slot in sorted(found))

    def _is_free(self, team: Team, slot: Slot) -> bool:
        cells = self.rules.cells(slot)
        return all(cells.isdisjoint(self.taken.get(one, ())) for one in team)


def days_from(first: date, count: int) -> list[date]:
    """So many days in a row."""
    return [first + timedelta(days=number) for number in range(count)]


def day_of(moment: datetime) -> date:
    """The day of the place it lies in."""
    return moment.astimezone(SHANGHAI).date()
