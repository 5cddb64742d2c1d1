"""The judged checklist as an Excel file: who said what, by department, and nothing computed."""

import io
import json

import pytest
from openpyxl import load_workbook

from checklists.load import builtin_departments
from tests.support.house import judge_everything
from tests.support.signing import PICTURES, collected

FORMULA = '=HYPERLINK("http://example.org","看这里")'
BEHIND = 3  # readings, evidence, items not asked
HEAD = 9  # seven lines above the table, and an empty one


async def sheets_of(browser, case_id):
    content = await browser.good("GET", f"/api/v1/cases/{case_id}/checklist.xlsx")
    return load_workbook(io.BytesIO(content))


def rows_of(page):
    titles = [cell.value.partition("\n")[0] for cell in page[HEAD]]
    return {
        row[0].value: dict(zip(titles, row, strict=True))
        for row in page.iter_rows(min_row=HEAD + 1)
    }


@pytest.fixture
async def book(bureau, wang):
    """After two verdicts that differed were reconciled and the record was made."""
    await collected(bureau, wang)
    path, zhao = f"/api/v1/cases/{bureau.case_id}", await bureau.staff("zhao")
    await wang.good("PUT", f"{path}/findings/KL-01", json={"verdict": "fail", "note": FORMULA})
    await wang.good(
        "PUT",
        f"{path}/findings/KL-01/reconciliation",
        json={"verdict": "pass", "note": "标牌齐全", "reason": "回看录像后认定"},
    )
    await wang.good("POST", f"{path}/record")
    return await sheets_of(zhao, bureau.case_id)


async def test_each_department_has_a_sheet_with_its_own_items_and_none_is_missing(
    bureau, wang, book
):
    case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    asked = {item["id"] for section in case["checklist"]["sections"] for item in section["items"]}
    titles = {one.title.zh for one in builtin_departments().values()}
    *departments, _, _, left_out = book.worksheets
    assert {page.title for page in departments} <= titles
    assert len(departments) > 1
    listed = [item for page in departments for item in rows_of(page)]
    assert sorted(listed) == sorted(asked)
    assert left_out.max_row == 1 + len(case["checklist"]["left_out"])


async def test_a_row_says_what_each_inspector_said_and_what_counts(bureau, wang, book):
    (row,) = [
        rows["KL-01"] for page in book.worksheets[:-BEHIND] if "KL-01" in (rows := rows_of(page))
    ]
    assert row["王建国 的判定"].value.startswith(f"不符合 fail\n{FORMULA}\n2026-11-24 ")
    assert row["赵晓燕 的判定"].value.startswith("符合 pass\n")
    assert row["合议认定"].value.startswith("符合 pass\n标牌齐全\n回看录像后认定\n")
    assert (row["最终判定"].value, row["说明"].value) == ("符合 pass", "标牌齐全")
    evidence = (await wang.good("GET", f"/api/v1/cases/{bureau.case_id}"))["evidence"]
    hashes = [one["sha256"] for one in evidence if one["item_id"] == "KL-01"]
    assert row["证据指纹"].value.split("\n") == hashes
    assert row["证据数"].value == len(hashes) == 1
    assert "KL-01" in PICTURES


async def test_what_was_typed_as_a_formula_is_text_in_every_sheet(bureau, wang, book):
    for page in book.worksheets:
        kinds = {cell.data_type for row in page.iter_rows() for cell in row if cell.value}
        assert kinds - {"n"} == {"s"}, page.title
    await wang.good("DELETE", f"/api/v1/cases/{bureau.case_id}/record")
    for browser in (wang, await bureau.staff("zhao")):
        await browser.good(
            "PUT",
            f"/api/v1/cases/{bureau.case_id}/findings/KL-01",
            json={"verdict": "pass", "note": FORMULA},
        )
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/record")
    again = await sheets_of(wang, bureau.case_id)
    (row,) = [
        rows["KL-01"] for page in again.worksheets[:-BEHIND] if "KL-01" in (rows := rows_of(page))
    ]
    assert (row["说明"].value, row["说明"].data_type) == (FORMULA, "s")
    assert row["说明"].quotePrefix


async def test_clauses_come_with_edition_and_confidence_and_never_a_low_one(book):
    said = set()
    for page in book.worksheets[:-BEHIND]:
        for item, row in rows_of(page).items():
            lines = [(row[name].value or "").split("\n") for name in ("依据", "版本", "核对情况")]
            assert len({len(one) for one in lines}) == 1, item
            said |= set(lines[2])
    assert said - {""} == {"已核对原文 verified", "可靠 high", "待核 unconfirmed"}


async def test_the_head_names_case_conclusions_and_record(bureau, wang, book):
    case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    for page in book.worksheets[:-BEHIND]:
        lead = {page.cell(row, 1).value: page.cell(row, 2).value for row in range(1, HEAD - 1)}
        assert lead["办件编号 Case"] == case["number"]
        assert lead["食品经营结论 Food"] == "符合 complies"
        assert lead["记录指纹 Record SHA-256"] == case["record"]["sha256"]


async def test_while_verdicts_are_being_set_there_is_no_file_to_read_the_others_from(
    bureau, wang, phone
):
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    await judge_everything(wang, bureau.case_id)
    for name in ("wang", "zhao", "chen"):
        browser = await bureau.staff(name)
        refusal = await browser.refused("GET", f"/api/v1/cases/{bureau.case_id}/checklist.xlsx")
        assert refusal == (409, "record.missing"), json.dumps(refusal)
