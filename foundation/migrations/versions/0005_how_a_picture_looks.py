"""What was measured of each picture, and fingerprints to find it again in other cases.

Follows: 0004. Made on 2026-11-25.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence_look",
        sa.Column("evidence_id", sa.String(length=40), nullable=False),
        sa.Column("sharpness", sa.Float(), nullable=False),
        sa.Column("brightness", sa.Float(), nullable=False),
        sa.Column("glare", sa.Float(), nullable=False),
        sa.Column("grid", sa.Float(), nullable=False),
        sa.Column("phash", sa.String(length=16), nullable=False),
        sa.Column("is_reused", sa.Boolean(), nullable=False),
        sa.Column("is_alike", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("pk_evidence_look")),
    )
    op.create_table(
        "evidence_band",
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("bits", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("place", "bits", "evidence_id", name=op.f("pk_evidence_band")),
    )
    op.create_index(op.f("ix_evidence_sha256"), "evidence", ["sha256"], unique=False)
    # PostgreSQL gets its triggers with the change that adds PostgreSQL
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER evidence_look_no_{verb} BEFORE {verb} ON evidence_look"
                " BEGIN SELECT RAISE(ABORT, 'evidence_look is append-only'); END"
            )
