"""Faces, text and codes proposed on demand, and for whom."""

import pytest

from tests.support.house import take_still
from tests.support.plates import LICENCE, coded, drawn_face, nameplate


@pytest.fixture
async def kept(bureau, wang):
    """Pictures of a face, a plate and a code."""
    phone = await bureau.applicant(wang, bureau.case_id)
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    socket = await phone.socket((await phone.good("POST", "/api/v1/visit/call"))["socket"])
    pictures = {"face": drawn_face(), "plate": nameplate(), "code": coded()}
    found = {
        name: await take_still(phone, socket, "KL-01", content, f"still-{name}")
        for name, content in pictures.items()
    }
    await socket.close()
    return {name: f"/api/v1/evidence/{one['id']}" for name, one in found.items()}


async def test_each_kind_is_proposed_to_the_cases_inspectors_and_nothing_is_recorded(
    bureau, wang, kept
):
    before = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    assert len((await wang.good("POST", f"{kept['face']}/faces"))["boxes"]) == 1
    plate = await wang.good("POST", f"{kept['plate']}/texts", json={})
    assert plate["reads"][0]["text"] == "油烟净化器"
    part = {"box": {"left": 0.5, "top": 0.3, "right": 1, "bottom": 1}}
    (code,) = (await wang.good("POST", f"{kept['code']}/codes", json=part))["reads"]
    assert (code["text"], code["form"]) == (LICENCE, "QR Code")
    assert await wang.good("POST", f"{kept['plate']}/sheet") == {"kind": None, "corners": []}
    after = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    assert after["findings"] == before["findings"]
    foreign, liu = await bureau.foreign_inspector(), await bureau.staff("liu")
    for browser in (foreign, liu):
        for what in ("faces", "texts", "codes", "sheet"):
            assert (await browser.refused("POST", f"{kept['face']}/{what}"))[0] == 404
