"""What anybody who holds the paper learns from its QR code: is it ours, does it hold, is it whole.

Nothing beyond what is printed, and no person: neither applicant nor inspectors, no address, no
findings.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import NotFound
from foundation.identity.signin import Tries
from inspection.record import public_store
from inspection.record.model import Custody, Verdicts, content_from_json
from inspection.record.public_store import Found


class Standing(Enum):
    """Whether a record holds."""

    IN_FORCE = "in_force"
    UNSIGNED = "unsigned"  # not by everybody
    WITHDRAWN = "withdrawn"  # before anybody had signed
    SUPERSEDED = "superseded"  # a later record of the same case took its place


@dataclass(frozen=True)
class PublicRecord:
    """What the public page shows. `conclusions` are empty for a paper that never held.

    `pdf_sha256` is `None` until the signed PDF is kept, seconds after the last signature.
    """

    standing: Standing
    shop_name: str
    case_number: str
    made_at: datetime
    completed_at: datetime | None
    conclusions: tuple[tuple[str, Verdicts], ...]  # area and conclusion
    record_sha256: str
    pdf_sha256: str | None
    custody: Custody | None


def standing_of(found: Found) -> Standing:
    """Whether the record behind a token holds."""
    if found.voided_at is not None:
        return Standing.WITHDRAWN
    if found.completed_at is None:
        return Standing.UNSIGNED
    return Standing.SUPERSEDED if found.has_newer else Standing.IN_FORCE


def public_record(found: Found) -> PublicRecord:
    """What of a record is for everybody who holds its paper."""
    content, standing = content_from_json(found.content), standing_of(found)
    held = standing in (Standing.IN_FORCE, Standing.SUPERSEDED)
    return PublicRecord(
        standing=standing,
        shop_name=content.shop_name,
        case_number=content.case_number,
        made_at=found.made_at,
        completed_at=found.completed_at,
        conclusions=(("food", content.food), ("fume", content.fume)) if held else (),
        record_sha256=found.sha256,
        pdf_sha256=found.pdf_sha256,
        custody=content.custody,
    )


class PublicRecords:
    """The use case of the public page."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._tries = Tries()

    async def look_up(self, key: str, address: str) -> PublicRecord:
        """The record of a token, or of the SHA-256 of its signed PDF, which only holders know.

        Tries that lead nowhere are counted by address, as those of the sign-in are; a token that
        leads somewhere always answers, else one guesser behind the bureau's proxy would shut the
        page for everybody.

        Raises:
            NotFound: no record has this token or this PDF.
            TooManyTries: ten tries within five minutes led nowhere.
        """
        async with self._database.reading() as view:
            found = await public_store.find(view, key)
        if found is None:
            self._tries.admit(("record", address), self._clock.now())
            raise NotFound
        return public_record(found)
