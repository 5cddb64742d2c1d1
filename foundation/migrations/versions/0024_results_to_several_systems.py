"""Outbox rows are found by index and noted by who holds them; licensing calls back; ratings.

Follows: 0023. Made on 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


_STAYS = {
    "licensing_callback": ("target", "id"),
    "licence": ("case_id",),
    "licence_wish": ("case_id", "position"),
    "rating": ("case_id",),
}
# A message is kept as it came; what it did may come later.
_MESSAGE = "target, id, case_id, news, at, received_at, sha256, licence, words, answered"


def upgrade() -> None:
    op.add_column("outbox_row", sa.Column("lease", sa.String(40), nullable=True))
    op.drop_index(op.f("ix_outbox_row_state"), "outbox_row")
    op.create_index("ix_outbox_row_due", "outbox_row", ["receiver", "state", "next_at"])
    op.create_index(
        "uq_outbox_row_place", "outbox_row", ["receiver", "lane", "position"], unique=True
    )
    _licences()
    _ratings()
    if op.get_bind().dialect.name == "sqlite":
        for table, key in _STAYS.items():
            _keep_rows(table, key)


def _licences() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "licensing_callback",
        sa.Column("target", sa.String(16), nullable=False),
        sa.Column("id", sa.String(100), nullable=False),
        _case_id("licensing_callback"),
        sa.Column("news", sa.String(16), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("licence", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered", sa.String(16), nullable=False),
        sa.Column("effect", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("target", "id", name=op.f("pk_licensing_callback")),
    )
    op.create_index(op.f("ix_licensing_callback_case_id"), "licensing_callback", ["case_id"])
    op.create_table(
        "licence",
        _case_id("licence"),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("download_url", sa.Text(), nullable=True),
        sa.Column("kept_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_licence")),
    )
    op.create_index(op.f("ix_licence_number"), "licence", ["number"])
    op.create_index(op.f("ix_licence_valid_until"), "licence", ["valid_until"])
    op.create_table(
        "licence_wish",
        _case_id("licence_wish"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(16), nullable=False),
        sa.Column("recipient", sa.String(64), nullable=False),
        sa.Column("phone", sa.String(32), nullable=False),
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "position", name=op.f("pk_licence_wish")),
    )


def _ratings() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "rating",
        _case_id("rating"),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_rating")),
    )
    op.create_index(op.f("ix_rating_at"), "rating", ["at"])
    op.create_table(
        "rating_task",
        sa.Column("id", sa.String(40), nullable=False),
        _case_id("rating_task"),
        sa.Column("opened_at", moment, nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("owner_id", sa.String(40), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.String(40), nullable=True),
        sa.Column("answered_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_task")),
        sa.UniqueConstraint("case_id", name=op.f("uq_rating_task_case_id")),
    )


def _case_id(table: str) -> sa.Column[str]:
    name = op.f(f"fk_{table}_case_id_case_file")
    key = sa.ForeignKey("case_file.id", name=name)
    return sa.Column("case_id", sa.String(40), key, nullable=False)


def _keep_rows(table: str, key: tuple[str, ...]) -> None:
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - names of ours
    changed = f" OF {_MESSAGE}" if table == "licensing_callback" else ""
    for name, when in {
        "no_update": f"UPDATE{changed} ON {table}",
        "no_delete": f"DELETE ON {table}",
        "no_replace_0": f"INSERT ON {table} WHEN {there}",
    }.items():
        op.execute(
            f"CREATE TRIGGER {table}_{name} BEFORE {when}"
            f" BEGIN SELECT RAISE(ABORT, '{table}: no row is replaced'); END"
        )


def downgrade() -> None:
    for table in ("rating_task", *reversed(_STAYS)):
        op.drop_table(table)
    op.drop_index("uq_outbox_row_place", "outbox_row")
    op.drop_index("ix_outbox_row_due", "outbox_row")
    op.create_index(op.f("ix_outbox_row_state"), "outbox_row", ["state"])
    op.drop_column("outbox_row", "lease")
