"""What stays is not replaced either: `INSERT OR REPLACE` deletes without telling delete triggers.

Follows: 0014. Made on 2026-11-25.
"""

from alembic import op
from sqlalchemy import inspect, text

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # PostgreSQL has no OR REPLACE
    if op.get_bind().dialect.name != "sqlite":
        return
    found = inspect(op.get_bind())
    for table in _what_stays():
        keys = [found.get_pk_constraint(table)["constrained_columns"]]
        keys += [one["column_names"] for one in found.get_unique_constraints(table)]
        keys += [one["column_names"] for one in found.get_indexes(table) if one["unique"]]
        for number, key in enumerate(dict.fromkeys(tuple(key) for key in keys if key)):
            same = " AND ".join(f"{column} = NEW.{column}" for column in key)
            there = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - names of ours
            op.execute(
                f"CREATE TRIGGER {table}_no_replace_{number} BEFORE INSERT ON {table}"
                f" WHEN {there}"
                f" BEGIN SELECT RAISE(ABORT, '{table}: no row is replaced'); END"
            )


def downgrade() -> None:
    for name in op.get_bind().scalars(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB '*_no_replace_*'")
    ):
        op.execute(f"DROP TRIGGER {name}")


def _what_stays() -> list[str]:
    """Tables no row of which may be deleted, by the triggers that say so."""
    rows = op.get_bind().execute(
        text("SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY tbl_name")
    )
    return sorted({table for table, sql in rows if f"BEFORE DELETE ON {table}" in sql})
