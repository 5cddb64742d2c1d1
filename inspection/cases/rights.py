"""Who may see a case and who may judge it. Without the right, the case does not exist."""

from foundation.errors import NotFound
from foundation.identity.model import Role, User
from inspection.cases.model import Case

_SEE_ALL = frozenset({Role.CLERK, Role.SUPERVISOR})
_INVITE = frozenset({Role.CLERK, Role.INSPECTOR, Role.SUPERVISOR})


def may_see(user: User, case: Case) -> bool:
    """Clerks and supervisors see every case, inspectors theirs, trainers none."""
    return user.role in _SEE_ALL or user.id in case.inspector_ids


def must_see(user: User, case: Case | None) -> Case:
    """The case, or `NotFound` - the same answer whether it is foreign or does not exist."""
    if case is None or not may_see(user, case):
        raise NotFound
    return case


def must_invite(user: User, case: Case | None) -> Case:
    """The case if this person may send its applicant a link."""
    if user.role not in _INVITE:
        raise NotFound
    return must_see(user, case)


def must_judge(user: User, case: Case | None) -> Case:
    """The case if this person is one of its two inspectors."""
    if case is None or user.id not in case.inspector_ids:
        raise NotFound
    return case
