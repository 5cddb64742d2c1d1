"""Place, clocks, challenge and codec of each piece of evidence; the challenge codes of a case.

Follows: 0008. Made on 2026-11-25.
"""

import sqlalchemy as sa
from alembic import op

from foundation.database import Moment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_FROZEN = (
    "EXISTS (SELECT 1 FROM custody_entry JOIN evidence ON evidence.case_id = custody_entry.case_id"
    " WHERE evidence.id = NEW.evidence_id AND custody_entry.act = 'frozen')"
)


def upgrade() -> None:
    op.create_table(
        "circumstances",
        sa.Column("evidence_id", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("accuracy_m", sa.Float(), nullable=True),
        sa.Column("position_age_s", sa.Float(), nullable=True),
        sa.Column("distance_m", sa.Float(), nullable=True),
        sa.Column("clock_offset_ms", sa.BigInteger(), nullable=True),
        sa.Column("clock_error_ms", sa.BigInteger(), nullable=True),
        sa.Column("challenge", sa.String(length=4), nullable=False),
        sa.Column("codec", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("pk_circumstances")),
    )
    op.create_table(
        "challenge",
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("began_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "number", name=op.f("pk_challenge")),
    )
    # PostgreSQL gets its triggers with the change that adds PostgreSQL
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in ("circumstances", "challenge"):
        for verb in ("UPDATE", "DELETE"):
            _refuse(f"{table}_no_{verb.lower()}", f"{verb} ON {table}")
    _refuse("circumstances_frozen", f"INSERT ON circumstances WHEN {_FROZEN}")


def _refuse(name: str, when: str) -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{name}'); END")
