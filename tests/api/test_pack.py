"""The evidence pack over HTTP: who may take it, that taking it is noted, that it verifies."""

import asyncio
import json
import subprocess
import sys

import pytest
from sqlalchemy import text

from inspection.evidence import custody
from tests.support.house import CHECKOUT
from tests.support.packs import verify_alone
from tests.support.signing import collected, signed_by


@pytest.fixture
async def phone(bureau, wang):
    return await collected(bureau, wang)


async def verify_here(pack, *more):
    command = [sys.executable, "server.py", "verify", pack, *more]
    return await asyncio.to_thread(
        subprocess.run, list(map(str, command)), cwd=CHECKOUT, capture_output=True, text=True
    )


async def taken(browser, bureau, folder):
    path = folder / "pack.zip"
    path.write_bytes(await browser.good("GET", f"/api/v1/cases/{bureau.case_id}/pack"))
    return path


async def test_the_pack_of_a_determined_case_verifies_anywhere(bureau, wang, phone, tmp_path):
    record = await signed_by(bureau, wang, phone)
    pack = await taken(wang, bureau, tmp_path)
    status, said = verify_alone(pack, "--record-sha256", record["sha256"])
    assert status == 0, said
    here = await verify_here(pack, "--data", tmp_path)
    assert here.returncode == 0, here.stdout
    assert "lines here" in here.stdout


async def test_taking_a_pack_is_a_line_of_the_custody_log(bureau, phone, tmp_path):
    chen = await bureau.staff("chen")
    supervisor = (await chen.good("GET", "/api/v1/me"))["user"]["id"]
    await taken(chen, bureau, tmp_path)
    async with bureau.database.reading() as view:
        last = json.loads((await custody.entries_of(view, bureau.case_id))[-1].line)
    assert (last["act"], last["who"]) == ("exported", supervisor)
    assert list(last["facts"]) == ["sums"]


async def test_a_foreign_inspector_and_the_applicant_get_no_pack(bureau, phone):
    foreign = await bureau.foreign_inspector()
    path = f"/api/v1/cases/{bureau.case_id}/pack"
    assert (await foreign.refused("GET", path))[0] == 404
    assert (await phone.refused("GET", path))[0] in (401, 404)


async def test_a_look_at_the_headers_is_no_export(bureau, wang):
    async with wang.client.head(f"/api/v1/cases/{bureau.case_id}/pack") as answer:
        assert answer.status == 405


async def test_a_damaged_original_is_a_sentence_and_no_half_pack(bureau, wang, phone, tmp_path):
    case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    digest = case["evidence"][0]["sha256"]
    path = tmp_path / "blobs" / digest[:2] / digest
    path.write_bytes(path.read_bytes() + b"x")
    found = await wang.refused("GET", f"/api/v1/cases/{bureau.case_id}/pack")
    assert found == (503, "blobs.damaged")


async def test_whoever_rewrites_the_database_is_found_out_by_any_copy_outside(
    bureau, wang, phone, tmp_path
):
    """Scorecard E6: full write access to database and files, no keys, one pack outside."""
    await signed_by(bureau, wang, phone)
    outside = (await taken(wang, bureau, tmp_path)).rename(tmp_path / "outside.zip")
    async with bureau.database.transaction() as transaction:
        await _rewrite_log_without_a_trace(transaction, bureau.case_id)
    here = await verify_here(outside, "--data", tmp_path)
    assert here.returncode == 1
    assert "custody.jsonl [/1]" in here.stdout
    fresh = await taken(wang, bureau, tmp_path)
    status, said = verify_alone(fresh)
    assert status == 1, "the record names another root"
    assert "custody.jsonl" in said


async def _rewrite_log_without_a_trace(transaction, case_id):
    """Triggers dropped, checkpoints removed, every hash computed anew."""
    for name in ("custody_entry_no_update", "custody_entry_no_delete", "custody_entry_in_order"):
        await transaction.execute(text(f"DROP TRIGGER {name}"))
    await transaction.execute(text("DROP TRIGGER custody_checkpoint_no_delete"))
    await transaction.execute(text("DELETE FROM custody_checkpoint"))
    previous = custody.START
    for entry in await custody.entries_of(transaction, case_id):
        said = json.loads(entry.line) | {"previous": previous}
        said["who"] = "somebody" if said["number"] == 1 else said["who"]
        line = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        previous_of_line, previous = previous, custody.hash_of(line)
        await transaction.execute(
            text(
                "UPDATE custody_entry SET line = :line, previous = :previous, hash = :hash"
                " WHERE case_id = :case AND number = :number"
            ),
            {
                "line": line,
                "previous": previous_of_line,
                "hash": previous,
                "case": case_id,
                "number": entry.number,
            },
        )


def test_the_command_loads_neither_media_nor_pictures():
    program = (
        "import sys, server\n"
        "try: server.main(['verify', '--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'aiortc', 'cv2', 'av', 'aiohttp', 'sqlalchemy', 'cryptography', 'PIL'}\n"
        "sys.exit(bool(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_command_gives_the_single_file_to_take_along(tmp_path):
    command = [sys.executable, "server.py", "verify", "--alone"]
    printed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=True).stdout
    alone = tmp_path / "verify.py"
    alone.write_bytes(printed)
    done = subprocess.run([sys.executable, "-I", "-S", alone, alone], capture_output=True)
    assert done.returncode == 2, "it is no pack"
