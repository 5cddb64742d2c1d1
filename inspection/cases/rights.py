"""Who may see a case and who may judge it. Without the right, the case does not exist.

The policies at the end publish the same rules; `tests/api/test_route_policies.py` holds them to it.
"""

from foundation.errors import NotFound
from foundation.http.operation import Policy
from foundation.identity import policies
from foundation.identity.errors import InvitationNotValid, PasswordToChange
from foundation.identity.model import INSPECTING, Role, User, Visit
from foundation.text import Bilingual
from inspection.cases.machine import Actor
from inspection.cases.model import Case, Scope
from inspection.cases.moves import Mover

_KEEP = frozenset({Role.CLERK, Role.SUPERVISOR})
_HANDLE = _KEEP | {Role.LEAD}
SEE_ALL = _HANDLE | {Role.AUDITOR}
OWN_ONLY = frozenset({Role.INSPECTOR, Role.REVIEWER})
# a lead moves a case of the team as its inspectors do; to judge and sign it is theirs alone
_MOVE = {
    Role.CLERK: Actor.CLERK,
    Role.SUPERVISOR: Actor.SUPERVISOR,
    Role.LEAD: Actor.INSPECTOR,
}
_INVITE = _KEEP | INSPECTING
# what somebody judged stays theirs; who does something else from now on judges no more
_JUDGING = INSPECTING | {Role.REVIEWER}
_UNCOVER = frozenset({Role.SUPERVISOR, Role.AUDITOR})


def may_see(user: User, case: Case) -> bool:
    """Its judges see a case; clerks, leads, supervisors and auditors those of their offices.

    An inspector who handed over goes on seeing it: their word may count, and they sign then.
    """
    is_judge = user.role in _JUDGING and user.id in case.everybody
    return is_judge or (user.role in SEE_ALL and user.reaches(case.unit))


def scope_of(user: User, units: frozenset[str] | None) -> Scope | None:
    """The cases of these offices that this person sees; `None`: they see none, wherever.

    Args:
        units: what they reach, or less of it; `None`: every office.
    """
    if user.role in OWN_ONLY:
        return Scope(part_of=user.id, units=units)
    if user.role not in SEE_ALL:
        return None
    is_narrowed = units != user.reach
    return Scope(units=units, or_of="" if is_narrowed or user.role is not Role.LEAD else user.id)


def must_see(user: User, case: Case | None) -> Case:
    """The case, or `NotFound` - the same answer whether it is foreign or does not exist."""
    if case is None or not may_see(user, case):
        raise NotFound
    return case


def must_attend(user: User, case: Case | None) -> Case:
    """The case if this person may be there when something happens to it: not only read it."""
    found = must_see(user, case)
    if user.role is Role.AUDITOR:
        raise NotFound
    return found


def must_assign(user: User, case: Case | None) -> Case:
    """The case if this person may say who inspects it: the office, or the lead of a team."""
    if user.role not in _HANDLE:
        raise NotFound
    return must_see(user, case)


def must_read_draws(user: User, case: Case | None) -> Case:
    """The case if this person may do its draws again."""
    if user.role not in SEE_ALL:
        raise NotFound
    return must_see(user, case)


def must_push(user: User, case: Case | None) -> Case:
    """The case if this person may send its result again: its people, or who runs interfaces."""
    if user.role is Role.INTEGRATOR and case is not None and user.reaches(case.unit):
        return case
    return must_attend(user, case)


def mover(user: User, case: Case) -> Mover:
    """What this person is towards the case when it moves. Raises `NotFound`: nothing."""
    if user.role in INSPECTING and user.id in case.inspector_ids:
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
    if case is None or user.role not in INSPECTING or user.id not in case.inspector_ids:
        raise NotFound
    return case


def may_uncover(who: User | Visit, case: Case) -> bool:
    """Who sees an original once parts of it were covered: who judges it, supervises or audits."""
    if not isinstance(who, User):
        return False
    is_over = who.role in _UNCOVER and who.reaches(case.unit)
    return is_over or who.id in case.inspector_ids


def must_take_part(user: User, case: Case | None) -> Case:
    """The case if this person judges and signs: an inspector, or the reviewer of a department."""
    if case is None or user.role not in _JUDGING or user.id not in case.people:
        raise NotFound
    return case


def must_sign(user: User, case: Case | None) -> Case:
    """The case if this person may have to sign its record: who judges, and who handed over."""
    if case is None or user.role not in _JUDGING or user.id not in case.everybody:
        raise NotFound
    return case


def must_hand_over(user: User, case: Case | None) -> Case:
    """The case if this person may give a seat to another: one of its two, or who assigns them."""
    if case is not None and user.role in INSPECTING and user.id in case.inspector_ids:
        return case
    return must_assign(user, case)


def must_decide(user: User, case: Case | None) -> Case:
    """The case if this person may confirm or take back a deviation."""
    if user.role is Role.SUPERVISOR:
        return must_see(user, case)
    return must_take_part(user, case)


def must_keep(user: User, case: Case | None) -> Case:
    """The case if this person keeps its file: who works on it, when its deadline stands still."""
    if user.role not in _KEEP:
        raise NotFound
    return must_see(user, case)


OWN_INSPECTOR = "inspector_of_case"
OWN_REVIEWER = "reviewer_of_case"


def _named(roles: frozenset[Role]) -> tuple[str, ...]:
    return tuple(role.value for role in Role if role in roles)


READERS = policies.staff_of_case(
    "case.readers",
    Bilingual(
        "窗口、组长、督办人员、审计人员，以及本办件的两名勘验人员和各部门审查人员",
        "Clerks, leads, supervisors, auditors, the case's two inspectors and reviewers",
    ),
    (*_named(SEE_ALL), OWN_INSPECTOR, OWN_REVIEWER),
)
ATTENDANTS = policies.staff_of_case(
    "case.attendants",
    Bilingual(
        "窗口、组长、督办人员，以及本办件的两名勘验人员和各部门审查人员",
        "Clerks, leads, supervisors, the case's two inspectors and reviewers",
    ),
    (*_named(_HANDLE), OWN_INSPECTOR, OWN_REVIEWER),
)
PUSHERS = policies.staff_of_case(
    "case.pushers",
    Bilingual(
        "窗口、组长、督办人员、接口管理人员，以及本办件的两名勘验人员和各部门审查人员",
        "Clerks, leads, supervisors, integrators, the case's two inspectors and reviewers",
    ),
    (*_named(_HANDLE | {Role.INTEGRATOR}), OWN_INSPECTOR, OWN_REVIEWER),
)
INVITERS = policies.staff_of_case(
    "case.inviters",
    Bilingual(
        "窗口、组长、督办人员，以及本办件的两名勘验人员",
        "Clerks, leads, supervisors and the two inspectors of the case",
    ),
    (*_named(_HANDLE), OWN_INSPECTOR),
)
MOVERS = policies.staff_of_case(
    "case.movers",
    Bilingual(
        "窗口、组长、督办人员，以及本办件的两名勘验人员；各自能办哪一步见办件的 steps",
        "Clerks, leads, supervisors and the case's two inspectors; which step, `steps` says",
    ),
    (*_named(_HANDLE), OWN_INSPECTOR),
)
ASSIGNERS = policies.staff_of_case(
    "case.assigners",
    Bilingual("窗口、组长、督办人员", "Clerks, leads and supervisors"),
    _named(_HANDLE),
)
DRAW_READERS = policies.staff_of_case(
    "case.draw_readers",
    Bilingual("窗口、组长、督办人员、审计人员", "Clerks, leads, supervisors and auditors"),
    _named(SEE_ALL),
)
KEEPERS = policies.staff_of_case(
    "case.keepers",
    Bilingual("窗口、督办人员", "Clerks and supervisors"),
    _named(_KEEP),
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
    (NotFound, InvitationNotValid, PasswordToChange),
)
ROOM = Policy(
    "case.room",
    Bilingual(
        "可以参加本办件连线的工作人员，以及本办件的申请人",
        "Staff who may attend the case's call, and its applicant",
    ),
    (*ATTENDANTS.callers, policies.APPLICANT),
    (policies.STAFF_COOKIE, policies.PHONE_COOKIE),
    (NotFound, InvitationNotValid, PasswordToChange),
)
