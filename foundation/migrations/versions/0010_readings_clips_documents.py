"""Readings typed by inspectors; how long a clip is, and the picture that shows it.

Follows: 0009. Made on 2026-11-25.
"""

import sqlalchemy as sa
from alembic import op

from foundation.database import Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_FROZEN = "EXISTS (SELECT 1 FROM custody_entry WHERE case_id = NEW.case_id AND act = 'frozen')"


def upgrade() -> None:
    op.create_table(
        "reading",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("item_id", sa.String(length=24), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=24), nullable=True),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("evidence_id", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_reading")),
    )
    op.create_index(op.f("ix_reading_case_id"), "reading", ["case_id"], unique=False)
    op.add_column("evidence", sa.Column("duration_ms", sa.Integer(), nullable=True))
    op.add_column("evidence", sa.Column("poster_sha256", sa.String(length=64), nullable=True))
    if op.get_bind().dialect.name != "sqlite":
        return  # PostgreSQL gets its triggers with the change that adds PostgreSQL
    for verb in ("UPDATE", "DELETE"):
        _refuse(f"reading_no_{verb.lower()}", f"{verb} ON reading")
    _refuse("reading_frozen", f"INSERT ON reading WHEN {_FROZEN}")


def _refuse(name: str, when: str) -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{name}'); END")
