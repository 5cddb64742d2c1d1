"""A case can be the second look of another, and ask only some items.

Follows: 0017. Made on 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # not as a batch: that makes the table anew and loses its triggers
    op.execute("ALTER TABLE case_file ADD COLUMN follows VARCHAR(40) REFERENCES case_file (id)")
    op.add_column("case_file", sa.Column("asks", sa.Text()))
    op.create_index(op.f("ix_case_file_follows"), "case_file", ["follows"])


def downgrade() -> None:
    op.drop_index(op.f("ix_case_file_follows"), "case_file")
    op.drop_column("case_file", "asks")
    op.drop_column("case_file", "follows")
