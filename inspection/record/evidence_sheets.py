"""What was measured and what was kept, as tables of their own beside the judged items. Pure."""

import re
from collections.abc import Sequence
from decimal import Decimal

from checklists.readings import RESULT_TEXT, Result
from foundation.text import Bilingual
from inspection.evidence.model import Evidence
from inspection.record.model import Line, Measured, Picture, RecordContent
from inspection.record.workbook import Column, Sheet

_PLAIN = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,3})?")  # Excel keeps 15 digits


def reading_sheet(content: RecordContent) -> Sheet:
    """Each value of the record with its unit, its limits and what it comes to."""
    return Sheet(
        "读数 Readings",
        (
            _column("编号", "Item", 12),
            _column("检查内容", "Title", 34),
            _column("测量项目", "Quantity", 30),
            _column("读数", "Value", 12),
            _column("单位", "Unit", 10),
            _column("限值", "Limits", 18),
            _column("与限值比较", "Against the limits", 30),
            _column("填写人", "Typed by", 14),
            _column("填写时间", "Typed at", 20),
            _column("所读照片的指纹", "SHA-256 of the picture", 68),
        ),
        [
            (
                line.item_id,
                f"{line.title_zh}\n{line.title_en}",
                f"{one.zh}\n{one.en}",
                _figure(one.value),
                one.unit,
                one.limits or "没有限值 none",
                result_text(one),
                one.by,
                one.at,
                one.sha256,
            )
            for line in _lines(content)
            for one in line.readings
        ],
    )


def evidence_sheet(content: RecordContent, evidence: Sequence[Evidence]) -> Sheet:
    """Each picture, clip and document of the record, under the name its pack gives it."""
    ids = {(one.sha256, one.item_id): one.id for one in evidence}
    return Sheet(
        "证据 Evidence",
        (
            _column("编号", "Item", 12),
            _column("证据编号", "Folder in the pack", 34),
            _column("来源", "Kind", 22),
            _column("时间", "Taken at", 20),
            _column("取证人", "By", 14),
            _column("位置", "Place", 40),
            _column("手机时钟", "Phone clock", 26),
            _column("口令", "Code in force", 12),
            _column("像素", "Pixels", 14),
            _column("格式", "Format", 16),
            _column("遮盖", "Covered", 40),
            _column("指纹", "SHA-256", 68),
        ),
        [
            (
                one.item_id,
                ids.get((one.sha256, one.item_id), ""),
                one.kind,
                one.taken,
                one.by,
                one.place,
                one.clock,
                one.challenge,
                _pixels(one),
                one.codec,
                one.covered,
                one.sha256,
            )
            for line in _lines(content)
            for one in line.pictures
        ],
    )


def result_text(one: Measured) -> str:
    """What a value comes to, in both languages."""
    return f"{one.result_zh} {RESULT_TEXT[Result(one.result)].en}"


def _figure(value: str) -> str | Decimal:
    """A plain number as one, so that a column of them can be summed; anything else as it stands."""
    return Decimal(value) if _PLAIN.fullmatch(value) else value


def lines_by_item(content: RecordContent) -> dict[str, Line]:
    """The record's lines by the id of their item."""
    return {line.item_id: line for line in _lines(content)}


def _lines(content: RecordContent) -> list[Line]:
    return [line for part in content.parts for line in part.lines]


def _pixels(one: Picture) -> str:
    return f"{one.width_px}×{one.height_px}" if one.width_px else ""


def _column(zh: str, en: str, width: int) -> Column:
    return Column(Bilingual(zh, en), width)
