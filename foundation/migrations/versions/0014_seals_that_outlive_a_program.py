"""Seals over checklists that no change of wording breaks; the earlier ones can not be compared.

Follows: 0013. Made on 2026-11-25.
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What was sealed before stays in the audit log; an empty seal is not compared.
    op.execute("UPDATE case_file SET checklist_sha256 = ''")


def downgrade() -> None:
    pass
