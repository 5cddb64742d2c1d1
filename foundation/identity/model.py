"""Users, roles and the two kinds of actors."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from foundation.identity.tree import ROOT

IDLE_LIMIT = timedelta(minutes=30)  # scorecard A4
ABSOLUTE_LIMIT = timedelta(hours=12)  # scorecard A4


class Role(Enum):
    """What somebody at the bureau does; one person has one."""

    CLERK = "clerk"
    INSPECTOR = "inspector"
    LEAD = "lead"  # heads a team of inspectors, and is one
    REVIEWER = "reviewer"  # of another department: judges and signs its part of a case
    SUPERVISOR = "supervisor"
    TRAINER = "trainer"
    TEMPLATE_EDITOR = "template_editor"
    AUDITOR = "auditor"  # reads everything, changes nothing
    INTEGRATOR = "integrator"  # of the interfaces to other systems
    ADMINISTRATOR = "administrator"  # of people, offices and settings; sees no case


INSPECTING = frozenset({Role.INSPECTOR, Role.LEAD})  # who can be one of a case's two


@dataclass(frozen=True)
class User:
    """Somebody at the bureau, or a reviewer of another department.

    `department` is text for people; `reviews` is the id of the department whose items a reviewer
    judges, "" for everybody else. `unit` is the office they belong to; `reach` holds the ids of
    all offices whose cases are theirs to see by their role, `None`: those of all offices.
    """

    id: str
    username: str
    name: str
    role: Role
    department: str
    reviews: str = ""
    unit: str = ROOT
    reach: frozenset[str] | None = None

    def reaches(self, unit_id: str) -> bool:
        """Whether what belongs to an office is theirs to see, as far as their role sees it."""
        return self.reach is None or unit_id in self.reach


@dataclass(frozen=True)
class Person:
    """A user as an administrator sees them.

    Attributes:
        is_active: works here; who left stays named in records and logs, and can not sign in.
        one_time_until: the password was given out and not yet replaced; it holds until then.
    """

    user: User
    is_active: bool
    signed_in_at: datetime | None
    one_time_until: datetime | None


@dataclass(frozen=True)
class SignIn:
    """A login on one browser; dead after 30 idle minutes, 12 hours, or signing out.

    `must_change`: it was opened with a one-time password, and a password of their own comes first.
    """

    id: str
    user: User
    created_at: datetime
    seen_at: datetime
    must_change: bool = False

    def is_alive(self, now: datetime) -> bool:
        """Whether requests under it are still answered."""
        return now - self.seen_at < IDLE_LIMIT and now - self.created_at < ABSOLUTE_LIMIT


@dataclass(frozen=True)
class Visit:
    """An applicant's phone that claimed the invitation of one case."""

    link_id: str
    case_id: str
