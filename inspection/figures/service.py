"""Reading the figures: all of a period, by group, and the cases behind each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from foundation.clock import SHANGHAI, Clock
from foundation.database import Database, Transaction
from foundation.identity import policies
from foundation.identity.model import User
from foundation.identity.store import users_by_id
from foundation.identity.units import asked
from foundation.text import Bilingual
from inspection.cases.loads import Load, load_of_pairs
from inspection.cases.machine import Act
from inspection.figures import behind_store, field_store, store, sums
from inspection.figures.behind import APART, Page, Wanted
from inspection.figures.formulas import Counted, Figures, Rated, figures_of, rated_of
from inspection.figures.model import Group, ItemCount, pair_key
from inspection.findings.agreement import item_titles

_PEOPLE = frozenset({Group.INSPECTOR, Group.PAIR})


@dataclass(frozen=True)
class ItemFigures:
    """One item over a period, with its title where a template that ships has it."""

    item_id: str
    title: Bilingual | None
    count: ItemCount


@dataclass(frozen=True)
class FieldFigures:
    """Of the remote passes of a period: drawn for a look in the field, and looked at."""

    drawn: int
    checked: int


@dataclass(frozen=True)
class Board:
    """The figures of a period: all together, by group, and what stands apart from them.

    `loads` and `pair_loads` are of this moment, not of the period.
    """

    whole: Figures
    rated: Rated
    groups: Sequence[Figures]
    group_rated: Mapping[str, Rated]
    names: Mapping[str, str]  # of groups that are people, by id
    items: Sequence[ItemFigures]
    apart: Mapping[Act, int]
    loads: Sequence[Load]
    pair_loads: Sequence[Load]
    pre_checks: Sequence[Figures]
    field: FieldFigures

    @property
    def failing(self) -> list[tuple[str, int]]:
        """Items that did not come out, the most frequent first."""
        failed = [(one.item_id, one.count.failed) for one in self.items if one.count.failed]
        return sorted(failed, key=lambda one: (-one[1], one[0]))


class FigureDesk:
    """The use cases of reading figures; for supervisors and auditors."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def board(self, user: User, group: Group, first: str, last: str, unit: str = "") -> Board:
        """The figures of these months, both included.

        Args:
            unit: only of this office and of those below it.

        Raises:
            NotFound: these figures are not theirs to see.
        """
        policies.must_be(user, policies.OVERSEERS)
        async with self._database.reading() as view:
            units = await asked(view, user, unit)
            months = first, last, units
            counted = _by_key(await sums.counted(view, group, *months))
            checks = _by_key(await sums.counted(view, Group.PRE_CHECK, *months))
            pairs = await load_of_pairs(view, self._clock.now(), units)
            loads = _each(pairs)
            titles = item_titles()
            return Board(
                whole=figures_of("", await sums.counted_whole(view, *months)),
                rated=rated_of(_added((await sums.ratings(view, Group.MONTH, *months)).values())),
                groups=[figures_of(key, counted[key]) for key in sorted(counted)],
                group_rated={
                    key: rated_of(levels)
                    for key, levels in (await sums.ratings(view, group, *months)).items()
                },
                names=await _names(view, group, counted, loads),
                items=[
                    ItemFigures(item, titles.get(item), count)
                    for item, count in (await sums.items(view, *months)).items()
                ],
                apart=await store.ends_apart(
                    view, tuple(APART.values()), *span(first, last), units
                ),
                loads=loads,
                pair_loads=[one for one in pairs if len(one.inspector_ids) > 1],
                pre_checks=[figures_of(key, checks[key]) for key in sorted(checks)],
                field=FieldFigures(*await field_store.counts(view, *span(first, last), units)),
            )

    async def behind(self, user: User, wanted: Wanted, unit: str = "") -> Page:
        """The cases a figure was counted from, as narrowed as it. Raises `NotFound`."""
        policies.must_be(user, policies.OVERSEERS)
        async with self._database.reading() as view:
            narrowed = replace(wanted, units=await asked(view, user, unit))
            return await behind_store.cases_behind(view, narrowed, self._clock.now())

    def this_year(self) -> tuple[str, str]:
        """The months that are shown where nobody chose any: twelve, with the one now."""
        today = self._clock.now().astimezone(SHANGHAI).date()
        before = date(today.year - 1, today.month, 1)
        return _next(f"{before:%Y-%m}"), f"{today:%Y-%m}"


def span(first: str, last: str) -> tuple[datetime, datetime]:
    """The time of these months, from its first moment to before the second."""
    return _begin(first), _begin(_next(last))


def _by_key(counted: Iterable[Counted]) -> dict[str, list[Counted]]:
    found: dict[str, list[Counted]] = {}
    for row in counted:
        found.setdefault(row.key, []).append(row)
    return found


def _added(levels: Iterable[Mapping[int, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for one in levels:
        for level, count in one.items():
            found[level] = found.get(level, 0) + count
    return found


def _each(pairs: Iterable[Load]) -> list[Load]:
    """The same by single person: a case counts for each of its two."""
    found: dict[str, list[Load]] = {}
    for pair in pairs:
        for one in pair.inspector_ids:
            found.setdefault(one, []).append(pair)
    return [
        Load((one,), sum(it.open for it in of), sum(it.overdue for it in of))
        for one, of in sorted(found.items())
    ]


async def _names(
    view: Transaction, group: Group, keys: Iterable[str], loads: Iterable[Load]
) -> dict[str, str]:
    people = {one for load in loads for one in load.inspector_ids}
    teams = set(keys) if group in _PEOPLE else set[str]()
    people |= {one for team in teams for one in team.split("+")}
    users = {key: user.name for key, user in (await users_by_id(view, people)).items()}
    named = {team: "、".join(users.get(one, one) for one in team.split("+")) for team in teams}
    return {**users, **named}


def load_key(load: Load) -> str:
    """The key of its group."""
    return pair_key(load.inspector_ids)


def _begin(month: str) -> datetime:
    return datetime.fromisoformat(f"{month}-01").replace(tzinfo=SHANGHAI)


def _next(month: str) -> str:
    return f"{_begin(month).date() + timedelta(days=32):%Y-%m}"
