"""What a finding is."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Judged:
    """The latest word on one item; `verdict` is `None` after it was taken back."""

    item_id: str
    verdict: str | None
    note: str
    by: str
    at: datetime
