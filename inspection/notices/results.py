"""What applicants are told after the result: the last days to mend, the licence, its end."""

from datetime import datetime

from foundation.clock import SHANGHAI
from foundation.database import Transaction
from foundation.workdays import WorkCalendar
from inspection.cases.model import Case
from inspection.licensing.callback import Licence
from inspection.notices.model import Kind
from inspection.notices.plan import licence_reminder, supplement_reminders
from inspection.notices.service import Notices


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
        await self._notices.tell_planned(
            transaction,
            case,
            f"mend-{due_on}",
            supplement_reminders(due_on, now, self._calendar),
            {"count": count, "due": due_on},
        )

    async def issued(
        self, transaction: Transaction, case: Case, licence: Licence, now: datetime
    ) -> None:
        """The licence is there; half a year before its end it is time to renew it."""
        words = {"licence": licence.number, "expires": licence.valid_until}
        await self._notices.tell(
            transaction, case, Kind.LICENCE_ISSUED, licence.number, {"licence": licence.number}
        )
        reminder = licence_reminder(licence.valid_until)
        if reminder.at > now:
            await self._notices.tell_planned(transaction, case, licence.number, [reminder], words)
