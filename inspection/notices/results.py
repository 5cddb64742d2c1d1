"""What applicants are told after the result: the last days to mend, the licence."""

from datetime import datetime

from foundation.clock import SHANGHAI
from foundation.database import Transaction
from foundation.workdays import WorkCalendar
from inspection.cases.model import Case
from inspection.licensing.callback import Licence
from inspection.notices.model import Kind
from inspection.notices.plan import supplement_reminders
from inspection.notices.service import Notices, Telling


class ResultNotices:
    """Tells by the way notices go out. Implements `licensing.news.LicenceNews`."""

    def __init__(self, notices: Notices, calendar: WorkCalendar) -> None:
        self._notices = notices
        self._calendar = calendar

    async def to_mend(
        self, transaction: Transaction, case: Case, count: int, due_at: datetime, now: datetime
    ) -> None:
        """Reminders of the last day to mend so many faults, as the one-time notice names them."""
        due_on = due_at.astimezone(SHANGHAI).date()
        plan = supplement_reminders(due_on, now, self._calendar)
        told = Telling(case, f"mend-{due_on}", plan, {"count": count, "due": due_on})
        await self._notices.tell_planned(transaction, [told])

    async def issued(
        self, transaction: Transaction, case: Case, licence: Licence, now: datetime
    ) -> None:
        """The licence is there; `inspection.licences.reminding` tells of its end."""
        await self._notices.tell(
            transaction, case, Kind.LICENCE_ISSUED, licence.number, {"licence": licence.number}
        )
