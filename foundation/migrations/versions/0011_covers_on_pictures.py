"""What is covered on a picture, and why; the picture's shown copies follow.

Follows: 0010. Made on 2026-11-25.
"""

import sqlalchemy as sa
from alembic import op

from foundation.database import Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TRIGGERS = {
    "evidence_redaction_no_update": "UPDATE ON evidence_redaction",
    "evidence_redaction_no_delete": "DELETE ON evidence_redaction",
    # What somebody signs under, and what was determined upon, keeps its covers.
    "evidence_cover_frozen_by_record": "UPDATE OF covered_sha256 ON evidence WHEN EXISTS"
    " (SELECT 1 FROM record WHERE case_id = OLD.case_id AND voided_at IS NULL)",
    "evidence_cover_frozen": "UPDATE OF covered_sha256 ON evidence WHEN EXISTS"
    " (SELECT 1 FROM custody_entry WHERE case_id = OLD.case_id AND act = 'frozen')",
}


def upgrade() -> None:
    op.add_column("evidence", sa.Column("covered_sha256", sa.String(length=64), nullable=True))
    op.create_table(
        "evidence_redaction",
        sa.Column("evidence_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("boxes", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("covered_sha256", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("evidence_id", "number", name=op.f("pk_evidence_redaction")),
    )
    # PostgreSQL gets its triggers with the change that adds PostgreSQL
    if op.get_bind().dialect.name != "sqlite":
        return
    for name, when in _TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{name}'); END")
