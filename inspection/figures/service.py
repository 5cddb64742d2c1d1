"""Keeping outcomes, and counting the figures from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from foundation.clock import SHANGHAI, Clock
from foundation.database import Database, Transaction
from foundation.identity import policies
from foundation.identity.model import User
from foundation.identity.store import users_by_id
from foundation.identity.units import asked
from foundation.workdays import WorkCalendar
from inspection.cases import store as case_store
from inspection.cases.machine import Act
from inspection.cases.model import Case
from inspection.figures import store
from inspection.figures.formulas import Counted, Figures, figures_of
from inspection.figures.model import Behind, CaseBehind, Group, outcome_of
from inspection.record import store as record_store
from inspection.record.model import content_from_json
from inspection.record.signing import Record

# What is neither a pass nor a failure is told apart, product.md: no-shows are no failures.
APART = (Act.MISS, Act.WITHDRAW, Act.ABORT, Act.GO_ON_SITE, Act.APPEAL)


@dataclass(frozen=True)
class Board:
    """The figures of a period: all together, by group, and what stands apart from them."""

    whole: Figures
    groups: Sequence[Figures]
    names: Mapping[str, str]  # of groups that are people, by id
    failing: Sequence[tuple[str, int]]
    apart: Mapping[Act, int]


class Outcomes:
    """Notes what each determination came to."""

    def __init__(self, database: Database, calendar: WorkCalendar) -> None:
        self._database = database
        self._calendar = calendar

    async def note(
        self, transaction: Transaction, case: Case, record: Record, now: datetime
    ) -> None:
        """In the transaction of the determination."""
        content = content_from_json(record.content)
        outcome = outcome_of(
            case,
            food=record.food_conclusion,
            fume=record.fume_conclusion,
            verdicts={line.item_id: line.verdict for part in content.parts for line in part.lines},
            record_sha256=record.sha256,
            concluded_at=now,
            calendar=self._calendar,
        )
        await store.add(transaction, outcome)

    async def catch_up(self) -> None:
        """Notes those of cases that an earlier version determined."""
        async with self._database.reading() as view:
            missing = await store.without_outcome(view)
        for case_id in missing:
            async with self._database.transaction() as transaction:
                case = await case_store.by_id(transaction, case_id)
                record = await record_store.current(transaction, case_id)
                if case is not None and record is not None and record.completed_at is not None:
                    await self.note(transaction, case, record, record.completed_at)


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
            counted = await store.counted(view, group, first, last, units)
            by_month = (
                counted
                if group is Group.MONTH
                else await store.counted(view, Group.MONTH, first, last, units)
            )
            keys = sorted({row.key for row in counted})
            users = await users_by_id(view, set(keys)) if group is Group.INSPECTOR else {}
            return Board(
                whole=figures_of("", by_month),
                groups=[figures_of(key, _with(key, counted)) for key in keys],
                names={key: user.name for key, user in users.items()},
                failing=await store.failing_items(view, first, last, units),
                apart=await store.ends_apart(
                    view, APART, _begin(first), _begin(_next(last)), units
                ),
            )

    async def behind(
        self,
        user: User,
        which: Behind,
        first: str,
        last: str,
        item: str | None,
        unit: str = "",
    ) -> list[CaseBehind]:
        """The cases a figure was counted from, as narrowed as it. Raises `NotFound`."""
        policies.must_be(user, policies.OVERSEERS)
        async with self._database.reading() as view:
            return await store.cases_behind(
                view, which, first, last, item, await asked(view, user, unit)
            )

    def this_year(self) -> tuple[str, str]:
        """The months that are shown where nobody chose any: twelve, with the one now."""
        today = self._clock.now().astimezone(SHANGHAI).date()
        before = date(today.year - 1, today.month, 1)
        return _next(f"{before:%Y-%m}"), f"{today:%Y-%m}"


def _with(key: str, counted: Sequence[Counted]) -> list[Counted]:
    return [row for row in counted if row.key == key]


def _begin(month: str) -> datetime:
    return datetime.fromisoformat(f"{month}-01").replace(tzinfo=SHANGHAI)


def _next(month: str) -> str:
    return f"{_begin(month).date() + timedelta(days=32):%Y-%m}"
