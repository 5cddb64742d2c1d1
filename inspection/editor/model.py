"""What a draft is."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Draft:
    """A text somebody works on; `revision` counts its savings, `base` is the version it began as.

    `base` is "" where it was brought in as a file.
    """

    id: str
    family: str
    base: str
    text: str
    revision: int
    made_by: str
    made_at: datetime
    changed_by: str
    changed_at: datetime
