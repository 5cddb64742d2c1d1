"""Who takes applications in. For others there is nothing here."""

from foundation.errors import NotFound
from foundation.http.operation import Policy, Proof
from foundation.identity import policies
from foundation.identity.model import Role, User
from foundation.text import Bilingual
from inspection.cases.machine import Actor
from inspection.cases.moves import Mover
from inspection.intake.errors import KeyNotSigned, NotSigned, StaleRequest

_TAKE_IN = {Role.CLERK: Actor.CLERK, Role.SUPERVISOR: Actor.SUPERVISOR}

RECEIVERS = policies.staff_of_case(
    "intake.receivers",
    Bilingual("窗口、督办人员", "Clerks and supervisors"),
    tuple(sorted(role.value for role in _TAKE_IN)),
)
SENDER = "sender"
SENDERS = Policy(
    "intake.senders",
    Bilingual(
        "设置项 intake_senders 里的系统，凭签名；没有登录",
        "Systems named in the setting intake_senders, by signature; there is no sign-in",
    ),
    (SENDER,),
    (
        Proof(
            "webhook-signature",
            {
                "type": "apiKey",
                "in": "header",
                "name": "webhook-signature",
                "description": "Standard Webhooks 1.0，另加 yunkan-sender · with yunkan-sender",
            },
        ),
    ),
    (NotSigned, StaleRequest, KeyNotSigned),
)


def must_receive(user: User) -> Mover:
    """As whom this person moves an application. Raises `NotFound` for all others."""
    if user.role not in _TAKE_IN:
        raise NotFound
    return Mover(_TAKE_IN[user.role], user.id)
