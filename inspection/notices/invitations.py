"""A fresh invitation link told to the applicant; earlier links are told no more."""

from foundation.database import Transaction
from inspection.cases.model import Case
from inspection.cases.service import Invitation
from inspection.notices.model import Kind
from inspection.notices.service import Notices

_INVITATIONS = frozenset({Kind.INVITATION})


class InvitationNotices:
    """Hears of new links (`inspection.cases.service.InvitationNews`).

    Args:
        origin: scheme, host and port under which people open the pages.
    """

    def __init__(self, notices: Notices, origin: str) -> None:
        self._notices = notices
        self._origin = origin

    async def invited(
        self, transaction: Transaction, case: Case, invitation: Invitation, *, is_told: bool
    ) -> None:
        """In the transaction that makes the link: what was said of earlier ones is over."""
        await self._notices.cancel(transaction, case, kinds=_INVITATIONS)
        if not is_told:
            return
        await self._notices.tell(
            transaction,
            case,
            Kind.INVITATION,
            invitation.expires_at.isoformat(),
            {
                "link": f"{self._origin}/j/{invitation.secret}",
                "token": invitation.secret,
                "until": invitation.expires_at,
            },
            until=invitation.expires_at,
        )
