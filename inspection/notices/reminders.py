"""What applicants are told before their licence ends, with the link to its renewal."""

from datetime import datetime

from foundation.clock import SHANGHAI
from foundation.database import Transaction
from foundation.workdays import CLOSING
from inspection.cases.model import Case
from inspection.licensing.callback import Licence
from inspection.notices.model import Kind
from inspection.notices.plan import Planned
from inspection.notices.service import Notices, Telling
from inspection.notices.texts import Value


class RenewalNotices:
    """Tells by the way notices go out.

    Args:
        origin: scheme, host and port under which people open the pages.
    """

    def __init__(self, notices: Notices, origin: str) -> None:
        self._notices = notices
        self._origin = origin

    async def ends(
        self,
        transaction: Transaction,
        case: Case,
        licence: Licence,
        *,
        occasion: str,
        secret: str,
        now: datetime,
    ) -> None:
        """The licence ends within months: one tap leads to its renewal.

        A reminder from before there were links, not sent yet, is told no more.
        """
        await self._notices.cancel(
            transaction, case, licence.number, frozenset({Kind.LICENCE_EXPIRES})
        )
        end = datetime.combine(licence.valid_until, CLOSING, SHANGHAI)
        words: dict[str, Value] = {
            "licence": licence.number,
            "expires": licence.valid_until,
            "link": f"{self._origin}/r/{secret}",
            "token": secret,
        }
        told = Telling(case, occasion, [Planned(Kind.LICENCE_EXPIRES, now, end)], words)
        await self._notices.tell_planned(transaction, [told])
