"""Measuring in a picture and confirming what was measured or read; the record tells both."""

import io
import json

import numpy as np
import pypdf
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from inspection.evidence import custody
from tests.support.house import take_still
from tests.support.packs import verify_alone
from tests.support.plates import nameplate
from tests.support.sheets import SIZE_PX, View, marker_page, photo, turn_about

TRUE_MM = 1850
VIEW = View(
    *(1500, SIZE_PX, turn_about(np.array([0.6, 0.8, 0]), np.radians(8))),
    away_mm=np.array([0.0, 60, 2600]),
)


@pytest.fixture
async def kept(bureau, wang):
    """A photo of a marker beside a hood of known height, and one of a plate."""
    phone = await bureau.applicant(wang, bureau.case_id)
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    socket = await phone.socket((await phone.good("POST", "/api/v1/visit/call"))["socket"])
    marker = photo(VIEW, *marker_page(), np.random.default_rng(1))
    taken = {}
    for name, item, content in (
        ("hood", "EX-03", marker),
        ("plate", "OF-01", nameplate()),
        ("kitchen", "KL-01", nameplate(("厨房",))),
    ):
        taken[name] = await take_still(phone, socket, item, content, f"still-{name}")
    await socket.close()
    return {name: f"/api/v1/evidence/{one['id']}" for name, one in taken.items()}


def point(x, y):
    return {"x": x, "y": y}


async def marked(wang, hood, half_mm=TRUE_MM / 2):
    """What the page sends once the marker was found and both ends were pointed at."""
    sheet = await wang.good("POST", f"{hood}/sheet")
    assert sheet["kind"] == "marker"
    ends = VIEW.seen(np.array([[-half_mm, 30.0], [half_mm, 30]])) / SIZE_PX
    return {
        "sheet": "marker",
        "corners": sheet["corners"],
        "are_found": True,
        "points": [point(*end) for end in ends.tolist()],
        "coarseness": 0.5,
        "quantity": 0,
    }


async def test_a_length_is_measured_with_its_error_beside_the_limits_and_nothing_is_kept(
    wang, kept
):
    length = await wang.good(
        "POST", f"{kept['hood']}/length", json=await marked(wang, kept["hood"])
    )
    assert abs(length["value_mm"] - TRUE_MM) <= length["error_mm"] < 0.1 * TRUE_MM
    assert abs(float(length["value"]) - 1.85) <= float(length["error"])
    known = await wang.good("GET", f"{kept['hood']}/notes")
    assert known["notes"] == []
    assert [(one["zh"], one["unit"]) for one in known["quantities"]] == [("罩口离地高度", "m")]


@pytest.mark.parametrize(("half_mm", "standing"), [(905, "borderline"), (600, "outside")])
async def test_a_value_close_to_a_limit_proposes_an_on_site_look(wang, kept, half_mm, standing):
    asked = await marked(wang, kept["hood"], half_mm)
    length = await wang.good("POST", f"{kept['hood']}/length", json=asked)
    assert length["standing"] == standing
    assert ("需现场复核" in length["standing_zh"]) is (standing == "borderline")


async def test_the_confirmed_value_is_the_persons_and_the_measured_one_stays_beside_it(
    bureau, wang, kept
):
    asked = await marked(wang, kept["hood"])
    body = {"length": asked, "quantity": 0, "value": "1.86"}
    note = await wang.good("POST", f"{kept['hood']}/notes/length", json=body)
    me = (await wang.good("GET", "/api/v1/me"))["user"]
    assert (note["value"], note["unit"], note["by"]) == ("1.86", "m", me["id"])
    assert abs(float(note["content"]["measured"]) - 1.85) <= float(note["content"]["error"])
    assert note["content"]["corners"] == [[one["x"], one["y"]] for one in asked["corners"]]
    async with bureau.database.reading() as view:
        last = json.loads((await custody.entries_of(view, bureau.case_id))[-1].line)
    assert (last["act"], last["who"], last["facts"]["value"]) == ("noted", me["id"], "1.86")
    case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    assert case["findings"] == {}, "a hint judges nothing"


async def test_a_read_text_counts_only_after_a_person_confirmed_it(wang, kept):
    reads = (await wang.good("POST", f"{kept['plate']}/texts", json={}))["reads"]
    assert (await wang.good("GET", f"{kept['plate']}/notes"))["notes"] == []
    body = {"is_code": False, "title": "设备型号", "value": "YJ-8000A"}
    body |= {"proposed": reads[1]["text"], "confidence": reads[1]["confidence"]}
    note = await wang.good("POST", f"{kept['plate']}/notes/text", json=body)
    (known,) = (await wang.good("GET", f"{kept['plate']}/notes"))["notes"]
    assert (known["value"], known["name"]) == ("YJ-8000A", "王建国")
    assert known["content"]["proposed"] == reads[1]["text"]
    await wang.good("DELETE", f"{kept['plate']}/notes/{note['id']}")
    assert (await wang.good("GET", f"{kept['plate']}/notes"))["notes"] == []
    again = f"{kept['plate']}/notes/{note['id']}"
    assert (await wang.refused("DELETE", again))[0] == 404


async def test_the_record_tells_what_was_confirmed_and_fixes_it(bureau, wang, kept, tmp_path):
    body = {"length": await marked(wang, kept["hood"]), "quantity": 0, "value": "1.86"}
    await wang.good("POST", f"{kept['hood']}/notes/length", json=body)
    read = {"is_code": False, "title": "设备型号", "value": "YJ-8000A"}
    read |= {"proposed": "型号 YJ-8000A", "confidence": 0.98}
    await wang.good("POST", f"{kept['plate']}/notes/text", json=read)
    wrong = {**body, "quantity": 7}
    refusal = await wang.refused("POST", f"{kept['hood']}/notes/length", json=wrong)
    assert refusal == (404, "note.no_such_quantity")
    await bureau.judge_everything()
    case = f"/api/v1/cases/{bureau.case_id}"
    await wang.good("POST", f"{case}/record")
    async with bureau.database.reading() as view:
        content = (await view.execute(text("SELECT content FROM record"))).scalar_one()
    said = [
        note
        for part in json.loads(content)["parts"]
        for line in part["lines"]
        for note in line.get("notes", ())
    ]
    assert any("罩口离地高度 1.86 m（照片量得" in note and "仅限同一平面" in note for note in said)
    assert any(note.startswith("设备型号：YJ-8000A（识别文字，识别原文“型号") for note in said)
    assert (await wang.good("GET", f"{case}/record.pdf")).startswith(b"%PDF")
    refusal = await wang.refused("POST", f"{kept['plate']}/notes/text", json=read)
    assert refusal == (409, "note.not_open")
    with pytest.raises(IntegrityError, match="evidence_note_no_update"):
        async with bureau.database.transaction() as transaction:
            await transaction.execute(text("UPDATE evidence_note SET value = '2'"))
    pack = tmp_path / "pack.zip"
    pack.write_bytes(await wang.good("GET", f"{case}/pack"))
    assert b"notes.json" in pack.read_bytes()
    status, told = verify_alone(pack)
    assert status == 0, told


async def test_only_the_cases_inspectors_measure_and_confirm(bureau, wang, kept):
    asked = await marked(wang, kept["hood"])
    read = {"is_code": True, "title": "许可证", "value": "x", "proposed": "x", "confidence": 1}
    foreign, liu = await bureau.foreign_inspector(), await bureau.staff("liu")
    for browser in (foreign, liu):
        for path, body in (
            ("length", asked),
            ("notes/length", {"length": asked, "quantity": 0, "value": "1.8"}),
            ("notes/text", read),
        ):
            answer = await browser.refused("POST", f"{kept['hood']}/{path}", json=body)
            assert answer[0] == 404
    assert (await foreign.refused("GET", f"{kept['hood']}/notes"))[0] == 404
    assert (await liu.good("GET", f"{kept['hood']}/notes"))["notes"] == []


async def test_points_out_of_the_plane_and_corners_of_no_sheet_are_told_in_words(wang, kept):
    asked = await marked(wang, kept["hood"])
    crossed = {**asked, "corners": [asked["corners"][at] for at in (0, 2, 1, 3)]}
    refusal = await wang.refused("POST", f"{kept['hood']}/length", json=crossed)
    assert refusal[1] == "measure.not_a_sheet"
    slanted = [point(0.4, 0.5), point(0.6, 0.5), point(0.9, 0.9), point(0.1, 0.9)]
    beyond = {**asked, "corners": slanted, "points": [point(0.5, 0.7), point(0.5, 0.01)]}
    refusal = await wang.refused("POST", f"{kept['hood']}/length", json=beyond)
    assert refusal[1] in ("measure.out_of_plane", "measure.too_unsure")


async def test_the_marker_is_printed_by_anybody_in_its_true_size(bureau):
    anybody = await bureau.browser()
    svg = (await anybody.good("GET", "/api/v1/measuring-marker.svg")).decode()
    assert 'width="210mm" height="297mm"' in svg
    pdf = await anybody.good("GET", "/api/v1/measuring-marker.pdf")
    page = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]
    points_per_mm = 72 / 25.4
    assert float(page.mediabox.width) == pytest.approx(210 * points_per_mm, abs=0.1)
    assert float(page.mediabox.height) == pytest.approx(297 * points_per_mm, abs=0.1)
    assert "实际大小" in page.extract_text().replace(" ", "")
