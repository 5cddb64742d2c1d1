"""What was kept around evidence is written once: the database itself refuses anything else."""

import asyncio
import shutil
import sqlite3
from contextlib import closing

import pytest

from tests.support.clock import FrozenClock
from tests.support.full_case import gathered
from tests.support.packs import Archive

# A column of each append-only table of migrations 0009 to 0012 that somebody might want different.
TABLES = {
    "circumstances": "place = 'at_address'",
    "challenge": "code = '0000'",
    "reading": "value = '1.90'",
    "evidence_redaction": "reason = ''",
    "evidence_note": "value = ''",
}
COPIED = {  # one row more of each, as close to a real one as can be
    "circumstances": "evidence_id || 'x', place, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', ''",
    "reading": 'NULL, case_id, item_id, quantity, value, unit, evidence_id, reason, "by", at',
    "evidence_note": (
        "NULL, id || 'x', case_id, evidence_id, item_id, kind, title, value, unit, content, \"by\","
        " at"
    ),
}


def built(folder, *, is_determined):
    async def made():
        archive = await Archive.opened(folder, FrozenClock())
        await gathered(archive)
        if is_determined:
            await archive.determine(on_paper=False)
        await archive.database.close()

    asyncio.run(made())
    return folder / "yunkan.db"


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """A case with a row in each table, still open."""
    return built(tmp_path_factory.mktemp("open"), is_determined=False)


@pytest.fixture(scope="module")
def determined(tmp_path_factory):
    """The same, determined."""
    return built(tmp_path_factory.mktemp("closed"), is_determined=True)


@pytest.fixture
def tried(tmp_path):
    """Runs statements on a copy of a database; how many rows the last one touched."""

    def run(database, *statements):
        copy = tmp_path / "copy.db"
        shutil.copy(database, copy)
        with closing(sqlite3.connect(copy)) as file:
            return [file.execute(one).rowcount for one in statements][-1]

    return run


@pytest.mark.parametrize("table", TABLES)
def test_a_row_is_neither_changed_nor_taken_away(opened, tried, table):
    with pytest.raises(sqlite3.IntegrityError, match=f"{table}_no_update"):
        tried(opened, f"UPDATE {table} SET {TABLES[table]}")  # noqa: S608
    with pytest.raises(sqlite3.IntegrityError, match=f"{table}_no_delete"):
        tried(opened, f"DELETE FROM {table}")  # noqa: S608


@pytest.mark.parametrize("table", COPIED)
def test_nothing_is_added_once_the_case_is_determined(opened, determined, tried, table):
    more = f"INSERT INTO {table} SELECT {COPIED[table]} FROM {table} LIMIT 1"  # noqa: S608
    before = []
    if table == "circumstances":  # of the case's own evidence: of another's it knows no case
        more = more.replace("evidence_id || 'x'", "evidence_id").replace("INTO", "OR REPLACE INTO")
        before = ["DROP TRIGGER circumstances_no_replace_0"]  # it would refuse first
    assert tried(opened, *before, more) == 1
    with pytest.raises(sqlite3.IntegrityError, match=f"{table}_frozen"):
        tried(determined, *before, more)


def test_the_cover_of_a_record_or_of_a_determined_case_stays(opened, determined, tried):
    off = "UPDATE evidence SET covered_sha256 = NULL WHERE covered_sha256 IS NOT NULL"
    assert tried(opened, off) == 1
    with pytest.raises(sqlite3.IntegrityError, match="evidence_cover_frozen"):
        tried(determined, off)
