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
_LATER_OF_PICTURES = ("place", "clock", "challenge", "codec", "covered", "covered_sha256")
_LISTS = (
    "activities",
    "inspectors",
    "left_out",
    "reasons",
    "legal_basis",
    "interruptions",
    "times",
)


@dataclass(frozen=True)
class Picture:
    """One piece of evidence as the record names it. `taken` is local time as shown, `by` a name.

    `sha256` is the original's in every case.

    `place`, `clock`, `challenge` and `codec` say what was so when it was made, as people read it;
    they are empty in records made before that was kept.
    """

    item_id: str
    sha256: str
    kind: str
    taken: str
    width_px: int
    height_px: int
    by: str = ""
    place: str = ""
    clock: str = ""
    challenge: str = ""
    codec: str = ""
    covered: str = ""  # what is covered, why and by whom; empty: shown as it was taken
    covered_sha256: str = ""


@dataclass(frozen=True)
class Measured:
    """A value that was read off a picture, named by its hash. `limits` is empty without any."""

    zh: str
    en: str
    value: str
    unit: str
    limits: str
    result: str
    result_zh: str
    by: str
    at: str
    sha256: str


@dataclass(frozen=True)
class Line:
    """One item with its verdict. `key` says whether it is a key item.

    `shown_at` are other items of the same shot, whose pictures show this one as well.
    """

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
    readings: tuple[Measured, ...] = ()
    notes: tuple[str, ...] = ()  # what was measured and read in the pictures, as confirmed
    shown_at: tuple[str, ...] = ()


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
class DepartmentNote:
    """What a department found and concluded, and who signs for it.

    `found` counts verdicts in words (`符合 12 项`), `lacking` names each item that does not comply.
    `conclusion` is None where the department's items decide none. `reviewer` is "" where the case's
    inspectors judge and sign on its behalf.
    """

    id: str
    title_zh: str
    title_en: str
    items: int
    found: tuple[str, ...]
    lacking: tuple[str, ...]
    area_zh: str
    conclusion: Verdicts | None
    judged_by: str
    reviewer: str


@dataclass(frozen=True)
class DeviationNote:
    """A conclusion that is not the computed one: why, who proposed it, who confirmed it, when."""

    area_zh: str
    area_en: str
    computed: Verdicts
    conclusion: Verdicts
    reason: str
    proposed_by: str
    proposed: str
    confirmed_by: str
    confirmed: str


@dataclass(frozen=True)
class Custody:
    """The custody log as it stood when the record was made: so many lines, this root.

    `authority_sha256` is the fingerprint of the certificate that checkpoints are checked against:
    printed and signed, it can not be exchanged together with the keys.
    """

    size: int
    root: str
    authority_sha256: str


@dataclass(frozen=True)
class RecordContent:
    """Everything the signers sign. Times are local (Asia/Shanghai) as people read them.

    `interruptions` are the times in which the call showed nothing, each with its cause. `food` and
    `fume` are what is concluded; where that is not what was computed, `deviations` says why.
    """

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
    interruptions: tuple[str, ...] = ()
    custody: Custody | None = None  # records made before there were checkpoints have none
    deviations: tuple[DeviationNote, ...] = ()
    departments: tuple[DepartmentNote, ...] = ()
    times: tuple[str, ...] = ()  # who inspected from when to when, where a seat was handed over


def canonical_json(content: RecordContent) -> str:
    """The one text of a content; equal contents give equal texts."""
    data = asdict(content)
    if not content.interruptions:  # as before there was such a list: signed hashes stay
        del data["interruptions"]
    for name in ("deviations", "departments", "times"):
        if not data[name]:
            del data[name]
    if content.custody is None:
        del data["custody"]  # the hash of an earlier record stays what it was
    for line in _lines_in(data):
        for name in ("readings", "notes", "shown_at"):
            if not line[name]:
                del line[name]
    for picture in _pictures_in(data):
        for name in _LATER_OF_PICTURES:
            if not picture[name]:
                del picture[name]
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


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
    data |= {name: tuple(data.get(name, ())) for name in _LISTS}
    data |= {"parts": parts, "food": Verdicts(**data["food"]), "fume": Verdicts(**data["fume"])}
    data["departments"] = tuple(_department(one) for one in data.get("departments", ()))
    data["deviations"] = tuple(_deviation(one) for one in data.get("deviations", ()))
    if "custody" in data:
        data["custody"] = Custody(**data["custody"])
    return RecordContent(**data)


def _lines_in(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [line for part in data["parts"] for line in part["lines"]]


def _pictures_in(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for line in _lines_in(data) for one in line["pictures"]]


def _line(data: dict[str, Any]) -> Line:
    data |= {
        "clauses": tuple(data["clauses"]),
        "pictures": tuple(Picture(**picture) for picture in data["pictures"]),
        "readings": tuple(Measured(**one) for one in data.get("readings", ())),
        "notes": tuple(data.get("notes", ())),
        "shown_at": tuple(data.get("shown_at", ())),
    }
    return Line(**data)


def _deviation(data: dict[str, Any]) -> DeviationNote:
    data |= {name: Verdicts(**data[name]) for name in ("computed", "conclusion")}
    return DeviationNote(**data)


def _department(data: dict[str, Any]) -> DepartmentNote:
    data |= {name: tuple(data[name]) for name in ("found", "lacking")}
    if data["conclusion"] is not None:
        data["conclusion"] = Verdicts(**data["conclusion"])
    return DepartmentNote(**data)
