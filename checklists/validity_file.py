"""Validity rules from YAML. Nothing is taken over halfway."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from checklists.clauses import Clause, Confidence
from checklists.load import builtin_clauses, check_clauses, text_of
from checklists.schema import check
from checklists.source import Place, read_source
from checklists.template import ClauseRef
from checklists.triage import Track
from checklists.validity import RenewalRule, Term, ValidityRules
from foundation.text import Bilingual

_DATA: Final = Path(__file__).parent / "data"
_ENDS: Final = ("closes_working_days_before", "closes_days_before")
_NO_END: Final = Bilingual("没有说到哪天为止，或者说了两遍", "its last day is not given, or twice")
_ONE_END: Final = Bilingual(f"请写 {' 或 '.join(_ENDS)}。", f"Write {' or '.join(_ENDS)}.")


@cache
def builtin_validity() -> ValidityRules:
    """The validity rules that ship with the product."""
    return load_validity(_DATA / "validity.yaml")


def load_validity(path: Path) -> ValidityRules:
    """Reads a bureau's own file. Raises `TemplateMalformed` as `parse_validity`."""
    return parse_validity(path.name, text_of(path), builtin_clauses())


def parse_validity(name: str, text: str, known: Mapping[str, Clause]) -> ValidityRules:
    """Reads validity rules from a text called `name`.

    Raises:
        TemplateMalformed: names line and remedy.
    """
    source = read_source(name, text)
    check(source, json.loads((_DATA / "validity.schema.json").read_text("utf-8")))
    for track in Track:
        place: Place = ("terms", track.value)
        check_clauses(source, (*place, "clauses"), known)
        check_clauses(source, (*place, "renewal", "clauses"), known)
        if sum(name in source.at((*place, "renewal")) for name in _ENDS) != 1:
            raise source.malformed((*place, "renewal"), _NO_END, _ONE_END)
    raw: dict[str, Any] = source.at(())
    terms = {track: _term(raw["terms"][track.value]) for track in Track}
    return ValidityRules(raw["version"], terms, known)


def _term(raw: dict[str, Any]) -> Term:
    renewal = raw["renewal"]
    rule = RenewalRule(
        says=Bilingual(renewal["says"]["zh"], renewal["says"]["en"]),
        clauses=_references(renewal),
        opens_working_days=_figure(renewal, "opens_working_days_before"),
        closes_working_days=_figure(renewal, "closes_working_days_before"),
        closes_days=_figure(renewal, "closes_days_before"),
    )
    return Term(int(raw["years"]), _references(raw), rule)


def _figure(raw: Mapping[str, Any], name: str) -> int | None:
    return int(raw[name]) if name in raw else None


def _references(raw: dict[str, Any]) -> tuple[ClauseRef, ...]:
    return tuple(ClauseRef(one["id"], Confidence(one["confidence"])) for one in raw["clauses"])
