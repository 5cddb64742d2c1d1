"""Users, roles and the two kinds of actors."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

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
    judges, "" for everybody else.
    """

    id: str
    username: str
    name: str
    role: Role
    department: str
    reviews: str = ""


@dataclass(frozen=True)
class SignIn:
    """A login on one browser; dead after 30 idle minutes, 12 hours, or signing out."""

    id: str
    user: User
    created_at: datetime
    seen_at: datetime

    def is_alive(self, now: datetime) -> bool:
        """Whether requests under it are still answered."""
        return now - self.seen_at < IDLE_LIMIT and now - self.created_at < ABSOLUTE_LIMIT


@dataclass(frozen=True)
class Visit:
    """An applicant's phone that claimed the invitation of one case."""

    link_id: str
    case_id: str
