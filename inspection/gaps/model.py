"""What a gap is: a paper that follows an acceptance, and how it stands. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from foundation.text import Bilingual
from foundation.workdays import WorkCalendar

APPLICANT = "applicant"  # who owns every gap: papers are the applicant's to bring
MOST_UPLOADS = 30  # of one gap over all rounds; chosen: a lease has ten pages, sent back twice


class Form(Enum):
    """What is asked for."""

    PHOTO = "photo"  # a JPEG
    DOCUMENT = "document"  # a PDF, or photos of its pages


class GapState(Enum):
    """How a gap stands."""

    OPEN = "open"
    IN_REVIEW = "in_review"
    ACCEPTED = "accepted"
    SENT_BACK = "sent_back"
    LAPSED = "lapsed"


class What(Enum):
    """What happened to a gap."""

    NAMED = "named"
    UPLOADED = "uploaded"
    ACCEPTED = "accepted"
    SENT_BACK = "sent_back"
    EXTENDED = "extended"
    LAPSED = "lapsed"


STATE_TEXT = {
    GapState.OPEN: Bilingual("待补交", "To be handed in"),
    GapState.IN_REVIEW: Bilingual("审核中", "In review"),
    GapState.ACCEPTED: Bilingual("已通过", "Accepted"),
    GapState.SENT_BACK: Bilingual("已退回", "Sent back"),
    GapState.LAPSED: Bilingual("已逾期", "Lapsed"),
}
APPLICANTS_TURN = frozenset({GapState.OPEN, GapState.SENT_BACK})
TAKES_UPLOADS = APPLICANTS_TURN | {GapState.IN_REVIEW}  # another page while nobody decided
EXTENDABLE = APPLICANTS_TURN | {GapState.LAPSED}


@dataclass(frozen=True)
class Gap:
    """One paper that follows.

    Attributes:
        kind: its id in the list of usual ones, `other` for a name typed freely.
        asks: what the applicant sends, in plain words.
        first_due_at: the deadline that was pledged; `due_at` may be later, never earlier.
    """

    id: str
    case_id: str
    position: int
    kind: str
    title: Bilingual
    asks: Bilingual
    form: Form
    working_days: int
    named_by: str
    named_at: datetime
    first_due_at: datetime
    due_at: datetime
    state: GapState

    def is_over(self, now: datetime) -> bool:
        """Whether the applicant's time is up; what was handed in waits for its review instead."""
        return self.state in APPLICANTS_TURN and now > self.due_at


@dataclass(frozen=True)
class GapStep:
    """One thing that happened to a gap; `due_at` is the deadline from then on."""

    what: What
    by: str
    at: datetime
    why: str
    due_at: datetime


@dataclass(frozen=True)
class Upload:
    """A file for a gap. `round` counts from 0 and grows with each sending back.

    `concerns`: codes of `evidence.quality.Concern`; hints to both sides, never a refusal.
    """

    id: str
    gap_id: str
    round: int
    sha256: str
    mime: str
    size_bytes: int
    width_px: int
    height_px: int
    concerns: tuple[str, ...]
    by: str
    kept_at: datetime


def round_of(steps: Iterable[GapStep]) -> int:
    """In which round uploads are now."""
    return sum(step.what is What.SENT_BACK for step in steps)


def are_closed(gaps: Sequence[Gap]) -> bool:
    """Whether nothing is missing any more; also where nothing ever was."""
    return all(gap.state is GapState.ACCEPTED for gap in gaps)


def due_after_return(gap: Gap, now: datetime, least_days: int, calendar: WorkCalendar) -> datetime:
    """The deadline of a paper that is sent back: as before, but never so near that nobody could.

    Args:
        least_days: working days the applicant has at least, from the day after.
    """
    return max(gap.due_at, calendar.deadline(now, least_days).at)
