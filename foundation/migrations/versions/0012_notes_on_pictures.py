"""What was measured and read in a picture, as somebody confirmed it.

Follows: 0011. Made on 2026-11-25.
"""

import sqlalchemy as sa
from alembic import op

from foundation.database import Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_TRIGGERS = {
    "evidence_note_no_update": "UPDATE ON evidence_note",
    "evidence_note_no_delete": "DELETE ON evidence_note",
    "evidence_note_frozen_by_record": "INSERT ON evidence_note WHEN EXISTS"
    " (SELECT 1 FROM record WHERE case_id = NEW.case_id AND voided_at IS NULL)",
}


def upgrade() -> None:
    op.create_table(
        "evidence_note",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("evidence_id", sa.String(length=40), nullable=False),
        sa.Column("item_id", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_evidence_note")),
        sa.UniqueConstraint("id", name=op.f("uq_evidence_note_id")),
    )
    op.create_index(op.f("ix_evidence_note_case_id"), "evidence_note", ["case_id"], unique=False)
    # PostgreSQL gets its triggers with the change that adds PostgreSQL
    if op.get_bind().dialect.name != "sqlite":
        return
    for name, when in _TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{name}'); END")
