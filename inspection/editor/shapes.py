"""The JSON shapes of the editor's interface."""

from collections.abc import Sequence
from typing import Any

from typing_extensions import TypedDict

from checklists.conditions import Reasoned
from checklists.diff import ItemChange
from checklists.errors import TemplateMalformed
from checklists.facts import DEFINITIONS, Choice, Definition, Number, Statement
from checklists.load import builtin_departments, template_schema
from checklists.schemes import SCHEMES
from checklists.source import read_source
from foundation.text import Bilingual, TextShape
from inspection.editor.checking import Checked
from inspection.editor.looks import Family, Read
from inspection.editor.model import Draft
from inspection.templates.model import Edition, Pin


class VersionRowShape(TypedDict):
    """A published version; `effective_from` is `null` where it holds since ever."""

    family: str
    version: str
    effective_from: str | None
    origin: str
    is_in_force: bool
    sha256: str
    published_by: str
    published_at: str


class DraftRowShape(TypedDict):
    """A draft without its text."""

    id: str
    family: str
    base: str
    revision: int
    made_by: str
    made_at: str
    changed_by: str
    changed_at: str


class FamilyShape(TypedDict):
    """A template with all its versions, oldest first, and its drafts."""

    id: str
    title_zh: str
    title_en: str
    versions: list[VersionRowShape]
    drafts: list[DraftRowShape]


class FamiliesShape(TypedDict):
    """All templates, in the order of the walk."""

    families: list[FamilyShape]


class VersionShape(TypedDict):
    """A published version: the file, and its tree as written (every value a text)."""

    family: str
    version: str
    effective_from: str | None
    origin: str
    sha256: str
    published_by: str
    published_at: str
    yaml: str
    template: dict[str, Any]


class FaultShape(TypedDict):
    """What is wrong: line of the file, place in the tree, item and field, with the remedy."""

    line: int
    path: str
    item: str
    field: str
    zh: str
    en: str


class DraftShape(DraftRowShape):
    """A draft; `template` is `null` while its text can not be read as YAML."""

    yaml: str
    template: dict[str, Any] | None
    faults: list[FaultShape]


class VectorShape(TypedDict):
    """A vector that ran, and every point in which it does not hold."""

    name: str
    holds: bool
    misses: list[TextShape]


class CheckShape(TypedDict):
    """Whether a draft may be published; `lacks` is what its vectors do not try at all."""

    may_publish: bool
    faults: list[FaultShape]
    vectors: list[VectorShape]
    lacks: TextShape | None


class FieldChangeShape(TypedDict):
    """One field before and after, as text."""

    field: str
    before: str
    after: str


class ItemChangeShape(TypedDict):
    """One item that is not what it was: `added`, `removed`, `changed` or `moved`."""

    item_id: str
    title_zh: str
    title_en: str
    change: str
    fields: list[FieldChangeShape]


class ChangesShape(TypedDict):
    """What changed since a version, in the order of the newer one."""

    since: str
    items: list[ItemChangeShape]


class ChoiceShape(TypedDict):
    """A word of a fact."""

    word: str
    zh: str
    en: str


class FactShape(TypedDict):
    """A fact conditions may use: `statement`, `number` or `choice`."""

    name: str
    kind: str
    zh: str
    en: str
    unit: str
    default: str
    choices: list[ChoiceShape]


class CitedShape(TypedDict):
    """A clause items may rest on; `superseded_by` is the id of the edition after it."""

    id: str
    zh: str
    en: str
    article: str
    edition: str
    effective_from: str | None
    superseded_by: str | None
    confidence: str


class DepartmentShape(TypedDict):
    """A department that may judge items."""

    id: str
    zh: str
    en: str


class JudgedShape(TypedDict):
    """Whether a shop is asked by a condition, and why."""

    holds: bool
    because_zh: str
    because_en: str


class SchemeShape(TypedDict):
    """A determination scheme with the usual values of its limits."""

    name: str
    limits: dict[str, str]


class LanguageShape(TypedDict):
    """The words a template may use, and its JSON Schema."""

    facts: list[FactShape]
    clauses: list[CitedShape]
    departments: list[DepartmentShape]
    schemes: list[SchemeShape]
    json_schema: dict[str, Any]


def version_row_json(edition: Edition, in_force: str) -> VersionRowShape:
    """A version without its text."""
    first_day = edition.effective_from
    return {
        "family": edition.family,
        "version": edition.version,
        "effective_from": None if first_day is None else first_day.isoformat(),
        "origin": edition.origin.value,
        "is_in_force": edition.version == in_force,
        "sha256": edition.sha256,
        "published_by": edition.published_by,
        "published_at": edition.published_at.isoformat(),
    }


def version_json(edition: Edition) -> VersionShape:
    """A version with its text and tree."""
    first_day = edition.effective_from
    tree: Any = read_source(f"{edition.family}.yaml", edition.text).values
    return {
        "family": edition.family,
        "version": edition.version,
        "effective_from": None if first_day is None else first_day.isoformat(),
        "origin": edition.origin.value,
        "sha256": edition.sha256,
        "published_by": edition.published_by,
        "published_at": edition.published_at.isoformat(),
        "yaml": edition.text,
        "template": tree,
    }


def draft_row_json(draft: Draft) -> DraftRowShape:
    """A draft without its text."""
    return {
        "id": draft.id,
        "family": draft.family,
        "base": draft.base,
        "revision": draft.revision,
        "made_by": draft.made_by,
        "made_at": draft.made_at.isoformat(),
        "changed_by": draft.changed_by,
        "changed_at": draft.changed_at.isoformat(),
    }


def draft_json(read: Read) -> DraftShape:
    """A draft with its text, tree and faults."""
    tree: Any = read.tree
    return {
        **draft_row_json(read.draft),
        "yaml": read.draft.text,
        "template": tree if isinstance(tree, dict) else None,
        "faults": faults_json(read.faults),
    }


def family_json(family: Family) -> FamilyShape:
    """A family with its versions and drafts."""
    return {
        "id": family.id,
        "title_zh": family.title.zh,
        "title_en": family.title.en,
        "versions": [version_row_json(one, family.in_force) for one in family.versions],
        "drafts": [draft_row_json(one) for one in family.drafts],
    }


def faults_json(faults: Sequence[TemplateMalformed]) -> list[FaultShape]:
    """Faults in their order."""
    found: list[FaultShape] = []
    for fault in faults:
        line = fault.facts["line"]
        found.append(
            {
                "line": line if isinstance(line, int) else 1,
                "path": str(fault.facts["path"]),
                "item": str(fault.facts["item"]),
                "field": str(fault.facts["field"]),
                "zh": fault.sentence_zh,
                "en": fault.sentence_en,
            }
        )
    return found


def check_json(checked: Checked) -> CheckShape:
    """What a check found."""
    said: dict[str, list[TextShape]] = {}
    for miss in checked.misses:
        said.setdefault(miss.vector, []).append(_text(miss.what))
    return {
        "may_publish": checked.is_ready,
        "faults": faults_json(checked.faults),
        "vectors": [
            {"name": one.name, "holds": one.name not in said, "misses": said.get(one.name, [])}
            for one in checked.vectors
        ],
        "lacks": None if checked.lacks is None else _text(checked.lacks),
    }


def changes_json(since: str, changes: Sequence[ItemChange]) -> ChangesShape:
    """A diff as pages show it."""
    return {
        "since": since,
        "items": [
            {
                "item_id": one.item_id,
                "title_zh": one.title.zh,
                "title_en": one.title.en,
                "change": one.change.value,
                "fields": [
                    {"field": it.field, "before": it.before, "after": it.after} for it in one.fields
                ],
            }
            for one in changes
        ],
    }


def language_json(pin: Pin) -> LanguageShape:
    """What may be written, as of the clauses in force."""
    return {
        "facts": [_fact(name, known) for name, known in DEFINITIONS.items()],
        "clauses": [
            {
                "id": one.id,
                **_text(one.title),
                "article": one.article,
                "edition": one.edition,
                "effective_from": one.effective_from.isoformat() if one.effective_from else None,
                "superseded_by": one.superseded_by,
                "confidence": one.confidence.value,
            }
            for one in pin.clauses.values()
            if one.is_shown
        ],
        "departments": [
            {"id": one.id, **_text(one.title)} for one in builtin_departments().values()
        ],
        "schemes": [
            {"name": name, "limits": {key: str(value) for key, value in one.limits.items()}}
            for name, one in SCHEMES.items()
        ],
        "json_schema": template_schema(),
    }


def judged_json(judged: Reasoned) -> JudgedShape:
    """An answer with its reason."""
    return {
        "holds": judged.holds,
        "because_zh": judged.because.zh,
        "because_en": judged.because.en,
    }


def _fact(name: str, known: Definition) -> FactShape:
    unit, words = "", dict[str, Bilingual]()
    match known:
        case Statement():
            kind, default = "statement", "yes" if known.default else "no"
        case Number():
            kind, default, unit = "number", str(known.default), known.unit
        case Choice():
            kind, default, words = "choice", known.default, dict(known.choices)
    return {
        "name": name,
        "kind": kind,
        **_text(known.title),
        "unit": unit,
        "default": default,
        "choices": [{"word": word, **_text(title)} for word, title in words.items()],
    }


def _text(text: Bilingual) -> TextShape:
    return {"zh": text.zh, "en": text.en}
