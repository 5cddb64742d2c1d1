"""Collecting what a reconciliation compares, and dead letters."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from foundation import outbox
from foundation.clock import SHANGHAI, Clock
from foundation.database import Database
from foundation.identity import policies
from foundation.identity.model import Role, User
from foundation.outbox import Row, State
from foundation.place import MOST_ROWS, Place
from inspection.determination.recipients import RECEIVERS_LIKE, Matter, matter_of, target_of
from inspection.licensing import reconciliation_store
from inspection.licensing.model import Target
from inspection.licensing.reconciliation import Line, Sent, reconcile


@dataclass(frozen=True)
class Letter:
    """A delivery with the case it is of."""

    row: Row
    number: str
    shop_name: str


@dataclass(frozen=True)
class Letters:
    """A page of deliveries; `next`: where the page after it begins, `None`: this is the last."""

    found: tuple[Letter, ...]
    next: Place | None


class Reconciling:
    """The use cases of supervisors, auditors and integrators about deliveries."""

    def __init__(self, database: Database, clock: Clock, targets: Sequence[Target]) -> None:
        self._database = database
        self._clock = clock
        self._targets = targets

    async def of_day(self, user: User, day: date | None) -> tuple[date, list[Line]]:
        """The report of a day of Shanghai, today if none is named. Raises `NotFound`."""
        policies.must_be(user, policies.INTERFACES)
        day = day or self._clock.now().astimezone(SHANGHAI).date()
        begins = datetime.combine(day, time(), SHANGHAI)
        async with self._database.reading() as view:
            cases = await reconciliation_store.determined(
                view, begins, begins + timedelta(days=1), user.reach
            )
            if not _sees_shops(user):
                cases = [replace(case, shop_name="") for case in cases]
            ids = [case.case_id for case in cases]
            rows = await outbox.rows_of_lanes(view, ids)
            heard = await reconciliation_store.heard(view, ids)
        sent = [
            Sent(row.lane, target, row.state.value, row.error)
            for row in rows
            if (target := target_of(row.receiver)) is not None
            and matter_of(row.id) is Matter.RESULT
        ]
        return day, reconcile(cases, sent, heard, self._targets)

    async def letters(self, user: User, state: State, after: Place | None = None) -> Letters:
        """Deliveries that are dead or wait, of all days, `MOST_ROWS` a page. Raises `NotFound`."""
        policies.must_be(user, policies.INTERFACES)
        async with self._database.reading() as view:
            rows = await outbox.rows_in_state(
                view,
                RECEIVERS_LIKE,
                state,
                lanes=reconciliation_store.lanes(user.reach),
                most=MOST_ROWS + 1,  # one more tells whether there is another page
                after=after,
            )
            page = rows[:MOST_ROWS]
            named = await reconciliation_store.named(view, {row.lane for row in page})
        found = [Letter(row, *named[row.lane]) for row in page]
        if not _sees_shops(user):
            found = [replace(one, shop_name="") for one in found]
        last = page[-1] if len(rows) > MOST_ROWS else None
        return Letters(tuple(found), (last.next_at, last.id) if last else None)


def _sees_shops(user: User) -> bool:
    """Interfaces are mended by case numbers; a shop's name is often a person's (PIPL art. 6)."""
    return user.role is not Role.INTEGRATOR
