"""Published templates that stay as they are, what a case was pinned to, drafts; longer item ids.

Follows: 0005. Made on 2026-11-25.
"""

import sqlalchemy as sa
from alembic import op

from foundation.database import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_APPEND_ONLY = ("template_version", "template_set")
_ITEM_IDS = ("commitment", "evidence", "finding_change")


def upgrade() -> None:
    op.create_table(
        "template_version",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("family", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("published_by", sa.String(length=40), nullable=False),
        sa.Column("published_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_template_version")),
        sa.UniqueConstraint("kind", "family", "version", name=op.f("uq_template_version_kind")),
    )
    op.create_table(
        "template_set",
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("members", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_template_set")),
    )
    op.create_table(
        "template_draft",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("family", sa.String(length=40), nullable=False),
        sa.Column("base", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("changed_by", sa.String(length=40), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_draft")),
    )
    op.add_column(
        "case_file",
        sa.Column("checklist_sha256", sa.String(length=64), server_default="", nullable=False),
    )
    _widen_item_ids()
    # PostgreSQL gets its triggers with the change that adds PostgreSQL
    if op.get_bind().dialect.name == "sqlite":
        for table in _APPEND_ONLY:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
                    f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )


def _widen_item_ids() -> None:
    """SQLite makes such a table anew and forgets its triggers; others name it. All are put back."""
    triggers: list[tuple[str, str]] = []
    if op.get_bind().dialect.name == "sqlite":
        rows = op.get_bind().execute(
            sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid")
        )
        triggers = [(name, sql) for name, sql in rows]
    for name, _ in triggers:
        op.execute(f'DROP TRIGGER "{name}"')
    for table in _ITEM_IDS:
        with op.batch_alter_table(table) as batch:
            batch.alter_column(
                "item_id", existing_type=sa.String(8), type_=sa.String(24), existing_nullable=False
            )
    for _, sql in triggers:
        op.get_bind().exec_driver_sql(sql)
