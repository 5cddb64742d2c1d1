"""Looking at the ledger: a page of it, all of it as a file, one paper."""

from datetime import date, datetime

from checklists.validity import ValidityRules, Window, months_after, standing_on, window_of
from foundation.clock import SHANGHAI, Clock
from foundation.database import Database
from foundation.identity.model import User
from foundation.text import Bilingual
from foundation.workdays import WorkCalendar
from inspection.intake.rights import must_receive
from inspection.licences import store
from inspection.licences.errors import LedgerTooLong
from inspection.licences.model import Judged, Line, Query

PAGE = 50  # lines on a page
MOST_EXPORTED = 20_000  # chosen: ten years of a county; the file has about 5 MB


class Ledger:
    """The use cases of clerks and supervisors about papers that were issued."""

    def __init__(
        self, database: Database, clock: Clock, calendar: WorkCalendar, rules: ValidityRules
    ) -> None:
        self._database = database
        self._clock = clock
        self._calendar = calendar
        self.rules = rules

    @property
    def today(self) -> date:
        """The day at the place."""
        return today(self._clock.now())

    async def page(self, user: User, query: Query) -> tuple[list[Judged], int]:
        """A page of the ledger and how many lines match in all. Raises `NotFound`."""
        return await self._read(user, query, PAGE)

    async def whole(self, user: User, query: Query) -> list[Judged]:
        """All lines that match. Raises `NotFound`, `LedgerTooLong`."""
        found, count = await self._read(user, query, MOST_EXPORTED)
        if count > MOST_EXPORTED:
            raise LedgerTooLong(count=count, most=MOST_EXPORTED)
        return found

    async def _read(self, user: User, query: Query, most: int) -> tuple[list[Judged], int]:
        must_receive(user)
        day = self.today
        until = None if query.within is None else months_after(day, query.within)
        async with self._database.reading() as view:
            lines, count = await store.lines(view, query, day, until, most, user.reach)
        return [self.judged(one) for one in lines], count

    def judged(self, line: Line) -> Judged:
        """A line as it stands today."""
        window = self.window_of(line)
        return Judged(line, window, standing_on(self.today, line.licence.valid_until, window))

    def window_of(self, line: Line) -> Window:
        """When the renewal of a paper is applied for."""
        rule = self.rules.terms[line.track].renewal
        return window_of(rule, line.licence.valid_until, self._calendar)


def today(now: datetime) -> date:
    """The day at the place."""
    return now.astimezone(SHANGHAI).date()


STANDING = {
    "valid": Bilingual("有效", "Valid"),
    "open": Bilingual("可申请延续", "Renewal is open"),
    "late": Bilingual("已过延续申请期", "Late for a renewal"),
    "expired": Bilingual("已到期", "Expired"),
}
