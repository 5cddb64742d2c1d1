"""The custody log: linked line by line, append-only, closed by the determination."""

import asyncio
import json
import sqlite3
from datetime import timedelta

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from foundation.database import open_database
from foundation.migrations import VERSIONS, upgrade
from inspection.evidence import custody
from inspection.evidence.custody import Act

CASE = "case_1"


async def a_log(database, clock, *acts, case=CASE):
    async with database.transaction() as transaction:
        for number, act in enumerate(acts):
            await custody.note(
                transaction,
                case,
                who="applicant",
                act=act,
                now=clock.now() + timedelta(seconds=number),
                evidence_id="ev_1",
                facts={"item": "EX-01", "店": "老街坊"},
            )
    async with database.reading() as view:
        return await custody.entries_of(view, case)


async def test_each_line_names_the_one_before_and_the_root_stands_for_all(database, clock):
    entries = await a_log(database, clock, Act.CAPTURED, Act.COPIED, Act.VIEWED)
    assert custody.first_broken(entries) is None
    lines = [json.loads(entry.line) for entry in entries]
    assert [line["number"] for line in lines] == [1, 2, 3]
    assert [line["previous"] for line in lines[1:]] == [entry.hash for entry in entries[:2]]
    assert custody.root_of(entries) != custody.root_of(entries[:2])


async def test_each_case_has_a_log_of_its_own(database, clock):
    await a_log(database, clock, Act.CAPTURED)
    other = await a_log(database, clock, Act.CAPTURED, case="case_2")
    assert [(entry.number, json.loads(entry.line)["case"]) for entry in other] == [(1, "case_2")]


@pytest.mark.parametrize(
    "change",
    [
        lambda log: [log[0], log[2]],
        lambda log: [log[1], log[0], log[2]],
        lambda log: log[1:],
        lambda log: [
            log[0],
            custody.Entry(
                2,
                log[1].line.replace("applicant", "inspector"),
                custody.hash_of(log[1].line.replace("applicant", "inspector")),
            ),
            log[2],
        ],
    ],
    ids=["dropped", "swapped", "beheaded", "edited with its hash computed anew"],
)
async def test_a_log_that_was_rewritten_is_broken(database, clock, change):
    log = await a_log(database, clock, Act.CAPTURED, Act.COPIED, Act.VIEWED)
    assert custody.first_broken(change(log)) is not None


@pytest.mark.parametrize(
    ("slip", "why"),
    [
        ("UPDATE custody_entry SET line = '{}'", "custody_entry_no_update"),
        ("DELETE FROM custody_entry WHERE number = 2", "custody_entry_no_delete"),
        (
            "INSERT INTO custody_entry SELECT case_id, 9, act, evidence_id, line, hash, 'x'"
            " FROM custody_entry WHERE number = 2",
            "custody_entry_in_order",
        ),
        (
            "INSERT INTO custody_entry SELECT case_id, 3, act, evidence_id, line, previous, 'x'"
            " FROM custody_entry WHERE number = 2",
            "custody_entry_in_order",
        ),
    ],
)
async def test_the_log_can_not_be_changed_by_sql_either(database, clock, slip, why):
    await a_log(database, clock, Act.CAPTURED, Act.VIEWED)
    with pytest.raises(IntegrityError, match=why):
        async with database.transaction() as transaction:
            await transaction.execute(text(slip))


@pytest.mark.parametrize("act", [Act.CAPTURED, Act.REDACTED, Act.COPIED, Act.FROZEN])
async def test_after_the_determination_nothing_joins_the_evidence(database, clock, act):
    await a_log(database, clock, Act.CAPTURED, Act.COPIED, Act.FROZEN)
    with pytest.raises(IntegrityError, match="custody_entry_frozen"):
        await a_log(database, clock, act)


async def test_after_the_determination_looks_exports_and_belated_copies_are_noted(database, clock):
    await a_log(database, clock, Act.CAPTURED, Act.FROZEN)
    log = await a_log(database, clock, Act.VIEWED, Act.EXPORTED, Act.COPIED, Act.VIEWED)
    assert custody.first_broken(log) is None
    assert len(log) == 6


async def test_writers_at_the_same_time_leave_no_gap_and_no_double(database, clock):
    await asyncio.gather(*(a_log(database, clock, Act.VIEWED) for _ in range(20)))
    async with database.reading() as view:
        entries = await custody.entries_of(view, CASE)
    assert custody.first_broken(entries) is None
    assert len(entries) == 20


async def test_lines_of_the_earlier_table_are_taken_over_and_linked(tmp_path):
    path = tmp_path / "old.db"
    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent))
    config.set_main_option("sqlalchemy.url", f"sqlite:///{path}")
    command.upgrade(config, "0002")
    with sqlite3.connect(path) as old:
        old.execute(
            "INSERT INTO evidence VALUES ('ev_1', 'case_1', 'EX-01', 'still', 'abc', 1, 1, 1,"
            " '2026-11-24 02:00:00', '2026-11-24 02:00:01', 'applicant', NULL, NULL, NULL)"
        )
        for act, second in (("kept", 1), ("copied", 2), ("viewed", 3)):
            old.execute(
                "INSERT INTO custody (evidence_id, at, who, act) VALUES ('ev_1', ?, 'u', ?)",
                (f"2026-11-24 02:00:0{second}.000000", act),
            )
    old.close()
    url = f"sqlite+aiosqlite:///{path}"
    upgrade(url)
    database = open_database(url)
    async with database.reading() as view:
        entries = await custody.entries_of(view, "case_1")
    await database.close()
    assert custody.first_broken(entries) is None
    lines = [json.loads(entry.line) for entry in entries]
    assert [line["act"] for line in lines] == ["captured", "copied", "viewed"]
    assert lines[0]["facts"] == {"item": "EX-01", "sha256": "abc"}
    assert lines[0]["at"] == "2026-11-24T02:00:01.000000+00:00"
