"""Templates and clauses from YAML: the only place of this package that reads files.

A file is read, checked against its published schema, then against the words of the language:
every condition parses, every clause exists, no id is used twice. Nothing is taken over halfway.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from checklists.clauses import Clause, Confidence
from checklists.conditions import parse
from checklists.errors import MalformedCondition
from checklists.schema import check
from checklists.source import MAX_BYTES, Place, Source, read_source, refused
from checklists.template import (
    Area,
    ClauseRef,
    EvidenceKind,
    Item,
    Remote,
    Section,
    Template,
    Weight,
)
from foundation.text import Bilingual

_DATA: Final = Path(__file__).parent / "data"
_BUILTIN = ("kl.yaml", "ex.yaml", "of.yaml")  # in the order of the walk


@cache
def builtin_templates() -> tuple[Template, ...]:
    """The three templates that ship with the product: layout, extraction, purification."""
    return tuple(load_template(_DATA / name) for name in _BUILTIN)


@cache
def builtin_clauses() -> Mapping[str, Clause]:
    """The clauses that ship with the product, by id."""
    return load_clauses(_DATA / "clauses.yaml")


def load_template(path: Path, clauses: Mapping[str, Clause] | None = None) -> Template:
    """Reads a template written against `clauses` (the built-in ones unless given).

    Raises:
        TemplateMalformed: names file, line, item, what is wrong and what to write instead.
    """
    known = builtin_clauses() if clauses is None else clauses
    source = _checked(path, "template.schema.json")
    raw: dict[str, Any] = source.at(())
    _no_id_twice(source, [("sections", number) for number in range(len(raw["sections"]))])
    items: list[Place] = []
    for number, section in enumerate(raw["sections"]):
        items += [("sections", number, "items", count) for count in range(len(section["items"]))]
    _no_id_twice(source, items)
    for place in items:
        _check_condition(source, (*place, "applies_when"))
        _check_clauses(source, (*place, "clauses"), known)
    sections = tuple(
        Section(one["id"], _bilingual(one["title"]), tuple(_item(item) for item in one["items"]))
        for one in raw["sections"]
    )
    return Template(raw["id"], raw["version"], _bilingual(raw["title"]), sections, known)


def load_clauses(path: Path) -> Mapping[str, Clause]:
    """Reads a file of clauses, by id.

    Raises:
        TemplateMalformed: names file, line, clause, what is wrong and what to write instead.
    """
    source = _checked(path, "clauses.schema.json")
    places: list[Place] = [("clauses", number) for number in range(len(source.at(("clauses",))))]
    _no_id_twice(source, places)
    clauses = {source.at(place)["id"]: _clause(source, place) for place in places}
    for place in places:
        _check_successor(source, place, clauses)
    return clauses


def _checked(path: Path, schema: str) -> Source:
    source = read_source(path.name, _text(path))
    check(source, _schema(schema))
    return source


@cache
def _schema(name: str) -> dict[str, Any]:
    return json.loads((_DATA / name).read_text("utf-8"))


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1).decode("utf-8-sig")
    except OSError as error:
        said = error.strerror or "unreadable"
        what = Bilingual(f"文件读不到（{said}）", f"the file can not be read ({said})")
        remedy = Bilingual("请检查路径和权限。", "Check its path and rights.")
    except UnicodeDecodeError:
        what = Bilingual("文件不是 UTF-8 编码", "the file is not UTF-8")
        remedy = Bilingual("请另存为 UTF-8。", "Save it as UTF-8.")
    raise refused(path.name, 1, what, remedy)


def _no_id_twice(source: Source, places: list[Place]) -> None:
    seen: dict[str, int] = {}
    for place in places:
        name = source.at(place)["id"]
        if name in seen:
            what = Bilingual(
                f"编号“{name}”在第 {seen[name]} 行用过了", f"used already in line {seen[name]}"
            )
            remedy = Bilingual("请换一个编号。", "Choose another id.")
            raise source.malformed((*place, "id"), what, remedy)
        seen[name] = source.line_of((*place, "id"))


def _check_condition(source: Source, place: Place) -> None:
    try:
        parse(source.at(place))
    except MalformedCondition as problem:
        facts = {name: str(value) for name, value in problem.facts.items()}
        column = facts["column"]
        what = Bilingual(
            f"第 {column} 个字符：{facts['what_zh']}", f"character {column}: {facts['what_en']}"
        )
        remedy = Bilingual(facts["remedy_zh"], facts["remedy_en"])
        raise source.malformed(place, what, remedy) from None


def _check_clauses(source: Source, place: Place, known: Mapping[str, Clause]) -> None:
    for number, reference in enumerate(source.at(place)):
        name = reference["id"]
        if name not in known:
            what = Bilingual(f"没有条款“{name}”", f'there is no clause "{name}"')
            remedy = Bilingual(
                "请先把它写进 clauses.yaml，或改正编号。",
                "Add it to clauses.yaml first, or correct its id.",
            )
            raise source.malformed((*place, number), what, remedy)


def _check_successor(source: Source, place: Place, clauses: Mapping[str, Clause]) -> None:
    """A successor exists, is dated, is nobody else's, and begins after its forerunner."""
    clause = clauses[source.at(place)["id"]]
    if clause.superseded_by is None:
        return
    after = clauses.get(clause.superseded_by)
    heirs = [one.id for one in clauses.values() if one.superseded_by == clause.superseded_by]
    what = None
    if after is None:
        what = Bilingual("取代它的条款不存在", "the clause that supersedes it does not exist")
    elif after.effective_from is None:
        what = Bilingual("取代它的条款没有生效日期", "its successor has no first day")
    elif clause.effective_from is not None and clause.effective_from >= after.effective_from:
        what = Bilingual("取代它的条款生效更早", "its successor begins earlier than it does")
    elif len(heirs) > 1:
        what = Bilingual(f"{heirs} 由同一条款取代", f"{heirs} have the same successor")
    if what is not None:
        remedy = Bilingual(
            "请写另一条生效更晚的条款。", "Name another clause, with a later effective_from."
        )
        raise source.malformed((*place, "superseded_by"), what, remedy)


def _clause(source: Source, place: Place) -> Clause:
    raw = source.at(place)
    written = raw.get("effective_from")
    try:
        first_day = None if written is None else date.fromisoformat(written)
    except ValueError:
        what = Bilingual(f"没有“{written}”这一天", f'there is no day "{written}"')
        remedy = Bilingual("请写成 2026-08-15。", "Write it like 2026-08-15.")
        raise source.malformed((*place, "effective_from"), what, remedy) from None
    return Clause(
        id=raw["id"],
        title=_bilingual(raw["title"]),
        law=raw["law"],
        article=raw["article"],
        edition=raw["edition"],
        effective_from=first_day,
        superseded_by=raw.get("superseded_by"),
        confidence=Confidence(raw["confidence"]),
    )


def _item(raw: dict[str, Any]) -> Item:
    return Item(
        id=raw["id"],
        title=_bilingual(raw["title"]),
        film=_bilingual(raw["film"]),
        judge=_bilingual(raw["judge"]),
        weight=Weight(raw["weight"]),
        areas=tuple(Area(one) for one in raw["areas"]),
        evidence=tuple(EvidenceKind(one) for one in raw["evidence"]),
        remote=Remote(raw["remote"]),
        clauses=tuple(
            ClauseRef(one["id"], Confidence(one["confidence"])) for one in raw["clauses"]
        ),
        applies_when=raw["applies_when"],
        hotspot=raw.get("hotspot", raw["id"]),
    )


def _bilingual(raw: dict[str, str]) -> Bilingual:
    return Bilingual(raw["zh"], raw["en"])
