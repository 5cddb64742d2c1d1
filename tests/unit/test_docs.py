"""The documentation is true: nothing missing, no dead link, every example runs."""

import asyncio
import json
import re
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime

import pytest

import server
from checklists.load import load_template
from foundation.blobs import FolderBlobs
from foundation.http.validation import command_from
from foundation.keyring import open_keyring
from foundation.keys import service_key
from foundation.outbox import rows_of_lane
from foundation.settings import Settings
from inspection.cases.machine import Act, Actor
from inspection.cases.moves import Mover
from inspection.cases.moving import move
from inspection.cases.service import Cases
from inspection.determination.recipients import LICENSING
from inspection.determination.service import conclude
from inspection.intake.demo import RESTAURANT
from inspection.licensing.callback import News
from inspection.licensing.callbacks_api import CallbackCommand
from inspection.licensing.faults import KINDS
from inspection.licensing.message import result_event, signed_headers
from inspection.licensing.targets import read_targets
from inspection.record.signing import Record
from tests.support.house import open_bureau
from tests.support.routes import CHECKOUT, PAGE, app_in, routes_page

READMES = [CHECKOUT / "README.md", CHECKOUT / "README.zh-CN.md"]
DOCS = sorted([*READMES, *(CHECKOUT / "docs").rglob("*.md")])
OPERATIONS = (CHECKOUT / "docs" / "operations.md").read_text("utf-8")
INTEGRATION = (CHECKOUT / "docs" / "integration.md").read_text("utf-8")
DEVELOPMENT = (CHECKOUT / "docs" / "development.md").read_text("utf-8")

SUBCOMMANDS = {"user": ["add"], "keys": ["rotate"]}


def example(text, name):
    """The code block marked `<!-- tested: name -->`."""
    found = re.search(rf"<!-- tested: {name} -->\n```\w+\n(.*?)```", text, re.DOTALL)
    assert found, name
    return found[1]


def tracked_folders():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    return {name.split("/")[0] for name in listed.stdout.split("\0") if "/" in name}


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_readme_map_shows_every_folder_and_every_topic(readme):
    text = readme.read_text("utf-8")
    drawn = re.search(r'<a id="map"></a>.*?```\n(.*?)```', text, re.DOTALL)[1]
    hidden = {name for name in tracked_folders() if name.startswith(".")}
    for folder in tracked_folders() - hidden:
        assert f"{folder}/" in drawn, folder
    for topic in (CHECKOUT / "inspection").glob("*/__init__.py"):
        assert re.search(rf"\b{topic.parent.name}\b", drawn), topic.parent.name


def test_every_setting_is_described():
    table = set(re.findall(r"^\| `(\w+)` \|", OPERATIONS, re.MULTILINE))
    assert set(Settings.model_fields) <= table


def test_every_command_and_flag_is_described(capsys):
    for name, command in server.COMMANDS.items():
        row = re.search(rf"^\| `{name}\b.*$", OPERATIONS, re.MULTILINE)
        assert row, name
        if name == "serve":
            continue  # the flags of `migrate` are the same function's
        with pytest.raises(SystemExit):
            command([*SUBCOMMANDS.get(name, ()), "--help"])
        flags = set(re.findall(r"--[a-z][a-z-]*", capsys.readouterr().out)) - {"--help"}
        told = OPERATIONS if name == "migrate" else row[0]
        assert all(flag in told for flag in flags), (name, flags)


def test_every_word_of_run_is_described():
    script = (CHECKOUT / "run").read_text("utf-8")
    words = re.findall(r"^  ([a-z]+)(?: \| [-|a-z ]+)?\)", script, re.MULTILINE)
    assert {"tests", "check", "bench", "format", "help", "start"} <= set(words)
    for word in set(words) - {"start"}:
        assert f"`./run {word}`" in OPERATIONS, word
    assert "`./run --lan`" in OPERATIONS


async def test_the_page_of_routes_is_the_route_table(tmp_path):
    written = PAGE.read_text("utf-8")
    assert written == routes_page(app_in(tmp_path)), "python -m tests.support.routes"


def test_every_fault_of_the_simulator_is_described():
    for kind in KINDS:
        assert f"| `{kind}" in INTEGRATION, kind


@pytest.mark.parametrize("page", DOCS, ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_every_relative_link_leads_somewhere(page):
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text)
    for link in links:
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.is_relative_to(CHECKOUT.resolve()), link
        assert target.exists(), link
        if anchor:
            assert f'<a id="{anchor}"></a>' in target.read_text("utf-8"), link


@pytest.mark.parametrize("page", DOCS, ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_no_registry_and_no_machine_of_ours_is_named(page):
    text = page.read_text("utf-8")
    # spelt so that this file does not name them either
    hosts = r"pyp[i]|pythonhoste[d]|npmj[s]|npmmirro[r]|registr[y]\."
    names = rf"{hosts}|/wor[k]/|/hom[e]/|/roo[t]/|/tm[p]/|/User[s]/"
    assert not re.search(names, text), re.search(names, text)


def test_the_pictures_of_the_readme_are_small():
    pictures = list((CHECKOUT / "docs" / "pictures").glob("*.png"))
    assert len(pictures) == 4
    assert all(picture.stat().st_size < 300_000 for picture in pictures)


@pytest.mark.parametrize("secret", ["demo-secret", "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"])
def test_the_signature_example_takes_what_we_send_and_nothing_else(secret):
    place = {}
    exec(example(INTEGRATION, "verify"), place)  # noqa: S102 - our own documentation
    is_genuine = place["is_genuine"]
    result = json.loads(example(INTEGRATION, "event"))["data"]
    event = result_event("out_1", result)
    headers = signed_headers(secret, event, datetime.now(UTC))
    assert is_genuine(secret, headers, event.body)
    assert not is_genuine(secret, headers, event.body.replace(b"pass", b"fail"))
    assert not is_genuine("another", headers, event.body)
    stale = signed_headers(secret, event, datetime(2026, 1, 1, tzinfo=UTC))
    assert not is_genuine(secret, stale, event.body)


async def test_the_event_example_has_the_shape_of_a_real_event(database, clock, tmp_path):
    shown = json.loads(example(INTEGRATION, "event"))
    assert json.loads(result_event(shown["id"], shown["data"]).body) == shown
    case = await Cases(database, clock).accept(RESTAURANT, ())
    record = Record(
        *("rec_1", case.id, "0" * 64, "{}", clock.now(), "pass", "rectify", None, None, ())
    )
    inspector = Mover(Actor.INSPECTOR, "usr_1")
    async with database.transaction() as transaction:
        for act in (Act.OPEN_CALL, Act.MAKE_RECORD):
            case = await move(transaction, case, act, by=inspector, now=clock.now())
        keyring = open_keyring(tmp_path, clock.now())
        await conclude(transaction, case, record, keyring, actor="system", now=clock.now())
        (row,) = await rows_of_lane(transaction, LICENSING, case.id)
    assert {*row.body, "pdf_sha256"} == shown["data"].keys(), "the paper is made before the try"
    assert row.body["checkpoint"].keys() == shown["data"]["checkpoint"].keys()
    assert row.body["checklist_version"] == shown["data"]["checklist_version"]


async def test_the_filing_example_files_an_application_and_asks_where_it_stands(
    database, clock, tmp_path, aiohttp_client
):
    place, secret = {}, "a-secret-of-the-licensing-system"
    exec(example(INTEGRATION, "file"), place)  # noqa: S102 - our own documentation
    application = json.loads(example(INTEGRATION, "application"))
    clock.moment = datetime.now(UTC)  # the example signs with the time of this moment
    settings = {"intake_senders": {"licensing": secret}}
    bureau = await open_bureau(database, clock, tmp_path, aiohttp_client, **settings)
    origin = str((await bureau.browser()).client.make_url("")).rstrip("/")
    who = (origin, "licensing", secret)
    case = await asyncio.to_thread(place["file_application"], *who, "A-1", application)
    assert case["state"] == "accepted"
    again = await asyncio.to_thread(place["file_application"], *who, "A-1", application)
    assert again == case
    said = await asyncio.to_thread(place["standing"], *who, case["number"])
    assert said["external_number"] == application["external_number"]
    papers = json.loads(example(INTEGRATION, "gaps")) | {"external_number": "SL-2026-0002"}
    case = await asyncio.to_thread(place["file_application"], *who, "A-2", application | papers)
    assert [one["kind"] for one in case["gaps"]] == [one["kind"] for one in papers["gaps"]]


def test_the_callback_example_is_taken():
    command = command_from(json.loads(example(INTEGRATION, "callback")), CallbackCommand)
    assert command.news is News.ISSUED
    assert command.licence().number == "JY23710820012345"
    for news in News:
        assert f"`cn.yunkan.licence.{news.value}.v1`" in INTEGRATION


def test_the_targets_example_can_be_read(tmp_path):
    path = tmp_path / "targets.toml"
    text = example(OPERATIONS, "targets").replace("/srv/exchange/environment", str(tmp_path))
    path.write_text(text, "utf-8")
    licensing, environment = read_targets(path)
    assert licensing.place.calls_back
    assert environment.target.fields.rename == {"credit_code": "USCC"}


def test_the_template_example_can_be_loaded(tmp_path):
    path = tmp_path / "demo.yaml"
    path.write_text(example(DEVELOPMENT, "template"), "utf-8")
    template = load_template(path)
    assert [one.id for section in template.sections for one in section.items] == ["EX-91"]


async def test_the_backup_example_copies_a_service_that_is_in_use(database, blobs, clock, tmp_path):
    service_key(tmp_path)
    open_keyring(tmp_path, clock.now())
    digest = await blobs.keep(b"a picture")
    case = await Cases(database, clock).accept(RESTAURANT, ())
    assert (tmp_path / "yunkan.db-wal").stat().st_size > 0, "not yet in the database file itself"
    script = tmp_path / "backup.py"
    script.write_text(example(OPERATIONS, "backup"), "utf-8")
    copy = tmp_path / "copy"
    command = [sys.executable, script, tmp_path, copy]
    await asyncio.to_thread(subprocess.run, command, check=True)
    with sqlite3.connect(copy / "yunkan.db") as copied:
        assert copied.execute("select id from case_file").fetchall() == [(case.id,)]
    assert await FolderBlobs(copy / "blobs").read(digest) == b"a picture"
    assert (copy / "keys" / "ca.key").read_bytes() == (tmp_path / "keys" / "ca.key").read_bytes()
