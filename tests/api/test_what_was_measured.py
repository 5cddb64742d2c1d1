"""Values, places and times of an inspection: the same on paper, in data and in the Excel file."""

import io
import re

import pypdf
import pytest
from openpyxl import load_workbook

from inspection.intake.demo import RESTAURANT
from tests.support.full_case import PDF
from tests.support.house import heard, take_still
from tests.support.pictures import jpeg

MEASURED, PAPER = "EX-03", "OF-05"
HERE = {
    "type": "position",
    **{name: RESTAURANT.facts[name] for name in ("latitude", "longitude")},
    "accuracy_m": 15,
    "age_ms": 1000,
}


@pytest.fixture
async def made(bureau, wang, phone, sockets):
    """A record with a value outside its limit, a code, a position and a paper."""
    desk, pocket = sockets
    path = f"/api/v1/cases/{bureau.case_id}"
    code = (await wang.good("POST", f"{path}/challenges", json={}))["code"]
    await pocket.send_json(HERE)
    await heard(desk, "whereabouts")
    photo = await take_still(phone, pocket, MEASURED, jpeg("a"), "still-00001")
    for value in ("1.85", "1.70"):
        body = {"quantity": 0, "value": value, "evidence": photo["id"], "reason": ""}
        await wang.good("PUT", f"{path}/readings/{MEASURED}", json=body)
    paper = await wang.good("POST", f"{path}/documents?item={PAPER}", data=PDF)
    await bureau.judge_everything()
    await wang.good("POST", f"{path}/record", json={})
    return {"path": path, "code": code, "photo": photo, "paper": paper}


def table(page):
    head = [cell.value.partition("\n")[0] for cell in page[1]]
    return [
        dict(zip(head, (cell.value or "" for cell in row), strict=True))
        for row in page.iter_rows(min_row=2)
    ]


async def test_the_excel_file_names_each_value_with_its_limit_and_each_piece_of_evidence(
    wang, made
):
    content = await wang.good("GET", f"{made['path']}/checklist.xlsx")
    book = load_workbook(io.BytesIO(content))
    (value,) = table(book["读数 Readings"])
    assert (value["编号"], value["读数"], value["单位"]) == (MEASURED, 1.7, "m")
    assert (value["限值"], value["填写人"]) == ("1.8—1.9 m", "王建国")
    assert value["与限值比较"] == "超出限值 outside the limits"
    assert value["所读照片的指纹"] == made["photo"]["sha256"]
    pieces = {one["编号"]: one for one in table(book["证据 Evidence"])}
    photo, paper = pieces[MEASURED], pieces[PAPER]
    assert (photo["来源"], photo["口令"]) == ("手机原始照片", made["code"])
    assert photo["位置"].startswith("在登记地址")
    assert (photo["证据编号"], photo["指纹"]) == (made["photo"]["id"], made["photo"]["sha256"])
    assert (paper["来源"], paper["像素"], paper["格式"]) == ("上传文件", "", "application/pdf")
    (row,) = [
        {page[9][at].value.partition("\n")[0]: cell.value for at, cell in enumerate(row)}
        for page in book.worksheets[:-3]
        for row in page.iter_rows(min_row=10)
        if row[0].value == MEASURED
    ]
    assert row["限值"].endswith("≥ 1.8 ≤ 1.9 m")
    assert row["读数"] == "罩口离地高度 1.70 m 超出限值 outside the limits"


async def test_paper_and_data_have_the_value_its_limit_the_place_the_code_and_the_times(wang, made):
    told = await wang.good("GET", f"{made['path']}/record.json")
    lines = {line["item_id"]: line for part in told["parts"] for line in part["lines"]}
    (value,) = lines[MEASURED]["readings"]
    assert (value["value"], value["unit"], value["limits"]) == ("1.70", "m", "1.8—1.9 m")
    assert (value["result"], value["result_zh"], value["by"]) == ("outside", "超出限值", "王建国")
    (photo,), (paper,) = lines[MEASURED]["pictures"], lines[PAPER]["pictures"]
    assert photo["challenge"] == made["code"]
    assert photo["place"].startswith("在登记地址")
    assert photo["taken"].startswith("2026-11-24 ")
    assert (paper["kind"], paper["width_px"]) == ("上传文件", 0)
    pdf = await wang.good("GET", f"{made['path']}/record.pdf")
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    words = re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    for said in (
        *("1.70m", "限值1.8—1.9m", "超出限值", value["at"], photo["taken"], photo["place"]),
        *(f"口令{made['code']}", photo["clock"], paper["sha256"], "上传文件"),
    ):
        assert re.sub(r"\s", "", said) in words, said
    assert "0×0" not in words, "a PDF has no pixels"
