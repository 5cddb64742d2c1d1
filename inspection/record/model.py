"""What a record holds, and the hash that is signed.

Contents follow the union of the on-site check table and inspection-record rules collected in
regulations.md 8.3. Canonical JSON: keys sorted, no spaces, UTF-8 - so the hash can be computed
again anywhere from the printed and pushed data.
"""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

# regulations.md 1.2: on-site checks, at least two inspectors, the record and who signs it.
LEGAL_BASIS = (
    "《中华人民共和国行政许可法》第三十四条",
    "《中华人民共和国食品安全法》第三十五条",
    "《食品经营许可和备案管理办法》第二十条",
)
_LISTS = ("activities", "inspectors", "left_out", "reasons", "legal_basis")


@dataclass(frozen=True)
class Picture:
    """One piece of evidence as the record names it. `taken` is local time as shown, `by` a name."""

    item_id: str
    sha256: str
    kind: str
    taken: str
    width_px: int
    height_px: int
    by: str = ""


@dataclass(frozen=True)
class Line:
    """One item with its verdict. `key` says whether it is a key item."""

    item_id: str
    title_zh: str
    title_en: str
    key: bool
    verdict: str
    verdict_zh: str
    note: str
    judged_by: str
    clauses: tuple[str, ...]
    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class Part:
    """A section of the checklist."""

    id: str
    title_zh: str
    title_en: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Verdicts:
    """One area's conclusion in code and words."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class RecordContent:
    """Everything the signers sign. Times are local (Asia/Shanghai) as people read them."""

    case_number: str
    shop_name: str
    format_zh: str
    address: str
    credit_code: str
    applicant: str
    activities: tuple[str, ...]
    area_m2: str
    stoves: int
    accepted: str
    mode_zh: str
    began: str
    ended: str
    inspectors: tuple[str, ...]
    consent_version: str
    consent_given: str
    checklist_version: str
    parts: tuple[Part, ...]
    left_out: tuple[str, ...]
    food: Verdicts
    fume: Verdicts
    reasons: tuple[str, ...]
    legal_basis: tuple[str, ...] = LEGAL_BASIS


def canonical_json(content: RecordContent) -> str:
    """The one text of a content; equal contents give equal texts."""
    return json.dumps(asdict(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_sha256(content: RecordContent) -> str:
    """What is signed, printed and pushed."""
    return sha256(canonical_json(content).encode()).hexdigest()


def content_from_json(text: str) -> RecordContent:
    """Back from the stored text; `content_sha256` of it is the stored hash."""
    data: dict[str, Any] = json.loads(text)
    parts = tuple(
        Part(
            part["id"],
            part["title_zh"],
            part["title_en"],
            tuple(_line(line) for line in part["lines"]),
        )
        for part in data["parts"]
    )
    data |= {name: tuple(data[name]) for name in _LISTS}
    data |= {"parts": parts, "food": Verdicts(**data["food"]), "fume": Verdicts(**data["fume"])}
    return RecordContent(**data)


def _line(data: dict[str, Any]) -> Line:
    data |= {
        "clauses": tuple(data["clauses"]),
        "pictures": tuple(Picture(**picture) for picture in data["pictures"]),
    }
    return Line(**data)
