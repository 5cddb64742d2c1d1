"""Reminding applicants half a year before a paper ends, once, with a link to its renewal."""

from checklists.validity import months_after
from foundation.clock import Clock
from foundation.database import Database
from foundation.ids import new_secret, secret_hash
from inspection.cases.moving import read_in
from inspection.licences import store
from inspection.licences.ledger import today
from inspection.licences.model import EXPIRY_MONTHS
from inspection.notices.reminders import RenewalNotices

MOST_AT_ONCE = 50  # in one transaction, so that nobody waits long for the writer


class Reminding:
    """Runs now and then; a paper that was told of is not found again."""

    def __init__(self, database: Database, clock: Clock, notices: RenewalNotices) -> None:
        self._database = database
        self._clock = clock
        self._notices = notices

    async def remind(self) -> int:
        """Tells of every paper that ends within `EXPIRY_MONTHS`; how many that were."""
        count = 0
        while told := await self._some():
            count += told
        return count

    async def _some(self) -> int:
        now = self._clock.now()
        day = today(now)
        until = months_after(day, EXPIRY_MONTHS)
        async with self._database.reading() as view:
            if not await store.to_remind(view, day, until, 1):
                return 0
        async with self._database.transaction() as transaction:
            lines = await store.to_remind(transaction, day, until, MOST_AT_ONCE)
            for line in lines:
                secret = new_secret()
                await store.add_link(transaction, secret_hash(secret), line.case.id, now)
                await self._notices.ends(
                    transaction,
                    await read_in(transaction, line.case.id),
                    line.licence,
                    occasion=store.occasion_of(line.licence.number),
                    secret=secret,
                    now=now,
                )
        return len(lines)
