"""The judged checklist as tables: one sheet per department, each item with both verdicts. Pure.

Behind them: the values that were read, the evidence, and the items that were not asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from checklists.clauses import Clause, Confidence
from checklists.compose import Checklist, Entry
from checklists.merge import parts_of
from checklists.template import Department, Reading, Weight
from checklists.verdict import Verdict
from foundation.clock import shown
from foundation.text import Bilingual
from inspection.evidence.model import Evidence
from inspection.findings.model import Finding, Judged
from inspection.record.assemble import VERDICT_ZH
from inspection.record.evidence_sheets import (
    evidence_sheet,
    lines_by_item,
    reading_sheet,
    result_text,
)
from inspection.record.model import Line, RecordContent, content_sha256
from inspection.record.workbook import Column, Sheet

MOST_HASHES = 480  # 65 letters each: what a cell holds; the pack names all
_WEIGHTS = {
    Weight.KEY: "关键项 key",
    Weight.MAJOR: "重点项 major",
    Weight.GENERAL: "一般项 general",
}
_SURE = {
    Confidence.VERIFIED: "已核对原文 verified",
    Confidence.HIGH: "可靠 high",
    Confidence.MEDIUM: "待核 unconfirmed",
}


@dataclass(frozen=True)
class Judging:
    """A case judged to the end, as the sheets need it; `names`: people by id."""

    content: RecordContent
    checklist: Checklist
    found: Mapping[str, Finding]
    pictures: Sequence[Evidence]
    inspector_ids: Sequence[str]
    names: Mapping[str, str]


def sheets(judging: Judging, departments: Mapping[str, Department]) -> tuple[Sheet, ...]:
    """A sheet per department, in the order of its first item; readings, evidence, not asked."""
    content, checklist = judging.content, judging.checklist
    lead = (
        ("办件编号 Case", content.case_number),
        ("经营者 Shop", content.shop_name),
        ("食品经营结论 Food", f"{content.food.zh} {content.food.en}"),
        ("油烟治理结论 Fume", f"{content.fume.zh} {content.fume.en}"),
        ("检查表版本 Checklist", content.checklist_version),
        ("记录指纹 Record SHA-256", content_sha256(content)),
    )
    columns, lines = _columns(judging), lines_by_item(content)
    return (
        *(
            Sheet(
                departments[name].title.zh if name in departments else name,
                columns,
                [_row(entry, judging, lines.get(entry.item.id)) for entry in entries],
                (*lead, ("部门 Department", _title(departments, name))),
            )
            for name, entries in parts_of(checklist).items()
        ),
        reading_sheet(content),
        evidence_sheet(content, judging.pictures),
        Sheet(
            "未列入 Not asked",
            (
                Column(Bilingual("编号", "Item"), 12),
                Column(Bilingual("检查内容", "Title"), 44),
                Column(Bilingual("原因", "Because"), 60),
            ),
            [
                (one.item_id, _both(one.item.title), _both(one.because))
                for one in checklist.left_out
            ],
        ),
    )


def _title(departments: Mapping[str, Department], name: str) -> str:
    return _both(departments[name].title) if name in departments else name


def _both(text: Bilingual) -> str:
    return f"{text.zh}\n{text.en}"


def _columns(judging: Judging) -> tuple[Column, ...]:
    def of(zh: str, en: str, width: int) -> Column:
        return Column(Bilingual(zh, en), width)

    return (
        of("编号", "Item", 12),
        of("检查内容", "Title", 34),
        of("环节", "Section", 18),
        of("重要程度", "Weight", 12),
        *(
            of(f"{judging.names.get(one, '')} 的判定", f"Verdict of inspector {number}", 26)
            for number, one in enumerate(judging.inspector_ids, 1)
        ),
        of("合议认定", "Reconciled", 26),
        of("最终判定", "Verdict that counts", 18),
        of("说明", "Note", 36),
        of("限值", "Limits", 26),
        of("读数", "Reading", 30),
        of("依据", "Clause", 40),
        of("版本", "Edition", 18),
        of("核对情况", "Confidence", 20),
        of("证据数", "Pictures", 9),
        of("证据指纹", "SHA-256 of the evidence", 68),
    )


def _row(entry: Entry, judging: Judging, line: Line | None) -> tuple[str | int, ...]:
    item, finding = entry.item, judging.found.get(entry.item.id)
    settled = finding.settled if finding else None
    clauses = [clause for clause in entry.clauses if clause.is_shown]
    hashes = [one.sha256 for one in judging.pictures if one.item_id == item.id]
    return (
        item.id,
        _both(item.title),
        _both(entry.section.title),
        _WEIGHTS[item.weight],
        *(
            _word(finding.own.get(inspector) if finding else None, judging.names, inspector)
            for inspector in judging.inspector_ids
        ),
        _word(finding.reconciled if finding else None),
        _verdict(settled),
        settled.note if settled else "",
        "\n".join(_limits(one) for one in item.readings),
        _values(line),
        "\n".join(_cited(one) for one in clauses),
        "\n".join(one.edition or "—" for one in clauses),
        "\n".join(_SURE[one.confidence] for one in clauses),
        len(hashes),
        "\n".join(hashes[:MOST_HASHES]) + ("\n…" if len(hashes) > MOST_HASHES else ""),
    )


def _verdict(word: Judged | None) -> str:
    if word is None or word.verdict is None:
        return ""
    return f"{VERDICT_ZH[Verdict(word.verdict)]} {word.verdict}"


NO_NAMES: Mapping[str, str] = MappingProxyType({})


def _word(word: Judged | None, names: Mapping[str, str] = NO_NAMES, seat: str = "") -> str:
    """One person's word with its note, its reason and when it was said; with their name where it
    was said before the seat was handed over.
    """
    if word is None or word.verdict is None:
        return ""
    by = names.get(word.by, "") if seat and word.by != seat else ""
    said = (_verdict(word), by, word.note, word.reason, shown(word.at))
    return "\n".join(part for part in said if part)


def _values(line: Line | None) -> str:
    """What was read, as the record has it."""
    readings = line.readings if line else ()
    return "\n".join(f"{one.zh} {one.value} {one.unit} {result_text(one)}" for one in readings)


def _limits(reading: Reading) -> str:
    limits = [
        f"≥ {reading.at_least:f}" if reading.at_least is not None else "",
        f"≤ {reading.at_most:f}" if reading.at_most is not None else "",
    ]
    said = " ".join(part for part in limits if part)
    return f"{reading.quantity.zh} {reading.quantity.en} {said} {reading.unit}".replace("  ", " ")


def _cited(clause: Clause) -> str:
    return f"{clause.title.zh} {clause.article}".strip()
