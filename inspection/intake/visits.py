"""The applicant's door: an invitation becomes a visit on one phone."""

from foundation import audit
from foundation.clock import Clock
from foundation.database import Database
from foundation.identity import links
from foundation.identity.model import Visit
from inspection.live.model import APPLICANT


class Visits:
    """The use case behind the button "open my inspection"."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def claim(self, secret: str, device: str | None) -> tuple[Visit, str]:
        """Takes the link for this phone; a reload on the same phone changes nothing.

        Raises:
            InvitationNotValid, InvitationTaken.
        """
        async with self._database.transaction() as transaction:
            visit, kept = await links.claim(transaction, secret, device, self._clock)
            if kept != device:
                await audit.append(
                    transaction,
                    at=self._clock.now(),
                    actor=APPLICANT,
                    action="case.claimed",
                    subject=visit.case_id,
                )
        return visit, kept
