"""Notices: what is told to whom, once per case, kind and occasion; what happened to each stays.

Follows: 0020. Made on 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_STAYS = {
    "no_update": "UPDATE ON notice_event",
    "no_delete": "DELETE ON notice_event",
    "no_replace_0": (
        "INSERT ON notice_event WHEN EXISTS (SELECT 1 FROM notice_event WHERE number = NEW.number)"
    ),
}


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("occasion", sa.String(80), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True)),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("shown_zh", sa.Text(), nullable=False),
        sa.Column("shown_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_notice_case_id_case_file")
        ),
        sa.UniqueConstraint("case_id", "kind", "occasion", name=op.f("uq_notice_case_id")),
    )
    op.create_index("ix_notice_due", "notice", ["state", "due_at"])
    op.create_table(
        "notice_event",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(8)),
        sa.Column("gateway", sa.String(16), nullable=False),
        sa.Column("attempt_id", sa.String(40)),
        sa.Column("message_id", sa.String(128)),
        sa.Column("said", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_notice_event")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_notice_event_notice_id_notice")
        ),
    )
    for column in ("notice_id", "attempt_id", "message_id"):
        op.create_index(op.f(f"ix_notice_event_{column}"), "notice_event", [column])
    if op.get_bind().dialect.name != "sqlite":
        return
    for name, when in _STAYS.items():
        op.execute(
            f"CREATE TRIGGER notice_event_{name} BEFORE {when}"
            " BEGIN SELECT RAISE(ABORT, 'notice_event: no row is replaced'); END"
        )


def downgrade() -> None:
    op.drop_table("notice_event")
    op.drop_table("notice")
