"""${message}

Follows: ${down_revision or "nothing"}. Made on ${create_date.date()}.
"""

import sqlalchemy as sa
from alembic import op
import foundation.database

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
