import asyncio
import base64
import io
import os
import re
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pypdf
import pytest

from foundation.processes import helpers
from inspection.record import pdf
from inspection.record.model import Part, content_sha256
from inspection.record.pdf import PaperFailed, Press
from inspection.record.printed import DrawnSignature
from tests.support.pictures import drawn_signature, jpeg
from tests.unit.inspection.record.sample import DIGEST, PHOTO, a_content

SIGNED_AT = datetime(2026, 11, 24, 2, 45, tzinfo=UTC)


def hand(role, name):
    png = base64.b64decode(drawn_signature(name).partition(",")[2])
    return DrawnSignature(role, name, SIGNED_AT, png)


ROLES = [("勘验人员", "王勘验"), ("勘验人员", "赵勘验"), ("申请人", "王建国")]
HANDS = [hand(role, name) for role, name in ROLES]


@pytest.fixture(scope="module")
def press():
    press = Press()
    yield press
    press.close()


async def printed(press, signatures=HANDS, *, is_complete=True):
    return await press.print(a_content(), signatures, {DIGEST: PHOTO}, is_complete=is_complete)


def text_of(content):
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


async def test_the_paper_says_everything_that_is_signed(press):
    text = text_of(await printed(press))
    for word in (
        "食品经营许可现场核查记录", "KC-2026-0007", "老王家常菜馆", "92330100MA2XXXXX1T",
        "远程视频勘验", "王勘验、赵勘验", "2026-11-01", "第三十四条", "集烟罩罩住灶台",
        "需现场复核", "食品经营结论", "油烟治理结论", "2026-11-2410:45:00", "已完成签署",
        DIGEST, content_sha256(a_content()), "第1页/共",
    ):  # fmt: skip
        assert word in text
    assert "草稿" not in text


async def test_a_covered_picture_says_so_with_the_reason_and_the_copys_hash(press):
    content, digest = a_content(), "c0" * 32
    (part,) = content.parts
    picture = replace(
        part.lines[0].pictures[0], covered="已遮盖 2 处：店员人脸（王勘验）", covered_sha256=digest
    )
    line = replace(part.lines[0], pictures=(picture,))
    covered = replace(content, parts=(replace(part, lines=(line, *part.lines[1:])),))
    text = text_of(await press.print(covered, HANDS, {DIGEST: PHOTO}, is_complete=True))
    for word in ("王建国·已遮盖", "已遮盖2处：店员人脸（王勘验）", digest, DIGEST):
        assert word in text


async def test_a_record_without_all_signatures_says_so_on_its_pages(press):
    text = text_of(await printed(press, HANDS[:1], is_complete=False))
    assert "未完成签署" in text
    assert "已完成签署" not in text


async def test_hands_stand_by_role_and_a_missing_one_has_its_empty_place(press):
    text = text_of(await printed(press, [HANDS[2], HANDS[1]], is_complete=False))
    signatures = text[text.index("签字确认") :]
    places = [signatures.index(f"{role}：{name}") for role, name in ROLES]
    assert places == sorted(places)
    assert signatures.count("待签字") == 1
    assert signatures.count("（北京时间）") == 2


async def test_a_picture_says_what_who_when_and_its_short_hash(press):
    text = text_of(await printed(press))
    assert f"EX-01手机原始照片·王建国2026-11-2410:21:33指纹{DIGEST[:16]}" in text


async def test_items_left_out_for_one_reason_stand_together(press):
    assert "KL-09、KL-10本店不做冷食" in text_of(await printed(press))


async def test_no_heading_and_no_row_is_torn_from_what_belongs_to_it(press):
    line = a_content().parts[0].lines[1]
    parts = tuple(
        Part(
            f"s{part}",
            f"第{part}部分",
            "Part",
            tuple(
                replace(
                    line, item_id=f"P{part:02}-{row}", note="长说明" * 40, clauses=(f"终{row}",)
                )
                for row in range(1, 4 + part % 3)
            ),
        )
        for part in range(1, 15)
    )
    content = replace(a_content(), parts=parts)
    paper = await press.print(content, HANDS, {DIGEST: PHOTO}, is_complete=True)
    pages = [
        re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(paper)).pages
    ]
    assert len(pages) > 3
    for part in parts:
        page = next(text for text in pages if f"{part.title_zh}Part" in text)
        assert f"{part.lines[0].item_id}烟道密封" in page, "the heading stands over its first row"
        for one in part.lines:
            page = next(text for text in pages if f"{one.item_id}烟道密封" in text)
            row = page[page.index(f"{one.item_id}烟道密封") :]
            assert f"依据：{one.clauses[0]}" in row, "the row ends on its page"


async def test_what_people_typed_is_never_read_as_markup(press):
    assert "#letx=[*]$\\龑䶮" in text_of(await printed(press))


async def test_equal_records_give_equal_bytes(press):
    assert await printed(press) == await printed(press)


async def test_pictures_and_all_three_hands_are_on_the_paper_and_small(press):
    reader = pypdf.PdfReader(io.BytesIO(await printed(press)))
    sizes = [image.image.size for page in reader.pages for image in page.images]
    assert (900, 675) in sizes
    assert sizes.count((600, 240)) == 3


async def test_every_font_travels_with_the_paper_and_it_is_an_archive_file(press):
    content = await printed(press)
    reader = pypdf.PdfReader(io.BytesIO(content))
    fonts = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            fonts[inner["/BaseFont"]] = inner["/FontDescriptor"].get_object()
    assert any("NotoSansCJKsc" in name for name in fonts)
    assert all("/FontFile3" in one or "/FontFile2" in one for one in fonts.values())
    assert b"pdfaid" in reader.trailer["/Root"]["/Metadata"].get_object().get_data()


async def test_a_missing_font_is_a_failure_and_not_a_blank(monkeypatch, tmp_path):
    template = tmp_path / "record.typ"
    template.write_text(pdf.TEMPLATE.read_text().replace("Noto Serif CJK SC", "No Such Font"))
    monkeypatch.setattr(pdf, "TEMPLATE", template)
    press = Press()
    press._pool = ThreadPoolExecutor(1)  # a process of its own would not see the patch
    with pytest.raises(PaperFailed) as failure:
        await printed(press)
    assert "unknown font family" in str(failure.value.__cause__)


async def test_a_picture_that_can_not_be_read_gives_a_sentence_and_the_press_works_on():
    press = Press()
    with pytest.raises(PaperFailed):
        await press.print(a_content(), [], {DIGEST: b"no picture"}, is_complete=False)
    assert (await printed(press)).startswith(b"%PDF")
    press.close()


async def test_a_press_that_dies_costs_the_record_on_it_and_not_those_waiting_behind():
    press = Press()
    press._pool = helpers(1)
    press._pool.submit(os._exit, 1)
    papers = await asyncio.gather(*(printed(press) for _ in range(3)), return_exceptions=True)
    press.close()
    assert isinstance(papers[0], PaperFailed)
    assert all(isinstance(paper, bytes) for paper in papers[1:]), papers[1:]


async def test_of_a_record_with_many_pictures_one_at_a_time_is_in_memory(press):
    """Two megabytes each, as copies of phone photos are."""
    large, count = jpeg("large", (1600, 1200)) + bytes(2_000_000), 40
    names = [sha256(bytes([number])).hexdigest() for number in range(count)]
    content = a_content()
    line = content.parts[0].lines[0]
    pictures = tuple(replace(line.pictures[0], sha256=name) for name in names)
    parts = (replace(content.parts[0], lines=(replace(line, pictures=pictures),)),)

    async def read():
        return bytes(bytearray(large))  # a copy of its own, as from the disk

    await printed(press)  # the typesetter is there
    tracemalloc.start()
    try:
        paper = await press.print(
            replace(content, parts=parts), [], dict.fromkeys(names, read), is_complete=False
        )
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    drawn = [image for page in pypdf.PdfReader(io.BytesIO(paper)).pages for image in page.images]
    assert len(drawn) >= 1
    assert most < 10 * len(large), f"{most / len(large):.0f} pictures at once"
