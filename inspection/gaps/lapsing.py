"""Papers whose last day has passed lapse by the clock; who pledged them is flagged.

What the case does then is a person's decision: ended with a reason, or given more time.
"""

import asyncio
from datetime import datetime

import structlog

from foundation import audit
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.ids import new_id
from inspection.cases.model import Case
from inspection.cases.moves import SYSTEM
from inspection.cases.moving import read_in
from inspection.gaps import flag_store, store
from inspection.gaps.flag_store import Flag
from inspection.gaps.model import Gap, GapState, GapStep, What
from inspection.gaps.news import GapNews

log = structlog.get_logger("gaps")
CHECK_EVERY_S = 30.0  # chosen: a last day ends at 17:00, half a minute later is soon enough
MOST_AT_ONCE = 100
SOURCE = "容缺承诺 pledge"  # where a flag that the clock sets is known from


class Lapsing:
    """Looks at the clock."""

    def __init__(self, database: Database, clock: Clock, news: GapNews) -> None:
        self._database = database
        self._clock = clock
        self._news = news

    async def check(self) -> None:
        """One round; what is left over is taken in the next."""
        async with self._database.reading() as view:
            found = await store.overdue(view, self._clock.now(), MOST_AT_ONCE)
        for gap in found:
            async with self._database.transaction() as transaction:
                await self._lapse(transaction, gap.id, self._clock.now())

    async def _lapse(self, transaction: Transaction, gap_id: str, now: datetime) -> None:
        gap = await store.by_id(transaction, gap_id)
        if gap is None or not gap.is_over(now):
            return  # handed in, or given more time meanwhile
        case = await read_in(transaction, gap.case_id)
        step = GapStep(What.LAPSED, SYSTEM.id, now, "", gap.due_at)
        await store.note(transaction, gap.id, GapState.LAPSED, step)
        await audit.append(
            transaction,
            at=now,
            actor=SYSTEM.id,
            action="case.gap_lapsed",
            subject=case.id,
            facts={
                "gap": gap.id,
                "zh": gap.title.zh,
                "en": gap.title.en,
                "due_at": gap.due_at.isoformat(),
            },
        )
        await _flag(transaction, case, gap, now)
        await self._news.lapsed(transaction, case, gap)

    async def run(self) -> None:
        """Checks until cancelled; a database that is away is waited out."""
        while True:
            try:
                await self.check()
            except Exception:
                log.exception("gaps could not be looked at")
            await asyncio.sleep(CHECK_EVERY_S)


async def _flag(transaction: Transaction, case: Case, gap: Gap, now: datetime) -> None:
    """Only a word that was given can be broken: without a pledge nobody is flagged."""
    code = case.application.credit_code
    if await store.pledge_of(transaction, case.id) is None:
        return
    if await flag_store.standing(transaction, code) is not None:
        return
    reason = f"办件 {case.number} 承诺补交的“{gap.title.zh}”逾期未交"
    flag = Flag(new_id("flag", now), code, SOURCE, reason, case.id, SYSTEM.id, now)
    await flag_store.add(transaction, flag)
    await audit.append(
        transaction,
        at=now,
        actor=SYSTEM.id,
        action="operator.flagged",
        subject=code,
        facts={"flag": flag.id, "source": SOURCE, "reason": reason, "case": case.id},
    )
