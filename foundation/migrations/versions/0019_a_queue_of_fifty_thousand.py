"""What the queue asks is found without looking at every case there ever was.

Follows: 0018. Made on 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_FINISHED = "'closed', 'determined', 'licensed', 'pushed', 'withdrawn'"


def upgrade() -> None:
    for name, word in (("open", "NOT IN"), ("done", "IN")):
        which = sa.text(f"case_file.state {word} ({_FINISHED})")
        op.create_index(
            f"ix_case_file_{name}",
            "case_file",
            ["due_at", "id"],
            sqlite_where=which,
            postgresql_where=which,
        )
    op.create_index(
        "ix_case_file_words", "case_file", ["number", "shop_name", "applicant_name", "id"]
    )


def downgrade() -> None:
    for name in ("open", "done", "words"):
        op.drop_index(f"ix_case_file_{name}", "case_file")
