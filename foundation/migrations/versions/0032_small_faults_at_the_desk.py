"""Verdicts are found by their day.

Follows: 0029. Made on 2026-11-30.
"""

from alembic import op

revision = "0032"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_finding_change_at"), "finding_change", ["at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_finding_change_at"), "finding_change")
