"""Two inspectors' own verdicts of an item, and what they came to together.

Follows: 0003. Made on 2026-11-25.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "finding_change",
        sa.Column("kind", sa.String(length=12), server_default="own", nullable=False),
    )
