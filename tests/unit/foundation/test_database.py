import asyncio
import sqlite3
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import text

from foundation import database as database_module
from foundation.audit import append, entries_about, first_broken_entry
from foundation.database import Busy, open_database


async def test_a_change_survives_and_a_failed_one_leaves_nothing(database, clock):
    async with database.transaction() as transaction:
        await append(transaction, at=clock.now(), actor="a", action="x", subject="case_1")

    async def fail_half_way():
        async with database.transaction() as transaction:
            await append(transaction, at=clock.now(), actor="a", action="y", subject="case_1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail_half_way()
    async with database.reading() as view:
        assert [entry.action for entry in await entries_about(view, "case_1")] == ["x"]


async def test_a_reading_view_can_not_write(database, clock):
    with pytest.raises(Exception, match="readonly"):
        async with database.reading() as view:
            await append(view, at=clock.now(), actor="a", action="x", subject="case_1")


async def test_sqlite_runs_in_wal_with_full_sync(database):
    async with database.transaction() as transaction:
        assert (await transaction.execute(text("PRAGMA journal_mode"))).scalar() == "wal"
        assert (await transaction.execute(text("PRAGMA synchronous"))).scalar() == 2


async def test_parallel_writers_wait_for_each_other_and_the_log_stays_whole(database, clock):
    async def write(actor):
        async with database.transaction() as transaction:
            await append(transaction, at=clock.now(), actor=actor, action="x", subject="s")

    await asyncio.gather(*(write(f"a{i}") for i in range(40)))
    async with database.reading() as view:
        assert len(await entries_about(view, "s")) == 40
        assert await first_broken_entry(view) is None


async def test_a_changed_log_entry_is_found_even_below_the_triggers(database, clock, tmp_path):
    for action in "abc":
        async with database.transaction() as transaction:
            await append(transaction, at=clock.now(), actor="x", action=action, subject="s")
    with sqlite3.connect(tmp_path / "yunkan.db") as below:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            below.execute("UPDATE audit_entry SET actor = 'somebody else' WHERE number = 2")
        below.execute("DROP TRIGGER audit_entry_no_UPDATE")
        below.execute("UPDATE audit_entry SET actor = 'somebody else' WHERE number = 2")
    below.close()
    async with database.reading() as view:
        assert await first_broken_entry(view) == 2


async def test_a_database_held_by_another_program_says_busy_and_works_again_after(
    database, tmp_path, monkeypatch
):
    monkeypatch.setattr(database_module, "WRITER_WAIT_S", 0.1)
    opened = open_database(f"sqlite+aiosqlite:///{tmp_path / 'yunkan.db'}")
    with sqlite3.connect(tmp_path / "yunkan.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy):
            async with opened.transaction():
                pass
        other.execute("ROLLBACK")
    other.close()
    async with opened.transaction() as transaction:
        assert (await transaction.execute(text("SELECT 1"))).scalar() == 1
    await opened.close()


async def test_more_readers_than_places_are_told_busy_instead_of_a_fault(
    database, tmp_path, monkeypatch
):
    monkeypatch.setattr(database_module, "WRITER_WAIT_S", 0.1)
    opened = open_database(f"sqlite+aiosqlite:///{tmp_path / 'yunkan.db'}")

    async def twenty_at_once():
        async with AsyncExitStack() as places:
            for _ in range(20):
                await places.enter_async_context(opened.reading())

    with pytest.raises(Busy):
        await twenty_at_once()
    await opened.close()
