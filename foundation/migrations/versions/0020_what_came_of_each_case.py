"""What each determination came to, in rows that figures are counted from.

Follows: 0019. Made on 2026-11-30. Cases determined before get theirs at the next start.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outcome",
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("is_passed", sa.Boolean(), nullable=False),
        sa.Column("half_days", sa.Integer(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("is_drawn", sa.Boolean(), nullable=False),
        sa.Column("format_zh", sa.String(64), nullable=False),
        sa.Column("first_inspector_id", sa.String(40), nullable=False),
        sa.Column("second_inspector_id", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_outcome")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_outcome_case_id_case_file")
        ),
    )
    op.create_index(
        "ix_outcome_figures",
        "outcome",
        ["month", "is_first", "is_passed", "half_days", "is_late", "format_zh"],
    )
    op.create_table(
        "outcome_item",
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("item_id", sa.String(16), nullable=False),
        sa.Column("verdict", sa.String(24), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "item_id", name=op.f("pk_outcome_item")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["outcome.case_id"], name=op.f("fk_outcome_item_case_id_outcome")
        ),
    )
    op.create_index("ix_outcome_item_month_item_id", "outcome_item", ["month", "item_id"])
    if op.get_bind().dialect.name != "sqlite":
        return
    for table, same in (
        ("outcome", "case_id = NEW.case_id"),
        ("outcome_item", "case_id = NEW.case_id AND item_id = NEW.item_id"),
    ):
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
    op.drop_table("outcome_item")
    op.drop_table("outcome")
