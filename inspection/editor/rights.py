"""Who may work on templates. For everybody else drafts and versions do not exist."""

from foundation.errors import NotFound
from foundation.http.operation import Policy
from foundation.identity import policies
from foundation.identity.errors import NotSignedIn
from foundation.identity.model import Role, User
from foundation.text import Bilingual

_EDITORS = frozenset({Role.SUPERVISOR, Role.TRAINER})
EDITORS = Policy(
    "templates.editors",
    Bilingual("督办人员和培训人员", "Supervisors and trainers"),
    tuple(sorted(role.value for role in _EDITORS)),
    (policies.STAFF_COOKIE,),
    (NotSignedIn, NotFound),
)


def must_edit(user: User) -> None:
    """Raises `NotFound` for everybody who is neither supervisor nor trainer."""
    if user.role not in _EDITORS:
        raise NotFound
