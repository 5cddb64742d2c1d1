"""Licences are renewed by a case of their own, from a link in the reminder.

Follows: 0028. Made on 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "renewal",
        _case_id("renewal", "case_id"),
        _case_id("renewal", "renews"),
        sa.Column("at", moment, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_renewal")),
    )
    op.create_index(op.f("ix_renewal_renews"), "renewal", ["renews"])
    op.create_table(
        "renewal_link",
        sa.Column("secret_hash", sa.String(64), nullable=False),
        _case_id("renewal_link", "case_id"),
        sa.Column("made_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_renewal_link")),
    )
    op.create_index(op.f("ix_renewal_link_case_id"), "renewal_link", ["case_id"])
    op.create_index("ix_licence_issued_on", "licence", ["issued_on"])
    if op.get_bind().dialect.name == "sqlite":
        _keep_rows("renewal", "case_id")
        _keep_rows("renewal_link", "secret_hash")


def _case_id(table: str, column: str) -> sa.Column[str]:
    name = op.f(f"fk_{table}_{column}_case_file")
    key = sa.ForeignKey("case_file.id", name=name)
    return sa.Column(column, sa.String(40), key, nullable=False)


def _keep_rows(table: str, key: str) -> None:
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608 - names of ours
    for name, when in {
        "no_update": f"UPDATE ON {table}",
        "no_delete": f"DELETE ON {table}",
        "no_replace_0": f"INSERT ON {table} WHEN {there}",
    }.items():
        op.execute(
            f"CREATE TRIGGER {table}_{name} BEFORE {when}"
            f" BEGIN SELECT RAISE(ABORT, '{table}: no row is replaced'); END"
        )


def downgrade() -> None:
    op.drop_index("ix_licence_issued_on", "licence")
    for table in ("renewal_link", "renewal"):
        op.drop_table(table)
