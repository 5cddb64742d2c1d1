"""What applicants are told of papers that follow: what is missing, what is near, sent back, lapsed.

Implements `gaps.news.GapNews`: in the transaction of the change. Each paper and each of its turns
is an occasion of its own, so nothing is told twice.
"""

from collections.abc import Sequence
from datetime import datetime

from foundation.database import Transaction
from foundation.workdays import WorkCalendar
from inspection.cases.model import Case
from inspection.gaps.model import Gap
from inspection.notices.model import Kind
from inspection.notices.plan import gap_reminders
from inspection.notices.service import Notices, Telling
from inspection.notices.texts import Value

_REMINDERS = frozenset({Kind.GAP_HALF, Kind.GAP_LAST})
_TO_DO = _REMINDERS | {Kind.GAP_SENT_BACK, Kind.GAP_EXTENDED}


class GapNotices:
    """Tells by the way notices go out."""

    def __init__(self, notices: Notices, calendar: WorkCalendar) -> None:
        self._notices = notices
        self._calendar = calendar

    async def named(
        self, transaction: Transaction, case: Case, gaps: Sequence[Gap], now: datetime
    ) -> None:
        """The case was accepted and these papers follow."""
        due = min(gap.due_at for gap in gaps)
        words: dict[str, Value] = {"count": len(gaps), "due": due}
        await self._notices.tell(transaction, case, Kind.GAPS_NAMED, "first", words, until=due)
        for gap in gaps:
            await self._remind(transaction, case, gap, "0", now)

    async def handed_in(self, transaction: Transaction, case: Case, gap: Gap) -> None:
        """What was to be done is done; nobody is reminded of it any more."""
        for turn in await self._turns(transaction, case, gap):
            await self._notices.cancel(transaction, case, turn, kinds=_TO_DO)

    async def sent_back(
        self, transaction: Transaction, case: Case, gap: Gap, turn: int, now: datetime
    ) -> None:
        """It has to be mended."""
        await self._say(transaction, case, Kind.GAP_SENT_BACK, gap, str(turn), until=gap.due_at)
        await self._remind(transaction, case, gap, str(turn), now)

    async def extended(self, transaction: Transaction, case: Case, gap: Gap, now: datetime) -> None:
        """There is more time; what was said of the earlier day holds no more."""
        await self.handed_in(transaction, case, gap)
        await self._say(transaction, case, Kind.GAP_EXTENDED, gap, "x", until=gap.due_at)
        await self._remind(transaction, case, gap, "x", now)

    async def lapsed(self, transaction: Transaction, case: Case, gap: Gap) -> None:
        """Its day has passed."""
        turn = f"{gap.due_at:%Y%m%d}"
        await self._notices.tell(
            transaction, case, Kind.GAP_LAPSED, _occasion(gap, turn), _words(gap)
        )

    async def _say(
        self,
        transaction: Transaction,
        case: Case,
        kind: Kind,
        gap: Gap,
        turn: str,
        until: datetime,
    ) -> None:
        occasion = _occasion(gap, turn)
        await self._notices.tell(transaction, case, kind, occasion, _words(gap), until=until)

    async def _remind(
        self, transaction: Transaction, case: Case, gap: Gap, turn: str, now: datetime
    ) -> None:
        words: dict[str, Value] = {**_words(gap)}
        plan = gap_reminders(now, gap.due_at, now, self._calendar)
        told = Telling(case, _occasion(gap, turn), plan, words)
        await self._notices.tell_planned(transaction, [told])

    async def _turns(self, transaction: Transaction, case: Case, gap: Gap) -> list[str]:
        found = await self._notices.occasions(transaction, case, _TO_DO)
        return [one for one in found if one.startswith(f"{gap.id}-")]


def _words(gap: Gap) -> dict[str, Value]:
    return {"paper": gap.title, "due": gap.due_at}


def _occasion(gap: Gap, turn: str) -> str:
    return f"{gap.id}-{turn}"
