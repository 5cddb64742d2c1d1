"""Who may work on templates. For everybody else drafts and versions do not exist."""

from foundation.identity import policies
from foundation.identity.model import Role, User
from foundation.text import Bilingual

EDITORS = policies.in_roles(
    "templates.editors",
    Bilingual("督办人员、培训人员、模板管理人员", "Supervisors, trainers and template editors"),
    Role.SUPERVISOR,
    Role.TRAINER,
    Role.TEMPLATE_EDITOR,
)
READERS = policies.in_roles(
    "templates.readers",
    Bilingual(
        "督办人员、培训人员、模板管理人员、审计人员",
        "Supervisors, trainers, template editors and auditors",
    ),
    Role.SUPERVISOR,
    Role.TRAINER,
    Role.TEMPLATE_EDITOR,
    Role.AUDITOR,
)


def must_edit(user: User) -> None:
    """Raises `NotFound` for everybody who does not write templates and rules."""
    policies.must_be(user, EDITORS)


def must_read(user: User) -> None:
    """Raises `NotFound` for everybody who neither writes templates and rules nor audits them."""
    policies.must_be(user, READERS)
