"""Values that passed the schema, as templates and clauses. Pure; `load` brings the values."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from checklists.clauses import Clause, Confidence
from checklists.source import Place, Source
from checklists.template import (
    Area,
    ClauseRef,
    Department,
    EvidenceKind,
    Examples,
    Item,
    Reading,
    Remote,
    Section,
    Stop,
    Template,
    Weight,
)
from foundation.text import Bilingual


def template_from(source: Source, known: Mapping[str, Clause]) -> Template:
    """The template a checked source describes.

    Raises:
        TemplateMalformed: a date of it does not exist.
    """
    raw: dict[str, Any] = source.at(())
    return Template(
        id=raw["id"],
        version=raw["version"],
        title=_bilingual(raw["title"]),
        sections=tuple(_section(one, raw["department"]) for one in raw["sections"]),
        effective_from=_day(source, ("effective_from",)),
        clauses=known,
    )


def clause_from(source: Source, place: Place) -> Clause:
    """The clause at a place of a checked source. Raises `TemplateMalformed` as above."""
    raw = source.at(place)
    return Clause(
        id=raw["id"],
        title=_bilingual(raw["title"]),
        law=raw["law"],
        article=raw["article"],
        edition=raw["edition"],
        effective_from=_day(source, (*place, "effective_from")),
        superseded_by=raw.get("superseded_by"),
        confidence=Confidence(raw["confidence"]),
    )


def department_from(source: Source, place: Place) -> Department:
    """The department at a place of a checked source."""
    raw = source.at(place)
    concludes = None if raw["concludes"] == "none" else Area(raw["concludes"])
    return Department(raw["id"], _bilingual(raw), concludes)


def _section(raw: dict[str, Any], department: str) -> Section:
    items = tuple(
        _item({"department": department, "stop": raw["stop"], **item}) for item in raw["items"]
    )
    return Section(raw["id"], _bilingual(raw["title"]), items)


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
        department=raw["department"],
        stop=Stop(raw["stop"]),
        shot=raw.get("shot", raw["id"]),
        points=int(raw.get("points", 1)),
        repeats=raw.get("repeats", ""),
        video_seconds=int(raw.get("seconds", 0)),
        readings=tuple(_reading(one) for one in raw.get("readings", ())),
        examples=Examples(**raw["examples"]) if "examples" in raw else None,
    )


def _reading(raw: dict[str, Any]) -> Reading:
    limits = {name: Decimal(raw[name]) for name in ("at_least", "at_most", "margin") if name in raw}
    return Reading(_bilingual(raw["quantity"]), raw["unit"], **limits)


def _bilingual(raw: dict[str, str]) -> Bilingual:
    return Bilingual(raw["zh"], raw["en"])


def _day(source: Source, place: Place) -> date | None:
    written = source.at(place)
    try:
        return None if written is None else date.fromisoformat(written)
    except ValueError:
        what = Bilingual(f"没有“{written}”这一天", f'there is no day "{written}"')
        remedy = Bilingual("请写成 2026-08-15。", "Write it like 2026-08-15.")
        raise source.malformed(place, what, remedy) from None
