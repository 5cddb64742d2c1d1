"""A pair stands on the roster of an office; those of before stand on the bureau's.

Follows: 0029. Made on 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    unit = sa.Column("unit_id", sa.String(40), nullable=False, server_default="bureau")
    op.add_column("duty_pair", unit)
