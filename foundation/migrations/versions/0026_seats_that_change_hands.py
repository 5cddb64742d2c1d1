"""Who handed their seat at a running inspection over to whom, and why.

Follows: 0025. Made on 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_TRIGGERS = {
    "no_update": "UPDATE ON case_transfer",
    "no_delete": "DELETE ON case_transfer",
    "no_replace_0": (
        "INSERT ON case_transfer WHEN EXISTS (SELECT 1 FROM case_transfer WHERE id = NEW.id)"
    ),
}


def upgrade() -> None:
    op.create_table(
        "case_transfer",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leaving_id", sa.String(40), nullable=False),
        sa.Column("coming_id", sa.String(40), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("item", sa.String(24)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_transfer")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_transfer_case_id_case_file")
        ),
    )
    for column in ("case_id", "leaving_id"):
        op.create_index(op.f(f"ix_case_transfer_{column}"), "case_transfer", [column])
    if op.get_bind().dialect.name != "sqlite":
        return
    for name, when in _TRIGGERS.items():
        op.execute(
            f"CREATE TRIGGER case_transfer_{name} BEFORE {when}"
            " BEGIN SELECT RAISE(ABORT, 'case_transfer: no row is replaced'); END"
        )


def downgrade() -> None:
    op.drop_table("case_transfer")
