"""A time in which a case's deadline stands still, and why. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from foundation.text import Bilingual


class PauseKind(Enum):
    """Why a deadline stands still."""

    APPLICANT = "applicant"
    EXAMINATION = "examination"
    FORCE = "force"
    REQUEST = "request"


# Whether the law or only the bureau's own promise says so: an office worker reads it in the list.
KINDS = {
    PauseKind.APPLICANT: Bilingual("等待申请人", "Waiting for the applicant"),
    PauseKind.EXAMINATION: Bilingual(
        "检验、检测、鉴定或专家评审（《行政许可法》第四十五条）",
        "Testing, appraisal or expert review (Administrative Licensing Law, art. 45)",
    ),
    PauseKind.FORCE: Bilingual("停电、灾害等不可抗力", "Force majeure: power cut, disaster"),
    PauseKind.REQUEST: Bilingual(
        "申请人要求延后（本局承诺时限）", "The applicant asked to wait (the bureau's own promise)"
    ),
}
BY_HAND = frozenset(PauseKind) - {PauseKind.APPLICANT}


@dataclass(frozen=True)
class Pause:
    """One time; `ended_at` is `None` while it lasts."""

    id: str
    kind: PauseKind
    why: str
    began_at: datetime
    began_by: str
    ended_at: datetime | None = None


def lasting(pauses: Iterable[Pause]) -> Pause | None:
    """The one that lasts, if any: there is never more than one."""
    return next((one for one in pauses if one.ended_at is None), None)
