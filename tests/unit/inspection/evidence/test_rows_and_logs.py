"""A row that was changed in the database is named by both verifiers: its log says otherwise."""

import asyncio
import shutil
import sqlite3
from contextlib import closing, redirect_stdout
from dataclasses import replace
from io import BytesIO, TextIOWrapper

import pytest

from foundation.blobs import FolderBlobs
from foundation.database import open_database
from inspection.evidence.verify_here import main
from tests.support.clock import FrozenClock
from tests.support.full_case import full_case
from tests.support.packs import verify_alone

# What somebody with the database file might do, and how the report names it.
EDITS = {
    "UPDATE reading SET value = '1.90' WHERE number = 4": "readings.json [/3/value]",
    "UPDATE reading SET \"by\" = 'user_x' WHERE number = 1": "readings.json [/0/by]",
    "DELETE FROM reading WHERE number = 2": "readings.json [/1/value]",
    "DELETE FROM reading": "readings.json [/0]",
    "UPDATE evidence_note SET value = 'YJ-8000C'": "notes.json [/{measured}/0/value]",
    "DELETE FROM evidence_note WHERE kind = 'withdrawn'": "notes.json [/{measured}/2]",
    "UPDATE evidence_redaction SET reason = '无'": "redactions.json [/{covered}/0/reason]",
    "UPDATE evidence_redaction SET boxes = '[]'": "redactions.json [/{covered}/0/boxes]",
    "DELETE FROM evidence_redaction": "redactions.json [/{covered}/0]",
    "UPDATE challenge SET code = '0000'": "challenges.json [/{measured}]",
    "UPDATE challenge SET began_at = ends_at": "challenges.json [/{measured}]",
    "DELETE FROM challenge": "challenges.json [/{measured}]",
    "UPDATE circumstances SET place = 'at_address'": "evidence.json [/{measured}/circumstances]",
    "UPDATE one_time_notice SET content = replace(content, 'EX-03', 'EX-04')": (
        "notice/notice.json [/sha256]"
    ),
    "UPDATE evidence SET duration_ms = 60000 WHERE origin = 'clip'": (
        "evidence.json [/{filmed}/duration_ms]"
    ),
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A full case, closed; each test changes a copy of it."""

    async def made():
        archive = await full_case(tmp_path_factory.mktemp("full"), FrozenClock())
        await archive.database.close()
        return archive

    return asyncio.run(made())


@pytest.fixture
async def exported(kept, tmp_path):
    """Makes the pack of a copy after an edit, past the triggers that refuse it."""
    opened = []

    async def export(edit=""):
        folder = tmp_path / "copy"
        shutil.copytree(kept.folder, folder)
        with closing(sqlite3.connect(folder / "yunkan.db")) as file:
            names = file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for (name,) in names:
                file.execute(f"DROP TRIGGER {name}")
            assert not edit or file.execute(edit).rowcount > 0
            file.commit()
        database = open_database(f"sqlite+aiosqlite:///{folder / 'yunkan.db'}")
        opened.append(database)
        archive = replace(
            kept, folder=folder, database=database, blobs=FolderBlobs(folder / "blobs")
        )
        pack = folder / "pack.zip"
        pack.write_bytes(await archive.export())
        return pack, {one.item_id: one.id for one in await archive.pictures()}

    yield export
    for one in opened:
        await one.close()


def verify_here(pack):
    """Status and words of `server.py verify`."""
    out = TextIOWrapper(BytesIO())
    with redirect_stdout(out):
        status = main([str(pack)])
    out.flush()
    return status, out.buffer.getvalue().decode()


async def test_what_nobody_touched_is_intact_and_says_that_rows_were_compared(exported):
    pack, _ = await exported()
    for status, said in (verify_alone(pack), verify_here(pack)):
        assert status == 0, said
        for words in (
            "readings.json: SHA-256, audit.jsonl, 4 rows",
            "notes.json: SHA-256, custody.jsonl, 3 rows",
            "redactions.json: SHA-256, custody.jsonl, 1 rows",
            "challenges.json: SHA-256, evidence.json",
            "notice/content.json: SHA-256, record, evidence.json",
        ):
            assert words in said


@pytest.mark.parametrize("edit", EDITS)
async def test_a_row_that_was_changed_behind_its_log_is_named_by_both(exported, edit):
    pack, ids = await exported(edit)
    names = {"measured": ids["EX-03"], "covered": ids["EX-05"], "filmed": ids["EX-17"]}
    expected = EDITS[edit].format(**names)
    for status, said in (verify_alone(pack), verify_here(pack)):
        assert status == 1, said
        assert expected in said
