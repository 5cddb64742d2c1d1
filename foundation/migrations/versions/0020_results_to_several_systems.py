"""Rows of the outbox are found by index and noted by who holds them.

Follows: 0016. Made on 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox_row", sa.Column("lease", sa.String(40), nullable=True))
    op.drop_index(op.f("ix_outbox_row_state"), "outbox_row")
    op.create_index("ix_outbox_row_due", "outbox_row", ["receiver", "state", "next_at"])
    op.create_index(
        "uq_outbox_row_place", "outbox_row", ["receiver", "lane", "position"], unique=True
    )


def downgrade() -> None:
    op.drop_index("uq_outbox_row_place", "outbox_row")
    op.drop_index("ix_outbox_row_due", "outbox_row")
    op.create_index(op.f("ix_outbox_row_state"), "outbox_row", ["state"])
    op.drop_column("outbox_row", "lease")
