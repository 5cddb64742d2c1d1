"""A seat at a case that one inspector handed over to another while the inspection ran. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Transfer:
    """One seat changes hands; a pair that hands over leaves two of these.

    Attributes:
        by: whoever decided it: one of the two, a clerk or a supervisor.
        item: the place in the checklist; `None`: none was shown.
    """

    id: str
    at: datetime
    leaving_id: str
    coming_id: str
    by: str
    why: str
    item: str | None = None


def holder_of(person: str, transfers: Iterable[Transfer]) -> str:
    """Who sits today where this person sat; themselves if they did not leave.

    Args:
        transfers: of one case, oldest first.
    """
    for one in transfers:
        if one.leaving_id == person:
            person = one.coming_id
    return person


def sat_before(person: str, transfers: Iterable[Transfer]) -> bool:
    """Whether somebody left a seat of the case at some time."""
    return any(one.leaving_id == person for one in transfers)
