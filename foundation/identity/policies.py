"""Who may call, as far as the door knows: staff by one cookie, the phone by the other."""

from foundation.errors import NotFound
from foundation.http.operation import Policy, Proof
from foundation.identity.errors import InvitationNotValid, NotSignedIn, PasswordToChange
from foundation.identity.model import Role, User
from foundation.text import Bilingual


def _cookie(name: str) -> Proof:
    note = "以 HTTPS 提供服务时名称前加 __Host- · over HTTPS the name begins with __Host-"
    return Proof(name, {"type": "apiKey", "in": "cookie", "name": name, "description": note})


STAFF_COOKIE = _cookie("yunkan-staff")
PHONE_COOKIE = _cookie("yunkan-visit")
STAFF = tuple(role.value for role in Role)
APPLICANT = "applicant"  # a phone that claimed the invitation of the case

SIGNED_IN = Policy(
    "staff",
    Bilingual("已登录的工作人员", "Staff who are signed in"),
    STAFF,
    (STAFF_COOKIE,),
    (NotSignedIn, PasswordToChange),
)
INVITED = Policy(
    "applicant",
    Bilingual("打开了邀请链接的申请人手机", "The applicant's phone that claimed the invitation"),
    (APPLICANT,),
    (PHONE_COOKIE,),
    (InvitationNotValid,),
)


def in_roles(name: str, who: Bilingual, *roles: Role) -> Policy:
    """Staff by what they do; for all others there is nothing here."""
    callers = tuple(role.value for role in Role if role in roles)
    return Policy(name, who, callers, (STAFF_COOKIE,), (NotSignedIn, PasswordToChange, NotFound))


SUPERVISORS = in_roles("supervisors", Bilingual("督办人员", "Supervisors"), Role.SUPERVISOR)
OVERSEERS = in_roles(
    "overseers",
    Bilingual("督办人员、审计人员", "Supervisors and auditors"),
    Role.SUPERVISOR,
    Role.AUDITOR,
)
INTERFACES = in_roles(
    "interfaces",
    Bilingual("督办人员、审计人员、接口管理人员", "Supervisors, auditors and integrators"),
    Role.SUPERVISOR,
    Role.AUDITOR,
    Role.INTEGRATOR,
)
AUDITORS = in_roles("auditors", Bilingual("审计人员", "Auditors"), Role.AUDITOR)
ADMINISTRATORS = in_roles(
    "administrators", Bilingual("系统管理员", "Administrators"), Role.ADMINISTRATOR
)


def must_be(user: User, policy: Policy) -> None:
    """Raises `NotFound` for whoever is in none of the policy's roles."""
    if user.role.value not in policy.callers:
        raise NotFound


def staff_of_case(name: str, who: Bilingual, callers: tuple[str, ...]) -> Policy:
    """Staff by their part in the case: for others the case does not exist."""
    return Policy(name, who, callers, (STAFF_COOKIE,), (NotSignedIn, PasswordToChange, NotFound))
