"""Importing applications: looked at first, all or the good lines, and nothing twice."""

import io
from hashlib import sha256

import pytest

from inspection.intake.columns import COLUMNS, HANDED_OUT
from inspection.intake.importing_api import template_csv, template_xlsx
from inspection.intake.sheet import AT_ONCE, IN_BATCHES
from inspection.record.workbook import Column, Sheet, excel
from tests.support.applications import an_application

CHECK, TAKE = "/api/v1/intake/import/check", "/api/v1/intake/import"
WORDS = {True: "是", False: "否"}


def a_line(number, **changes):
    """A line of the file as a town office fills it in, by path."""
    application = an_application(external_number=number, **changes)
    facts = application.pop("facts")
    filled = {**application, "activities": "热食类食品制售"}
    filled |= {f"facts.{name}": WORDS.get(value, value) for name, value in facts.items()}
    return {path: str(value) for path, value in filled.items()}


def a_file(*lines, kind="csv"):
    columns = list(dict.fromkeys(path for line in lines for path in line))
    head = [COLUMNS[path].heading.zh for path in columns]
    rows = [[line.get(path, "") for path in columns] for line in lines]
    if kind == "csv":
        return "\r\n".join(",".join(row) for row in (head, *rows)).encode("gb18030")
    heads = [Column(COLUMNS[path].heading, 12) for path in columns]
    return excel([Sheet("申请", heads, rows)])


def taking(content, take="all"):
    return {"data": content, "params": {"take": take, "sha256": sha256(content).hexdigest()}}


@pytest.fixture
async def liu(bureau):
    return await bureau.staff("liu")


async def filed_cases(liu):
    return (await liu.good("GET", "/api/v1/cases", params={"q": "海风"}))["cases"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_a_file_is_looked_at_and_then_taken(liu, kind):
    other = {"premises": "海边路 9 号", "credit_code": "911100001000130396"}
    content = a_file(a_line("T-1"), a_line("T-2", **other), kind=kind)
    looked = await liu.good("POST", CHECK, data=content)
    assert (looked["ready"], looked["wrong"], await filed_cases(liu)) == (2, 0, [])
    assert [one["pre_check"] for one in looked["lines"]] == ["passed", "passed"]
    done = await liu.good("POST", TAKE, **taking(content))
    assert done["filed"] == 2
    found = {one["number"] for one in await filed_cases(liu)}
    assert {one["case"]["number"] for one in done["lines"]} == found


async def test_the_same_file_again_opens_nothing(liu):
    content = a_file(a_line("T-1"))
    first = await liu.good("POST", TAKE, **taking(content))
    again = await liu.good("POST", TAKE, **taking(content))
    assert (again["filed"], again["known"]) == (0, 1)
    assert again["lines"][0]["case"] == first["lines"][0]["case"]
    assert len(await filed_cases(liu)) == 1


async def test_each_wrong_cell_is_named_with_its_line_heading_and_remedy(liu):
    wrong = a_line("T-2", credit_code="91350100M000100Y44", phone="")
    content = a_file(a_line("T-1"), wrong | {"facts.stoves": "四个", "activities": "热食、魔法"})
    looked = await liu.good("POST", CHECK, data=content)
    (line,) = [one for one in looked["lines"] if one["standing"] == "wrong"]
    assert (line["line"], line["external_number"], line["shop_name"]) == (3, "T-2", "海风小馆")
    named = {one["heading"]["zh"]: one["zh"] for one in line["faults"]}
    assert set(named) == {"统一社会信用代码", "联系电话", "灶头数", "经营项目"}
    assert "第 18 位应为“3”" in named["统一社会信用代码"]
    assert "四" in named["灶头数"]
    assert "热食类食品制售" in named["经营项目"]


async def test_all_or_nothing_and_good_lines_only_are_the_clerks_choice(liu):
    content = a_file(a_line("T-1"), a_line("T-2", phone="none"))
    refusal = await liu.refused("POST", TAKE, **taking(content))
    assert (refusal, await filed_cases(liu)) == ((422, "intake.lines_wrong"), [])
    done = await liu.good("POST", TAKE, **taking(content, "good"))
    assert (done["filed"], done["wrong"]) == (1, 1)
    assert len(await filed_cases(liu)) == 1


async def test_what_was_not_looked_at_is_not_taken(liu):
    content = a_file(a_line("T-1"))
    for params in ({"take": "all"}, {"take": "all", "sha256": "0" * 64}):
        answer = await liu.refused("POST", TAKE, data=content, params=params)
        assert answer == (409, "intake.file_changed")
    answer = await liu.refused("POST", TAKE, data=content)
    assert answer == (422, "intake.wrong_take")


async def test_two_lines_of_one_number_and_two_of_one_shop_are_noticed(liu):
    content = a_file(a_line("T-1"), a_line("T-1", shop_name="另一家"), a_line("T-3"))
    looked = await liu.good("POST", CHECK, data=content)
    standing = [(one["line"], one["standing"], one["doubles"]) for one in looked["lines"]]
    assert standing == [(2, "ready", []), (3, "wrong", []), (4, "ready", ["第 2 行"])]


async def test_a_line_that_the_site_rules_stop_says_so_before_it_is_taken(liu):
    content = a_file(a_line("T-1", facts={"residential_building": True}))
    (line,) = (await liu.good("POST", CHECK, data=content))["lines"]
    assert (line["standing"], line["pre_check"], line["rule"]) == ("ready", "stopped", "NL-01")
    await liu.good("POST", TAKE, **taking(content))
    (case,) = await filed_cases(liu)
    assert case["state"] == "pre_check", "it waits for a person"


async def test_a_file_without_its_headings_names_those_that_are_missing(liu):
    status, said = await liu.ask("POST", CHECK, data="经营者名称,电话\n海风,1\n".encode())
    assert (status, said["code"]) == (422, "intake.wrong_headings")
    assert "统一社会信用代码" in said["detail_zh"]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
async def test_what_is_no_file_of_applications_is_refused(liu, content):
    answer = await liu.refused("POST", CHECK, data=content)
    assert answer == (400, "intake.file_unreadable")


async def test_a_file_that_is_too_large_is_refused_before_it_is_read(liu):
    for path, most in ((TAKE, AT_ONCE.bytes), (CHECK, IN_BATCHES.bytes)):
        large = {"data": io.BytesIO(b"a" * (most + 1)), "params": {"take": "all"}}
        assert await liu.refused("POST", path, **large) == (413, "http.too_large")


async def test_the_file_that_is_handed_out_can_be_taken_as_it_is(liu):
    assert await liu.good("GET", f"{TAKE}/template.csv") == template_csv()
    handed_out = await liu.good("GET", f"{TAKE}/template.xlsx")
    assert handed_out[:4] == template_xlsx()[:4] == b"PK\x03\x04"
    looked = await liu.good("POST", CHECK, data=handed_out)
    assert (looked["ready"], looked["wrong"], looked["ignored"]) == (1, 0, [])
    assert len(HANDED_OUT) > 30


async def test_as_many_lines_as_a_file_may_have_are_taken_in_one_go(liu):
    lines = [a_line(f"T-{n}", premises=f"海边路 {n} 号") for n in range(AT_ONCE.rows)]
    content = a_file(*lines)
    done = await liu.good("POST", TAKE, **taking(content))
    assert (done["filed"], done["wrong"]) == (AT_ONCE.rows, 0)


async def test_of_a_longer_file_the_first_lines_are_shown_and_it_is_not_taken_in_one_go(liu):
    lines = [a_line(f"T-{n}", premises=f"海边路 {n} 号") for n in range(AT_ONCE.rows + 3)]
    content = a_file(*lines)
    looked = await liu.good("POST", CHECK, data=content)
    assert (looked["total"], looked["ready"]) == (AT_ONCE.rows + 3, AT_ONCE.rows)
    assert len(looked["lines"]) == AT_ONCE.rows
    refusal = await liu.refused("POST", TAKE, **taking(content))
    assert refusal == (413, "intake.file_too_long")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_the_error_report_is_the_file_with_what_to_mend_and_is_imported_once_mended(
    liu, kind
):
    bad = a_line("T-2", phone="", shop_name="=1+1 店", premises="海边路 9 号")
    content = a_file(a_line("T-1"), bad, kind=kind)
    report = await liu.good("POST", f"{TAKE}/faults.{kind}", data=content)
    if kind == "csv":
        head, good, wrong = report.decode("utf-8-sig").splitlines()
        assert head.startswith("要改的地方,申请编号")
        assert good.startswith(",T-1,"), "nothing to mend here"
        assert wrong.startswith("联系电话：缺少")
        assert "'=1+1 店" in wrong, "no spreadsheet computes it"
        mended = report.decode("utf-8-sig").replace("于海,,", "于海,13600136001,").encode()
        looked = await liu.good("POST", CHECK, data=mended)
        assert (looked["ready"], looked["wrong"]) == (2, 0)
        assert looked["ignored"] == ["要改的地方"]
        assert looked["lines"][1]["shop_name"] == "=1+1 店", "the mark is no part of the name"
    else:
        from openpyxl import load_workbook

        page = load_workbook(io.BytesIO(report)).worksheets[0]
        cells = [[cell.value for cell in row] for row in page.iter_rows()]
        assert cells[0][0].startswith("要改的地方")
        assert cells[2][0].startswith("联系电话：缺少")
        assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n"}
    looked = await liu.good("POST", CHECK, data=report)
    assert looked["wrong"] == 1, "as it stands it says the same as the file"


async def test_nobody_else_gets_an_error_report(bureau):
    wang = await bureau.staff("wang")
    for kind in ("csv", "xlsx"):
        content = a_file(a_line("T-1"))
        assert await wang.refused("POST", f"{TAKE}/faults.{kind}", data=content) == (
            404,
            "not_found",
        )
