"""One renewal of a licence at a time; verdicts are found by their day.

Follows: 0029. Made on 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0029"
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


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER renewal_no_replace_1")
    op.drop_index("uq_renewal_turn", "renewal")
    op.drop_column("renewal", "turn")
    op.drop_index(op.f("ix_finding_change_at"), "finding_change")
