"""Imports of many lines: answered at once, worked on in batches, watched, cancelled, mended."""

import asyncio
from hashlib import sha256

import pytest

from foundation.audit import entries_about
from foundation.identity.model import Role
from inspection.intake.bulk import service
from inspection.intake.bulk.model import BATCH, KEPT
from inspection.intake.bulk.service import MOST_AT_A_TIME
from inspection.intake.bulk.working import ImportWork
from tests.api.test_import import CHECK, a_file, a_line, filed_cases
from tests.support.house import open_bureau

IMPORTS = "/api/v1/intake/imports"


class Gate:
    """Batches wait until they are let through."""

    def __init__(self):
        self._permits, self._done = asyncio.Semaphore(0), asyncio.Queue()

    async def let(self, batches):
        """So many batches, and waits until they are done."""
        for _ in range(batches):
            self._permits.release()
            async with asyncio.timeout(30):
                await self._done.get()

    def held(self, work):
        async def held(job, row):
            await self._permits.acquire()
            await work(job, row)
            self._done.put_nowait(row)

        return held


@pytest.fixture
def gate(monkeypatch):
    gate = Gate()
    monkeypatch.setattr(ImportWork, "work", gate.held(ImportWork.work))
    return gate


@pytest.fixture
async def bureau(gate, database, clock, tmp_path, aiohttp_client):
    return await open_bureau(database, clock, tmp_path, aiohttp_client)


@pytest.fixture
async def liu(bureau):
    return await bureau.staff("liu")


def many(count, first=1):
    numbers = range(first, first + count)
    return [a_line(f"T-{n}", premises=f"海边路 {n} 号") for n in numbers]


async def begun(browser, content, name="全县.csv"):
    return await browser.good("POST", IMPORTS, data=content, params={"name": name})


async def seen(browser, one):
    return await browser.good("GET", f"{IMPORTS}/{one['id']}")


async def test_a_file_is_answered_at_once_and_its_good_lines_become_cases(bureau, gate, liu):
    content = a_file(*many(BATCH + 4), a_line("T-900", phone=""))
    status, said = await liu.ask("POST", IMPORTS, data=content, params={"name": "全县.csv"})
    assert (status, said["state"], said["done"], said["total"]) == (202, "running", 0, BATCH + 5)
    await gate.let(1)
    said = await seen(liu, said)
    assert (said["state"], said["done"], said["filed"]) == ("running", BATCH, BATCH)
    await gate.let(1)
    said = await seen(liu, said)
    assert (said["state"], said["filed"], said["refused"]) == ("finished", BATCH + 4, 1)
    assert (said["file_name"], said["began_by"]) == ("全县.csv", "刘敏")
    (line,) = said["refused_lines"]
    assert (line["line"], line["external_number"]) == (BATCH + 6, "T-900")
    assert line["faults"][0]["heading"]["zh"] == "联系电话"
    assert len(await filed_cases(liu)) == BATCH + 4
    async with bureau.database.reading() as view:
        log = [one.action for one in await entries_about(view, said["id"])]
    assert log == ["intake.import_began", "intake.import_ended"]


async def test_it_can_be_cancelled_and_what_is_done_stays_done(gate, liu):
    said = await begun(liu, a_file(*many(3 * BATCH)))
    await gate.let(1)
    cancelled = await liu.good("POST", f"{IMPORTS}/{said['id']}/cancel")
    assert (cancelled["state"], cancelled["filed"]) == ("cancelled", BATCH)
    assert cancelled["ended_by"] == "刘敏"
    await gate.let(1)  # the batch that was waiting finds it over
    assert (await seen(liu, said))["done"] == BATCH
    assert len(await filed_cases(liu)) == BATCH
    again = await liu.good("POST", f"{IMPORTS}/{said['id']}/cancel")
    assert again["ended_at"] == cancelled["ended_at"], "cancelled once"


async def test_what_has_ended_by_itself_can_not_be_cancelled(gate, liu):
    said = await begun(liu, a_file(*many(1)))
    await gate.let(1)
    refusal = await liu.refused("POST", f"{IMPORTS}/{said['id']}/cancel")
    assert refusal == (409, "intake.import_over")


async def test_the_same_file_again_is_the_import_under_way_and_later_opens_nothing(gate, liu):
    content = a_file(*many(2))
    first = await begun(liu, content)
    assert (await begun(liu, content))["id"] == first["id"], "a second click"
    await gate.let(1)
    again = await begun(liu, content)
    await gate.let(1)
    again = await seen(liu, again)
    assert (again["id"] != first["id"], again["known"], again["filed"]) == (True, 2, 0)
    assert len(await filed_cases(liu)) == 2


async def test_two_lines_of_one_number_are_one_case_and_the_second_says_of_which(gate, liu):
    said = await begun(liu, a_file(*many(2), a_line("T-1", shop_name="另一家")))
    await gate.let(1)
    said = await seen(liu, said)
    assert (said["filed"], said["refused"]) == (2, 1)
    assert "第 2 行" in said["refused_lines"][0]["faults"][0]["zh"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_refused_lines_come_as_a_file_that_is_imported_once_mended(gate, liu, kind):
    content = a_file(*many(2), a_line("T-9", phone="", shop_name="=1+1 店"), kind=kind)
    said = await begun(liu, content)
    assert not said["has_report"]
    await gate.let(1)
    said = await seen(liu, said)
    assert (said["has_report"], said["in_excel"]) == (True, True)
    report = await liu.good("GET", f"{IMPORTS}/{said['id']}/faults.{kind}")
    looked = await liu.good("POST", CHECK, data=report)
    assert (looked["total"], looked["wrong"], looked["ignored"]) == (1, 1, ["要改的地方"])
    assert looked["lines"][0]["shop_name"] == "=1+1 店"
    if kind == "csv":
        text = report.decode("utf-8-sig")
        assert "联系电话：缺少" in text
        mended = await begun(liu, text.replace("于海,,", "于海,13600136001,").encode())
        await gate.let(1)
        assert (await seen(liu, mended))["filed"] == 1


async def test_a_workbook_of_too_many_lines_is_refused_with_the_way_out(gate, liu, monkeypatch):
    monkeypatch.setattr(service, "MOST_IN_EXCEL", 1)
    said = await begun(liu, a_file(*[a_line(f"T-{n}", phone="") for n in (1, 2)]))
    await gate.let(1)
    refusal = await liu.refused("GET", f"{IMPORTS}/{said['id']}/faults.xlsx")
    assert refusal == (409, "intake.too_many_for_excel")
    assert await liu.good("GET", f"{IMPORTS}/{said['id']}/faults.csv")


async def test_lines_are_removed_after_a_month_and_the_counts_stay(bureau, clock, gate, liu):
    said = await begun(liu, a_file(*many(1), a_line("T-9", phone="")))
    await gate.let(1)
    clock.move(days=KEPT.days, minutes=1)
    assert await bureau.house.long_imports.forget() == 2
    liu = await bureau.staff("liu")  # the sign-in is over too
    said = await seen(liu, said)
    assert (said["filed"], said["refused"], said["refused_lines"]) == (1, 1, [])
    assert not said["has_report"]
    refusal = await liu.refused("GET", f"{IMPORTS}/{said['id']}/faults.csv")
    assert refusal == (410, "intake.lines_gone")


@pytest.mark.parametrize("content", [b"", b"\n", b"PK\x03\x04", "经营者名称\n海风\n".encode()])
async def test_a_file_that_can_not_be_used_is_refused_and_nothing_is_kept(liu, content):
    status, _ = await liu.refused("POST", IMPORTS, data=content)
    assert status in {400, 422}
    assert await liu.good("GET", IMPORTS) == {"imports": []}


async def test_a_short_import_stands_in_the_list_too(liu):
    content = a_file(a_line("T-1"), a_line("T-2", phone=""))
    take = {"take": "good", "sha256": sha256(content).hexdigest(), "name": "乡镇.csv"}
    await liu.good("POST", "/api/v1/intake/import", data=content, params=take)
    (one,) = (await liu.good("GET", IMPORTS))["imports"]
    assert (one["state"], one["filed"], one["refused"]) == ("finished", 1, 1)
    assert (one["file_name"], one["has_report"]) == ("乡镇.csv", False)


async def test_a_head_without_lines_is_refused(liu):
    head = a_file(a_line("T-1")).split(b"\r\n")[0]
    assert await liu.refused("POST", IMPORTS, data=head) == (400, "intake.file_unreadable")


async def test_an_office_has_a_few_imports_under_way_at_most(liu):
    for number in range(MOST_AT_A_TIME):
        await begun(liu, a_file(a_line(f"T-{number}")))
    refusal = await liu.refused("POST", IMPORTS, data=a_file(a_line("T-99")))
    assert refusal == (409, "intake.too_many_imports")


async def test_imports_are_seen_by_their_office_and_those_above_newest_first(bureau, gate, liu):
    hu = await bureau.staff("hu")
    unit = {"name": "城关分中心", "parent": "bureau"}
    town = (await hu.good("POST", "/api/v1/units", json=unit))["id"]
    there = await bureau.newcomer("zhou", Role.CLERK, unit=town)
    ours = await begun(liu, a_file(a_line("T-1")), "县.csv")
    theirs = await begun(there, a_file(a_line("T-2")), "镇.csv")
    names = [one["file_name"] for one in (await liu.good("GET", IMPORTS))["imports"]]
    assert sorted(names) == sorted(["镇.csv", "县.csv"])
    assert [one["id"] for one in (await there.good("GET", IMPORTS))["imports"]] == [theirs["id"]]
    for path in (ours["id"], "imp_none"):
        refusal = await there.refused("GET", f"{IMPORTS}/{path}")
        assert refusal == (404, "not_found"), "foreign is as if it did not exist"
    assert await there.refused("POST", f"{IMPORTS}/{ours['id']}/cancel") == (404, "not_found")
    await gate.let(2)
    (case,) = await filed_cases(there)
    assert case["id"] in {one["id"] for one in await filed_cases(liu)}


async def test_nobody_else_imports_or_watches(bureau, liu):
    said = await begun(liu, a_file(a_line("T-1")))
    wang = await bureau.staff("wang")
    for method, path in (("POST", ""), ("GET", ""), ("GET", f"/{said['id']}")):
        assert (await wang.refused(method, IMPORTS + path))[0] == 404
