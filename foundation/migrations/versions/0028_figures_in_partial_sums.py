"""Figures are kept as partial sums beside their rows; what was found in the field of drawn cases.

Follows: 0027. Made on 2026-11-30. Conclusions of before are summed at the next start.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_ROOT = "bureau"
_STAYS = {
    "outcome_way": ("case_id",),
    "outcome_differ": ("case_id", "item_id"),
    "field_check": ("case_id", "position"),
    "field_check_item": ("case_id", "position", "item_id"),
}
_OPEN = "case_file.state NOT IN ('closed', 'determined', 'licensed', 'pushed', 'withdrawn')"


def upgrade() -> None:
    _outcomes()
    _sums()
    _field_checks()
    op.create_index("ix_outcome_concluded_at", "outcome", ["concluded_at", "case_id"])
    op.create_index("ix_case_move_act_at", "case_move", ["act", "at"])
    op.drop_index("ix_case_move_act", "case_move")  # its successor begins with the same column
    op.create_index(
        "ix_case_file_load",
        "case_file",
        ["first_inspector_id", "second_inspector_id", "due_at"],
        sqlite_where=sa.text(_OPEN),
        postgresql_where=sa.text(_OPEN),
    )
    if op.get_bind().dialect.name == "sqlite":
        for table, key in _STAYS.items():
            _keep_rows(table, key)


def _outcomes() -> None:
    op.create_table(
        "outcome_way",
        _case_id("outcome_way", "outcome.case_id"),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("pre_check", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_outcome_way")),
    )
    op.create_table(
        "outcome_differ",
        _case_id("outcome_differ", "outcome.case_id"),
        sa.Column("item_id", sa.String(24), nullable=False),
        sa.Column("first", sa.String(24), nullable=False),
        sa.Column("second", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "item_id", name=op.f("pk_outcome_differ")),
    )


def _sums() -> None:
    op.create_table(
        "outcome_sum",
        sa.Column("dimension", sa.String(16), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("key", sa.String(84), nullable=False),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("is_passed", sa.Boolean(), nullable=False),
        sa.Column("half_days", sa.Integer(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("unit_id", sa.String(40), nullable=False, server_default=_ROOT),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            *("dimension", "month", "key", "is_first", "is_passed", "half_days", "is_late"),
            "unit_id",
            name=op.f("pk_outcome_sum"),
        ),
    )
    op.create_table(
        "item_sum",
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("item_id", sa.String(24), nullable=False),
        sa.Column("unit_id", sa.String(40), nullable=False, server_default=_ROOT),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("asked", "failed", "pairs", "differed", "seen", "found_other")
        ),
        sa.PrimaryKeyConstraint("month", "item_id", "unit_id", name=op.f("pk_item_sum")),
    )
    op.create_table(
        "rating_sum",
        sa.Column("dimension", sa.String(16), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("key", sa.String(84), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.String(40), nullable=False, server_default=_ROOT),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            *("dimension", "month", "key", "level", "unit_id"), name=op.f("pk_rating_sum")
        ),
    )


def _field_checks() -> None:
    op.create_table(
        "field_check",
        _case_id("field_check", "outcome.case_id"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "position", name=op.f("pk_field_check")),
    )
    op.create_table(
        "field_check_item",
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(24), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "position", "item_id", name=op.f("pk_field_check_item")),
        sa.ForeignKeyConstraint(
            ["case_id", "position"],
            ["field_check.case_id", "field_check.position"],
            name=op.f("fk_field_check_item_case_id_field_check"),
        ),
    )
    drawn = sa.text("is_drawn")
    op.create_index(
        "ix_outcome_drawn",
        "outcome",
        ["concluded_at", "case_id"],
        sqlite_where=drawn,
        postgresql_where=drawn,
    )


def _case_id(table: str, to: str) -> sa.Column[str]:
    name = op.f(f"fk_{table}_case_id_{to.partition('.')[0]}")
    return sa.Column("case_id", sa.String(40), sa.ForeignKey(to, name=name), nullable=False)


def _keep_rows(table: str, key: tuple[str, ...]) -> None:
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - names of ours
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
    op.drop_index("ix_outcome_drawn", "outcome")
    op.drop_index("ix_case_file_load", "case_file")
    op.create_index("ix_case_move_act", "case_move", ["act"])
    op.drop_index("ix_case_move_act_at", "case_move")
    op.drop_index("ix_outcome_concluded_at", "outcome")
    for table in ("rating_sum", "item_sum", "outcome_sum", *reversed(_STAYS)):
        op.drop_table(table)
