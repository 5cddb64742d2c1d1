"""How an application came in, what its sender was answered, and how its case is handled.

Follows: 0021. Made on 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_KEYS = {"filing": ("case_id",), "filing_answer": ("sender", "key")}


def upgrade() -> None:
    op.create_table(
        "filing",
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("sender", sa.String(length=40), nullable=False),
        sa.Column("external_number", sa.String(length=64), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("mandate", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_filing_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_filing")),
        sa.UniqueConstraint("sender", "external_number", name=op.f("uq_filing_sender")),
    )
    op.create_table(
        "filing_answer",
        sa.Column("sender", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("body_sha256", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_filing_answer_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("sender", "key", name=op.f("pk_filing_answer")),
    )
    op.create_index(op.f("ix_filing_answer_case_id"), "filing_answer", ["case_id"])
    for name, default in (("mode", "live"), ("mode_why", ""), ("track", "licence")):
        kind = sa.Text() if name == "mode_why" else sa.String(length=16)
        op.add_column("case_file", sa.Column(name, kind, nullable=False, server_default=default))
    op.create_index(op.f("ix_case_file_credit_code"), "case_file", ["credit_code"])
    if op.get_bind().dialect.name == "sqlite":
        for table, keys in _KEYS.items():
            _stays(table, keys)


def _stays(table: str, keys: tuple[str, ...]) -> None:
    same = " AND ".join(f'"{key}" = NEW."{key}"' for key in keys)
    events = {
        "no_update": f"UPDATE ON {table}",
        "no_delete": f"DELETE ON {table}",
        "no_replace_0": f"INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})",  # noqa: S608
    }
    for name, when in events.items():
        op.execute(
            f"CREATE TRIGGER {table}_{name} BEFORE {when}"
            f" BEGIN SELECT RAISE(ABORT, '{table}: no row is replaced'); END"
        )


def downgrade() -> None:
    op.drop_index(op.f("ix_case_file_credit_code"), "case_file")
    for name in ("track", "mode_why", "mode"):
        op.drop_column("case_file", name)
    op.drop_table("filing_answer")
    op.drop_table("filing")
