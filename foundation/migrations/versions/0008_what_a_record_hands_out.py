"""What a record hands out: the token its QR code leads to, and the one-time notice.

Follows: 0007. Made on 2026-11-25.
"""

import sqlalchemy as sa
from alembic import op

from foundation.database import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_APPEND_ONLY = ("record_token",)
_TRIGGERS = {
    "one_time_notice_no_delete": "DELETE ON one_time_notice",
    "one_time_notice_no_update": "UPDATE OF id, case_id, record_id, sha256, content, made_at,"
    " deadline_at ON one_time_notice",
    "one_time_notice_pdf_once": "UPDATE OF pdf_sha256 ON one_time_notice"
    " WHEN OLD.pdf_sha256 IS NOT NULL",
}


def upgrade() -> None:
    op.create_table(
        "record_token",
        sa.Column("record_id", sa.String(length=40), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_record_token_record_id")
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_record_token")),
        sa.UniqueConstraint("token", name=op.f("uq_record_token_token")),
    )
    op.create_table(
        "one_time_notice",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("deadline_at", Moment(), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_one_time_notice_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_notice")),
        sa.UniqueConstraint("record_id", name=op.f("uq_one_time_notice_record_id")),
    )
    with op.batch_alter_table("one_time_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_time_notice_case_id"), ["case_id"], unique=False)
    op.create_index(op.f("ix_record_pdf_sha256"), "record", ["pdf_sha256"], unique=False)
    # PostgreSQL gets its triggers with the change that adds PostgreSQL
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in _APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    for name, when in _TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{name}'); END")
