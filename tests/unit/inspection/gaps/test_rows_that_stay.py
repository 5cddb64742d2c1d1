"""Steps, files, pledges and flags are written once; of a gap only state and deadline change."""

import sqlite3
from contextlib import closing

import pytest

from inspection.cases.service import Cases
from inspection.intake.demo import RESTAURANT
from tests.support.gaps import a_gap

FIXED = {
    "gap": "first_due_at = due_at",
    "gap_step": "why = 'x'",
    "gap_upload": "sha256 = 'x'",
    "gap_pledge": "content = 'x'",
    "operator_flag": "reason = 'x'",
}
OPEN = {"gap": "state = 'lapsed'", "operator_flag": "lifted_by = 'u'"}


@pytest.fixture
async def file(database, clock, tmp_path):
    """The database's file, with a row in each table."""
    case = await Cases(database, clock).accept(RESTAURANT, ())
    await a_gap(database, clock, case.id)
    return tmp_path / "yunkan.db"


@pytest.mark.parametrize("table", FIXED)
def test_what_was_written_is_neither_changed_nor_taken_away(file, table):
    with closing(sqlite3.connect(file)) as rows:
        with pytest.raises(sqlite3.IntegrityError, match=f"{table}: no row is replaced"):
            rows.execute(f"UPDATE {table} SET {FIXED[table]}")  # noqa: S608
        with pytest.raises(sqlite3.IntegrityError, match=f"{table}: no row is replaced"):
            rows.execute(f"DELETE FROM {table}")  # noqa: S608
        with pytest.raises(sqlite3.IntegrityError, match=f"{table}: no row is replaced"):
            rows.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608


@pytest.mark.parametrize("table", OPEN)
def test_what_may_change_does(file, table):
    with closing(sqlite3.connect(file)) as rows:
        assert rows.execute(f"UPDATE {table} SET {OPEN[table]}").rowcount == 1  # noqa: S608
