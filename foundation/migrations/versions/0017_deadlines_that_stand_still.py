"""Times in which a case's deadline stands still.

Follows: 0016. Made on 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_TRIGGERS = {
    "no_delete": "DELETE ON case_pause",
    "no_update": "UPDATE OF id, case_id, kind, why, began_at, began_by ON case_pause",
    "ended_once": "UPDATE OF ended_at, ended_by ON case_pause WHEN OLD.ended_at IS NOT NULL",
    "no_replace_0": (
        "INSERT ON case_pause WHEN EXISTS (SELECT 1 FROM case_pause WHERE id = NEW.id)"
    ),
}


def upgrade() -> None:
    op.create_table(
        "case_pause",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_by", sa.String(40), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("ended_by", sa.String(40)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_pause")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_pause_case_id_case_file")
        ),
    )
    op.create_index(op.f("ix_case_pause_case_id"), "case_pause", ["case_id"])
    if op.get_bind().dialect.name != "sqlite":
        return
    for name, when in _TRIGGERS.items():
        op.execute(
            f"CREATE TRIGGER case_pause_{name} BEFORE {when}"
            " BEGIN SELECT RAISE(ABORT, 'case_pause: no row is replaced'); END"
        )


def downgrade() -> None:
    op.drop_table("case_pause")
