"""One renewal of a licence at a time; what an absence handed on; verdicts found by their day.

Follows: 0031. Made on 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_finding_change_at"), "finding_change", ["at"])
    # Renewals from before have none and keep out of nobody's way: turns count all rows.
    op.add_column("renewal", sa.Column("turn", sa.Integer))
    op.create_index("uq_renewal_turn", "renewal", ["renews", "turn"], unique=True)
    if op.get_bind().dialect.name == "sqlite":  # the only one that has INSERT OR REPLACE
        op.execute(
            "CREATE TRIGGER renewal_no_replace_1 BEFORE INSERT ON renewal WHEN EXISTS"
            " (SELECT 1 FROM renewal WHERE renews = NEW.renews AND turn = NEW.turn)"
            " BEGIN SELECT RAISE(ABORT, 'renewal: no row is replaced'); END"
        )
    op.create_table(
        "booking_handed_on",
        sa.Column("absence_id", sa.String(40), nullable=False),
        sa.Column(
            "case_id",
            sa.String(40),
            sa.ForeignKey("case_file.id", name=op.f("fk_booking_handed_on_case_id_case_file")),
            nullable=False,
        ),
        sa.Column("first_inspector_id", sa.String(40), nullable=False),
        sa.Column("second_inspector_id", sa.String(40), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("absence_id", "case_id", name=op.f("pk_booking_handed_on")),
    )


def downgrade() -> None:
    op.drop_table("booking_handed_on")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER renewal_no_replace_1")
    op.drop_index("uq_renewal_turn", "renewal")
    op.drop_column("renewal", "turn")
    op.drop_index(op.f("ix_finding_change_at"), "finding_change")
