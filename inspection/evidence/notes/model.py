"""A confirmed note of a picture, and how the record tells it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from foundation.errors import Kind as ErrorKind
from foundation.errors import NotFound, Problem
from inspection.evidence.measuring.limits import STANDING_TEXT, Standing

MOST_NOTES = 60  # of a picture; chosen
SHEET_ZH = {"a4": "A4 纸", "marker": "量测标记"}


class Kind(Enum):
    """What was confirmed. `WITHDRAWN` takes an earlier note back."""

    LENGTH = "length"
    TEXT = "text"
    CODE = "code"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Note:
    """One confirmation. `value` is the person's; `content` keeps what the machine proposed.

    `title` says of what: a quantity of the checklist, or what kind of text.
    """

    id: str
    case_id: str
    evidence_id: str
    item_id: str
    kind: Kind
    title: str
    value: str
    unit: str
    content: Mapping[str, Any]
    by: str
    at: datetime


def standing(notes: Iterable[Note]) -> list[Note]:
    """Those that count: not withdrawn, oldest first."""
    notes = list(notes)
    gone = {str(one.content["note"]) for one in notes if one.kind is Kind.WITHDRAWN}
    return [one for one in notes if one.kind is not Kind.WITHDRAWN and one.id not in gone]


def said_zh(note: Note, who: str, picture_sha256: str) -> str:
    """The note as a sentence of the record."""
    of = f"{who}确认，照片 {picture_sha256[:16]}"
    said = note.content
    if note.kind is Kind.LENGTH:
        far = STANDING_TEXT[Standing(said["standing"])].zh
        sheet = SHEET_ZH[said["sheet"]]
        return (
            f"{note.title} {note.value} {note.unit}（照片量得 {said['measured']} ± {said['error']}"
            f" {note.unit}，以{sheet}为参照，仅限同一平面；{far}；{of}）"
        )
    proposed = said["proposed"]
    other = "" if proposed == note.value else f"，识别原文“{proposed}”"
    how = "识别码" if note.kind is Kind.CODE else "识别文字"
    return f"{note.title}：{note.value}（{how}{other}；{of}）"


class NotNotingNow(Problem):
    """What a record says does not change under it."""

    kind = ErrorKind.CONFLICT
    code = "note.not_open"
    zh = "办件现在是“{state_zh}”，不能再确认量测或识别结果。请先撤回记录。"
    en = "The case is “{state}”, so nothing can be confirmed now. Withdraw the record first."


class NoSuchQuantity(NotFound):
    """The item does not ask for this length."""

    code = "note.no_such_quantity"
    zh = "这个检查项没有要求这个长度。请刷新后重新选择。"
    en = "The item does not ask for this length. Reload and choose again."


class TooManyNotes(Problem):
    """More than any picture holds."""

    kind = ErrorKind.CONFLICT
    code = "note.too_many"
    zh = "这张照片已有 {most} 条确认，不能再加。"
    en = "This picture has {most} notes, the most it takes."
