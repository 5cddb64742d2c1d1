"""The promise ledger: a stranger's script counts the published figures anew, to the last case.

Cases are walked at random through the real house, on a real SQLite; the export is a process of its
own beside it, and so is the script, which is copied away from everything that is ours.
"""

import asyncio
import hashlib
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import update

from foundation.identity.store import account
from foundation.keys import service_key
from foundation.workdays import WorkCalendar
from inspection.cases.holding import Holding
from inspection.cases.machine import Act, Actor
from inspection.cases.moves import Mover
from inspection.cases.moving import move, read_in
from inspection.cases.service import Cases
from inspection.cases.store import case_table
from inspection.figures import model, recompute
from inspection.figures.export_command import main
from inspection.figures.ledger import Pseudonyms
from inspection.figures.noting import Outcomes
from inspection.findings import store as finding_store
from inspection.findings.model import Judged
from inspection.intake.demo import CANTEEN, DRINKS, RESTAURANT
from inspection.ratings import store as rating_store
from inspection.ratings.model import Level, Rating
from inspection.record import store as record_store
from inspection.record.model import Line, Part, RecordContent, Verdicts, canonical_json
from inspection.record.signing import Record
from tests.support.house import CHECKOUT, open_bureau

FIRST, LAST = "2026-12", "2027-02"  # the walk begins before and ends behind
PERIOD = f"from={FIRST}&to={LAST}"
ITEMS = ("KL-01", "KL-06", "KL-06-2", "EX-01", "OF-03")
SAID = ("pass", "fail", "needs_supplement", "needs_on_site", "not_applicable", "rectified")
ENDS = ("pass", "pass", "pass", "rectify", "fail", "not_asked")
SYSTEM = Mover(Actor.SYSTEM, "system")
SUPERVISOR = Mover(Actor.SUPERVISOR, "usr_chen")


class Walk:
    """A bureau in which cases come, are judged, given up, rated and looked at in the field."""

    def __init__(self, bureau, seed):
        self.bureau, self.random = bureau, random.Random(seed)  # noqa: S311 - the same again
        self.outcomes = Outcomes(bureau.database, WorkCalendar())

    async def people(self):
        chen = await self.bureau.staff("chen")
        roster = (await chen.good("GET", "/api/v1/roster"))["inspectors"]
        return [one["id"] for one in roster]

    async def cases(self, count):
        """Many cases with any end, over some weeks."""
        database, clock, any_of = self.bureau.database, self.bureau.clock, self.random.choice
        people, concluded = await self.people(), []
        for _ in range(count):
            clock.move(hours=self.random.randrange(1, 18))
            application = any_of((RESTAURANT, DRINKS, CANTEEN))
            pair = self.random.sample(people, 2)
            case = await Cases(database, clock).accept(application, ())
            await self._given_to(case.id, pair)
            if self.random.random() < 0.3:
                await self._held(case.id)
            clock.move(hours=self.random.randrange(0, 90))
            ended = any_of(("missed", "withdrawn", "aborted", "site", *["remote"] * 6))
            if await self._inspected(case.id, pair[0], ended):
                concluded.append(case.id)
                await self._concluded(case.id, pair, any_of([None, *concluded[:-1]]))
        return concluded

    async def _given_to(self, case_id, pair):
        async with self.bureau.database.transaction() as transaction:
            await transaction.execute(
                update(case_table)
                .where(case_table.c.id == case_id)
                .values(first_inspector_id=pair[0], second_inspector_id=pair[1])
            )

    async def _held(self, case_id):
        database, clock = self.bureau.database, self.bureau.clock
        holding = Holding(database, clock, WorkCalendar())
        async with database.reading() as view:
            liu = (await account(view, "liu")).user
        await holding.hold(liu, case_id, "force", "停电")
        clock.move(hours=self.random.randrange(1, 80))
        await holding.release(liu, case_id)

    async def _inspected(self, case_id, who, ended):
        inspector = Mover(Actor.INSPECTOR, who)
        ways = {
            "withdrawn": [(Act.WITHDRAW, SUPERVISOR)],
            "missed": [(Act.INVITE, inspector), (Act.BOOK, inspector), (Act.MISS, inspector)],
            "aborted": [(Act.OPEN_CALL, inspector), (Act.ABORT, inspector)],
            "site": [(Act.GO_ON_SITE, inspector), (Act.BEGIN_ON_SITE, inspector)],
            "remote": [],
        }
        for act, by in ways[ended]:
            await self._move(case_id, act, by)
        if ended == "withdrawn" or (ended == "missed" and self.random.random() < 0.5):
            return False
        if ended != "site":
            await self._move(case_id, Act.OPEN_CALL, inspector)
        await self._move(case_id, Act.MAKE_RECORD, inspector)
        await self._move(case_id, Act.DETERMINE, SYSTEM)
        return True

    async def _move(self, case_id, act, by):
        async with self.bureau.database.transaction() as transaction:
            case = await read_in(transaction, case_id)
            now = self.bureau.clock.now()
            await move(transaction, case, act, by=by, now=now, why="试")

    async def _concluded(self, case_id, pair, before):
        """Signed as the house would: verdicts of two, a record, the outcome in one transaction."""
        now, any_of = self.bureau.clock.now(), self.random.choice
        async with self.bureau.database.transaction() as transaction:
            for who in pair:
                for item in ITEMS:
                    word = Judged(item, any_of(SAID), "看过", who, now)
                    await finding_store.add(transaction, case_id, word)
            content = canonical_json(a_record({item: any_of(SAID) for item in ITEMS}))
            record = Record(
                *(f"rec_{case_id}", case_id, self._fingerprint(), content, now),
                *(any_of(ENDS), any_of(ENDS), None, now, ()),
            )
            await record_store.add(transaction, record, pair[0])
            await record_store.complete(transaction, record.id, now)
            if before is not None and self.random.random() < 0.2:
                await transaction.execute(
                    update(case_table).where(case_table.c.id == case_id).values(follows=before)
                )
            case = await read_in(transaction, case_id)
            await self.outcomes.note(transaction, case, record, now)
            if self.random.random() < 0.5:
                rating = Rating(Level(self.random.randrange(1, 6)), (), "", now)
                await rating_store.add(transaction, case_id, rating)
                await self.outcomes.rated(transaction, case_id, rating)

    def _fingerprint(self):
        """Half of the records are among the one in twenty that are drawn."""
        wanted = self.random.random() < 0.5
        while True:
            found = self.random.randbytes(32).hex()
            if model.drawn(found) is wanted:
                return found

    async def looked_at(self):
        """Half of what was drawn, some of it corrected."""
        chen = await self.bureau.staff("chen")
        drawn = (await chen.good("GET", "/api/v1/field-checks"))["cases"]
        for one in drawn[::2]:
            path = f"/api/v1/field-checks/{one['id']}"
            asked = [line["item"] for line in (await chen.good("GET", path))["lines"]]
            told = {"visited_on": f"{self.bureau.clock.now():%Y-%m-%d}"}
            for method in ("POST", "PUT")[: self.random.randrange(1, 3)]:
                items = [
                    {"item": item, "agrees": self.random.random() < 0.7, "found": "有变化"}
                    for item in asked
                ]
                more = {"reason": "看错"} if method == "PUT" else {}
                await chen.good(method, path, json={**told, "items": items, **more})
        return len(drawn)


def a_record(verdicts):
    nothing = Verdicts("pass", "符合", "Complies")
    lines = tuple(
        Line(item, item, item, False, said, said, "", "", (), ()) for item, said in verdicts.items()
    )
    return RecordContent(
        *(
            "YK",
            "店",
            "中型餐馆",
            "址",
            "码",
            "人",
            (),
            "80",
            2,
            "",
            "视频",
            "",
            "",
            (),
            "",
            "",
            "",
        ),
        *((Part("all", "全部", "All", lines),), (), nothing, nothing, ()),
    )


async def stranger(file: Path, folder: Path, *more):
    """The script alone, in a folder of its own, with an interpreter that sees nothing of ours."""
    alone = folder / "stranger" / "recompute.py"
    alone.parent.mkdir(exist_ok=True)
    shutil.copy(recompute.__file__, alone)
    command = [sys.executable, "-I", "-S", alone, file, *more]
    return await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, cwd=folder, check=False
    )


async def exported(folder: Path, first=FIRST, last=LAST):
    out = folder / "events.jsonl"
    command = [sys.executable, "server.py", "export-events", "--from", first, "--to", last]
    done = await asyncio.to_thread(
        subprocess.run,
        [*command, "--out", out, "--data", folder],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture
async def walked(database, clock, tmp_path, aiohttp_client, request):
    bureau = await open_bureau(database, clock, tmp_path, aiohttp_client)
    walk = Walk(bureau, getattr(request, "param", 1))
    concluded = await walk.cases(45)
    assert len(concluded) > 25
    assert await walk.looked_at() > 3
    return bureau


def without_names(figures):
    return {key: value for key, value in figures.items() if key not in ("key", "name")}


@pytest.mark.parametrize("walked", [1, 2], indirect=True)
@pytest.mark.timeout(300)
async def test_a_stranger_counts_every_figure_anew(walked, tmp_path):
    names = Pseudonyms.of(service_key(tmp_path))
    done = await stranger(await exported(tmp_path), tmp_path)
    assert done.stderr == ""
    counted = json.loads(done.stdout)
    assert (done.returncode, counted["differences"]) == (0, [])
    chen = await walked.staff("chen")
    for by in recompute.GROUPS:
        board = await chen.good("GET", f"/api/v1/figures?{PERIOD}&by={by}")
        assert counted["whole"] == without_names(board["whole"])
        told = {
            "+".join(names.person(one) for one in group["key"].split("+"))
            if by in ("inspector", "pair")
            else group["key"]: without_names(group)
            for group in board["groups"]
        }
        found = counted["groups"][by]
        if by == "pair":
            told, found = (
                {"+".join(sorted(key.split("+"))): one for key, one in of.items()}
                for of in (told, found)
            )
        assert found == told, by
    assert counted["apart"] == board["apart"]
    assert sum(counted["apart"].values()) > 5, "given up, missed and broken off are told apart"
    items = {one["item_id"]: one for one in board["items"]}
    assert counted["items"] == {
        item: {name: items[item][name] for name in counted["items"][item]} for item in items
    }
    assert counted["field"] == board["field"]
    assert board["field"]["seen"] > 5


async def test_the_export_holds_nobodys_name_and_no_address(walked, tmp_path):
    text = (await exported(tmp_path)).read_text("utf-8")
    for application in (RESTAURANT, DRINKS, CANTEEN):
        for word in (
            application.shop_name,
            application.address,
            application.credit_code,
            application.applicant_name,
            application.applicant_phone,
        ):
            assert word not in text
    for word in ("王建国", "赵晓燕", "停电", "usr_", "case_", "YK202"):
        assert word not in text, word


async def test_a_file_that_was_cut_or_changed_is_not_counted(walked, tmp_path):
    file = await exported(tmp_path)
    lines = file.read_bytes().splitlines(keepends=True)
    late = next(number for number, line in enumerate(lines) if b'"late":false' in line)
    broken = {
        "cut": lines[:-1],
        "changed": [*lines[:late], lines[late].replace(b"false", b"true"), *lines[late + 1 :]],
        "a case missing": [one for one in lines if lines[2].split(b'"case":')[1][:26] not in one],
        "another file": [b'{"event":"header","format":"yunkan.events","version":2}\n'],
        "empty": [],
    }
    for name, content in broken.items():
        file.write_bytes(b"".join(content))
        done = await stranger(file, tmp_path)
        assert (done.returncode, done.stdout) == (2, ""), name
        assert "UNREADABLE" in done.stderr


async def test_a_count_that_the_events_do_not_bear_out_is_named(walked, tmp_path):
    """The bureau says otherwise than its own events: the case is named, the recount stands."""
    lines = (await exported(tmp_path)).read_bytes().splitlines(keepends=True)
    honest = recompute.recompute(lines)
    at = next(number for number, line in enumerate(lines) if b'"concluded"' in line)
    said = json.loads(lines[at])
    said["counted"]["half_days"] += 1
    lines[at] = (json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
    whole = b"".join(lines[:-1])
    end = json.loads(lines[-1]) | {"sha256": hashlib.sha256(whole).hexdigest()}
    found = recompute.recompute([*lines[:-1], json.dumps(end).encode()])
    assert found["whole"] == honest["whole"]
    named = {one["case"] for one in found["differences"]}
    assert said["case"] in named


@pytest.mark.parametrize(
    ("months", "code"),
    [(("2026-13", "2026-12"), "2026-13"), (("2026-12", "2026-11"), "2026-12")],
    ids=["no month", "backwards"],
)
async def test_months_that_are_none_are_refused(tmp_path, months, code, capsys):
    arguments = ["--from", months[0], "--to", months[1], "--out", str(tmp_path / "x")]
    assert await asyncio.to_thread(main, [*arguments, "--data", str(tmp_path)]) == 2
    assert code in capsys.readouterr().err
    assert not (tmp_path / "x").exists()
