"""Templates and clauses from YAML: the only place of this package that reads files.

A text is read, checked against its published schema, then against the words of the language:
every condition parses, every clause and department exists, no id is used twice. Nothing is taken
over halfway.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from checklists.clauses import Clause
from checklists.conditions import parse
from checklists.errors import MalformedCondition, TemplateMalformed
from checklists.facts import DEFINITIONS, Number
from checklists.schema import check, faults_against
from checklists.shape import clause_from, department_from, template_from
from checklists.source import MAX_BYTES, Place, Source, read_source, refused
from checklists.template import Department, Template
from checklists.vector_shape import check_facts, vector_places, vectors_from
from checklists.vectors import Vector
from foundation.text import Bilingual

_DATA: Final = Path(__file__).parent / "data"
BUILTIN: Final = ("si", "ss", "kl", "ex", "of", "hf", "fg")  # in the order of the walk
MOST_ITEMS = 300  # chosen: the longest template that ships has 18
MOST_FAULTS = 50  # chosen: nobody mends more than that before asking again


def builtin_path(name: str) -> Path:
    """The file of a template that ships, or of `clauses`."""
    return _DATA / f"{name}.yaml"


@cache
def builtin_templates() -> tuple[Template, ...]:
    """The templates that ship with the product, in the order of the walk."""
    return tuple(load_template(builtin_path(name)) for name in BUILTIN)


@cache
def builtin_clauses() -> Mapping[str, Clause]:
    """The clauses that ship with the product, by id."""
    return load_clauses(_DATA / "clauses.yaml")


@cache
def builtin_departments() -> Mapping[str, Department]:
    """The departments that ship with the product, by id."""
    return load_departments(_DATA / "departments.yaml")


def load_template(path: Path, clauses: Mapping[str, Clause] | None = None) -> Template:
    """Reads a template written against `clauses` (the built-in ones unless given).

    Raises:
        TemplateMalformed: names file, line, item, what is wrong and what to write instead.
    """
    return parse_template(path.name, text_of(path), clauses)


def parse_template(name: str, text: str, clauses: Mapping[str, Clause] | None = None) -> Template:
    """As `load_template`, of a text that is called `name` in what is said about it."""
    known = builtin_clauses() if clauses is None else clauses
    source = read_source(name, text)
    faults = _faults_of(source, known)
    if faults:
        raise faults[0]
    return template_from(source, known)


def published_template(name: str, text: str, clauses: Mapping[str, Clause]) -> Template:
    """The template of a text that was accepted when it was published.

    It is not judged again: what later versions of the product ask of new templates does not stop
    an inspection that began before.
    """
    return template_from(read_source(name, text), clauses)


def version_in(name: str, text: str) -> str:
    """The version a text says it is, "" when it says none. Raises `TemplateMalformed`."""
    version = read_source(name, text).at(("version",))
    return version if isinstance(version, str) else ""


def parse_vectors(name: str, text: str) -> tuple[Vector, ...]:
    """The test vectors of a template's text, which `parse_template` takes."""
    return vectors_from(read_source(name, text))


def faults_in(
    name: str, text: str, clauses: Mapping[str, Clause] | None = None
) -> tuple[TemplateMalformed, ...]:
    """What is wrong with the text of a template, first line first, at most `MOST_FAULTS`.

    Words are looked at once the form is right. Empty: `parse_template` takes the text.
    """
    try:
        source = read_source(name, text)
    except TemplateMalformed as fault:
        return (fault,)
    return _faults_of(source, builtin_clauses() if clauses is None else clauses)


def _faults_of(source: Source, known: Mapping[str, Clause]) -> tuple[TemplateMalformed, ...]:
    formal = faults_against(source, _schema("template.schema.json"))
    if formal:
        return formal[:MOST_FAULTS]
    raw: dict[str, Any] = source.at(())
    sections: list[Place] = [("sections", number) for number in range(len(raw["sections"]))]
    items: list[Place] = [
        (*place, "items", number)
        for place in sections
        for number in range(len(source.at((*place, "items"))))
    ]
    if len(items) > MOST_ITEMS:
        what = Bilingual(f"超过 {MOST_ITEMS} 个检查项", f"more than {MOST_ITEMS} items")
        remedy = Bilingual("请拆成几个模板。", "Split it into several templates.")
        return (source.malformed(items[MOST_ITEMS], what, remedy),)
    faults: list[TemplateMalformed] = []

    def look(check_one: Callable[..., object], *arguments: object) -> None:
        try:
            check_one(*arguments)
        except TemplateMalformed as fault:
            faults.append(fault)

    look(no_id_twice, source, sections)
    look(no_id_twice, source, items)
    look(_check_department, source, ("department",))
    look(template_from, source, known)  # its dates exist
    for place in vector_places(source):
        look(check_facts, source, place)
    for place in items:
        look(check_condition, source, (*place, "applies_when"))
        look(check_clauses, source, (*place, "clauses"), known)
        look(_check_repeats, source, (*place, "repeats"))
        look(_check_department, source, (*place, "department"))
    return tuple(islice(sorted(faults, key=_line_of), MOST_FAULTS))


def _line_of(fault: TemplateMalformed) -> int:
    line = fault.facts["line"]
    return line if isinstance(line, int) else 0


def load_clauses(path: Path) -> Mapping[str, Clause]:
    """Reads a file of clauses, by id.

    Raises:
        TemplateMalformed: names file, line, clause, what is wrong and what to write instead.
    """
    return parse_clauses(path.name, text_of(path))


def parse_clauses(name: str, text: str) -> Mapping[str, Clause]:
    """As `load_clauses`, of a text that is called `name` in what is said about it."""
    source = read_source(name, text)
    check(source, _schema("clauses.schema.json"))
    places: list[Place] = [("clauses", number) for number in range(len(source.at(("clauses",))))]
    no_id_twice(source, places)
    clauses = {source.at(place)["id"]: clause_from(source, place) for place in places}
    for place in places:
        _check_successor(source, place, clauses)
    return clauses


def load_departments(path: Path) -> Mapping[str, Department]:
    """Reads a file of departments, by id.

    Raises:
        TemplateMalformed: names file, line, department, what is wrong and what to write instead.
    """
    source = _checked(path, "departments.schema.json")
    places: list[Place] = [
        ("departments", number) for number in range(len(source.at(("departments",))))
    ]
    no_id_twice(source, places)
    return {source.at(place)["id"]: department_from(source, place) for place in places}


def _checked(path: Path, schema: str) -> Source:
    source = read_source(path.name, text_of(path))
    check(source, _schema(schema))
    return source


def template_schema() -> dict[str, Any]:
    """The published JSON Schema of a template."""
    return _schema("template.schema.json")


@cache
def _schema(name: str) -> dict[str, Any]:
    return json.loads((_DATA / name).read_text("utf-8"))


def text_of(path: Path) -> str:
    """The text of a file, no longer than is read. Raises `TemplateMalformed`."""
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


def no_id_twice(source: Source, places: list[Place]) -> None:
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


def check_condition(source: Source, place: Place) -> None:
    """Raises `TemplateMalformed` where the text at a place is no condition."""
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


def check_clauses(source: Source, place: Place, known: Mapping[str, Clause]) -> None:
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


def _check_repeats(source: Source, place: Place) -> None:
    name = source.at(place)
    if name is not None and not isinstance(DEFINITIONS.get(name), Number):
        counted = ", ".join(
            sorted(one for one, it in DEFINITIONS.items() if isinstance(it, Number))
        )
        what = Bilingual(f"“{name}”不是数量", f'"{name}" is not counted')
        remedy = Bilingual(f"请用 {counted} 之一。", f"Use one of {counted}.")
        raise source.malformed(place, what, remedy)


def _check_department(source: Source, place: Place) -> None:
    name, known = source.at(place), builtin_departments()
    if name is not None and name not in known:
        what = Bilingual(f"没有部门“{name}”", f'there is no department "{name}"')
        listed = ", ".join(known)
        remedy = Bilingual(
            f"请用 {listed} 之一，或先把它写进 departments.yaml。",
            f"Use one of {listed}, or add it to departments.yaml first.",
        )
        raise source.malformed(place, what, remedy)
