"""Data and paper of a record say the same, field by field."""

import io
import re
from dataclasses import fields, is_dataclass, replace

import cv2
import numpy as np
import pypdf
import pytest
import zxingcpp

from inspection.record.model import Line, RecordContent
from inspection.record.pdf import Press
from inspection.record.printed import printed
from tests.support.paper import page_pictures
from tests.unit.inspection.record.sample import DIGEST, PHOTO, a_content
from tests.unit.inspection.record.test_pdf import HANDS

URL = "http://localhost:8080/v/h8Qm2Zb1cXw0aTq9"
# Not as the very words of the data; each has a test of its own below.
BY_SIGN = {"code", "verdict", "key", "is_complete", "public_url"}
INNER = {"id"}  # of a section: what programs call it, its title is printed
SIGNS = {"pass": "√", "fail": "×", "rectify": "△", "go_on_site": "△", "not_asked": "—"}
ITEM_SIGNS = {"pass": "√", "rectified": "√", "fail": "×", "not_applicable": "—"}


def content():
    return replace(
        a_content(), interruptions=("2026-11-24 10:12:00 至 2026-11-24 10:12:09，9 秒，网络丢包",)
    )


def data():
    return printed(content(), HANDS, is_complete=True, public_url=URL)


def leaves(value, name=""):
    """Each text or number with the name of its field."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, key)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from leaves(inner, name)
    elif value is not None:
        yield name, value


def squeezed(text):
    return re.sub(r"\s", "", str(text))


async def paper_of(made_of, **how):
    press = Press()
    try:
        return await press.print(made_of, HANDS, {DIGEST: PHOTO}, is_complete=True, **how)
    finally:
        press.close()


def words_of(pdf):
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return squeezed("".join(page.extract_text() for page in pages))


@pytest.fixture(scope="module")
async def words():
    return words_of(await paper_of(content(), public_url=URL))


def spellings(name, value):
    """How the paper writes a value: all of these stand on it."""
    if name == "left_out":  # items with one reason stand together
        return str(value).split(" ", 1)
    if name == "ended":  # the day it began is not written twice
        return [str(value)[11:]]
    return [value]


def missing_in(words, told):
    """Fields whose value does not stand on the paper."""
    return [
        (name, value)
        for name, value in leaves(told)
        if name not in BY_SIGN | INNER and value != ""
        for part in spellings(name, value)
        if squeezed(part) not in words
    ]


async def test_every_field_that_is_sent_stands_on_the_paper(words):
    assert missing_in(words, data()) == []


async def test_the_facts_of_the_case_stand_beside_their_names(words):
    told = data()
    for label, value in (
        ("办件编号", told["case_number"]), ("受理时间", told["accepted"]),
        ("经营者名称", told["shop_name"]), ("信用代码", told["credit_code"]),
        ("经营场所", told["address"]), ("主体业态", told["format_zh"]),
        ("经营项目", "、".join(told["activities"])), ("申请人", told["applicant"]),
        ("面积/灶头", f"{told['area_m2']}m²/{told['stoves']}个"),
        ("勘验人员", "、".join(told["inspectors"])), ("勘验方式", told["mode_zh"]),
        ("勘验时间", f"{told['began']}至{told['ended'][11:]}"),
        ("告知同意", f"{told['consent_given']}（文本{told['consent_version']}）"),
        ("检查表版本", told["checklist_version"]),
    ):  # fmt: skip
        assert squeezed(f"{label}{value}") in words, label


async def test_a_field_that_the_paper_leaves_out_is_found(words):
    for name in ("address", "consent_version", "checklist_version", "accepted", "stoves"):
        told = {**data(), name: "not what is printed"}
        assert missing_in(words, told) == [(name, "not what is printed")]
    told = data()
    told["parts"][0]["lines"][0]["pictures"][0]["width_px"] = 4711
    assert missing_in(words, told) == [("width_px", 4711)]


async def test_no_field_of_the_content_is_left_out_of_the_data():
    told = data()
    assert {one.name for one in fields(RecordContent)} <= told.keys()
    line = told["parts"][0]["lines"][0]
    assert {one.name for one in fields(Line)} == line.keys()
    assert is_dataclass(content().custody)
    assert told["custody"].keys() == {one.name for one in fields(content().custody)}


async def test_verdicts_key_items_and_conclusions_stand_as_signs_beside_their_words(words):
    told = data()
    for line in told["parts"][0]["lines"]:
        key = "【关键项】" if line["key"] else ""
        begin = squeezed(f"{line['item_id']}{line['title_zh']}{key}{line['title_en']}")
        assert begin in words, line["item_id"]
        sign = ITEM_SIGNS.get(line["verdict"], "△")
        assert f"{sign}{line['verdict_zh']}" in words
    for area in ("food", "fume"):
        one = told[area]
        assert squeezed(f"{SIGNS[one['code']]}{one['zh']}{one['en']}") in words
    assert "已完成签署" in words


async def test_the_address_of_the_public_page_stands_as_a_code():
    (first, *_) = page_pictures(await paper_of(content(), public_url=URL), 150)
    image = cv2.imdecode(np.frombuffer(first, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [URL]
    (first, *_) = page_pictures(await paper_of(content()), 150)
    image = cv2.imdecode(np.frombuffer(first, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert zxingcpp.read_barcodes(image) == [], "no code that leads nowhere"
