"""Who may see a case and who may judge it. Without the right, the case does not exist.

The policies at the end publish the same rules; `tests/api/test_route_policies.py` holds them to it.
"""

from foundation.errors import NotFound
from foundation.http.operation import Policy
from foundation.identity import policies
from foundation.identity.errors import InvitationNotValid
from foundation.identity.model import Role, User, Visit
from foundation.text import Bilingual
from inspection.cases.machine import Actor
from inspection.cases.model import Case
from inspection.cases.moves import Mover

_SEE_ALL = frozenset({Role.CLERK, Role.SUPERVISOR})
_MOVE = {Role.CLERK: Actor.CLERK, Role.SUPERVISOR: Actor.SUPERVISOR}
OWN_ONLY = frozenset({Role.INSPECTOR, Role.REVIEWER})
_INVITE = frozenset({Role.CLERK, Role.INSPECTOR, Role.SUPERVISOR})


def may_see(user: User, case: Case) -> bool:
    """Clerks and supervisors see every case, inspectors and reviewers theirs, trainers none.

    An inspector who handed over goes on seeing it: their word may count, and they sign then.
    """
    return user.role in _SEE_ALL or user.id in case.everybody


def must_see(user: User, case: Case | None) -> Case:
    """The case, or `NotFound` - the same answer whether it is foreign or does not exist."""
    if case is None or not may_see(user, case):
        raise NotFound
    return case


def mover(user: User, case: Case) -> Mover:
    """What this person is towards the case when it moves. Raises `NotFound`: nothing."""
    if user.id in case.inspector_ids:
        return Mover(Actor.INSPECTOR, user.id)
    if user.role not in _MOVE:
        raise NotFound
    return Mover(_MOVE[user.role], user.id)


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


def may_uncover(who: User | Visit, case: Case) -> bool:
    """Who sees an original once parts of it were covered: those who judge it or supervise that."""
    if not isinstance(who, User):
        return False
    return who.role is Role.SUPERVISOR or who.id in case.inspector_ids


def must_take_part(user: User, case: Case | None) -> Case:
    """The case if this person judges and signs: an inspector, or the reviewer of a department."""
    if case is None or user.id not in case.people:
        raise NotFound
    return case


def must_sign(user: User, case: Case | None) -> Case:
    """The case if this person may have to sign its record: who judges, and who handed over."""
    if case is None or user.id not in case.everybody:
        raise NotFound
    return case


def must_hand_over(user: User, case: Case | None) -> Case:
    """The case if this person may give a seat to another: one of its two, or who keeps its file."""
    if case is not None and user.id in case.inspector_ids:
        return case
    return must_keep(user, case)


def must_decide(user: User, case: Case | None) -> Case:
    """The case if this person may confirm or take back a deviation."""
    if user.role is Role.SUPERVISOR:
        return must_see(user, case)
    return must_take_part(user, case)


def must_keep(user: User, case: Case | None) -> Case:
    """The case if this person keeps its file: who works on it, when its deadline stands still."""
    if user.role not in _SEE_ALL:
        raise NotFound
    return must_see(user, case)


OWN_INSPECTOR = "inspector_of_case"
OWN_REVIEWER = "reviewer_of_case"
_SEEING = tuple(role.value for role in _SEE_ALL)
READERS = policies.staff_of_case(
    "case.readers",
    Bilingual(
        "窗口、督办人员，以及本办件的两名勘验人员和各部门审查人员",
        "Clerks, supervisors, the two inspectors and the departments' reviewers of the case",
    ),
    (*sorted(_SEEING), OWN_INSPECTOR, OWN_REVIEWER),
)
INVITERS = policies.staff_of_case(
    "case.inviters",
    Bilingual(
        "窗口、督办人员，以及本办件的两名勘验人员",
        "Clerks, supervisors and the two inspectors of the case",
    ),
    (*sorted(_SEEING), OWN_INSPECTOR),
)
MOVERS = policies.staff_of_case(
    "case.movers",
    Bilingual(
        "窗口、督办人员，以及本办件的两名勘验人员；各自能办哪一步见办件的 steps",
        "Clerks, supervisors and the case's two inspectors; which step each takes, `steps` says",
    ),
    (*sorted(_SEEING), OWN_INSPECTOR),
)
KEEPERS = policies.staff_of_case(
    "case.keepers",
    Bilingual("窗口、督办人员", "Clerks and supervisors"),
    tuple(sorted(_SEEING)),
)
INSPECTORS = policies.staff_of_case(
    "case.inspectors",
    Bilingual("本办件的两名勘验人员", "The two inspectors of the case"),
    (OWN_INSPECTOR,),
)
JUDGES = policies.staff_of_case(
    "case.judges",
    Bilingual(
        "本办件的两名勘验人员和各部门审查人员",
        "The two inspectors and the departments' reviewers of the case",
    ),
    (OWN_INSPECTOR, OWN_REVIEWER),
)
DECIDERS = policies.staff_of_case(
    "case.deciders",
    Bilingual(
        "本办件的两名勘验人员和各部门审查人员，以及督办人员",
        "The two inspectors and the departments' reviewers of the case, and supervisors",
    ),
    (Role.SUPERVISOR.value, OWN_INSPECTOR, OWN_REVIEWER),
)
PARTIES = Policy(
    "case.parties",
    Bilingual(
        "可以查看本办件的工作人员，以及本办件的申请人",
        "Staff who may see the case, and its applicant",
    ),
    (*READERS.callers, policies.APPLICANT),
    (policies.STAFF_COOKIE, policies.PHONE_COOKIE),
    (NotFound, InvitationNotValid),
)
