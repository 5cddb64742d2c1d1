"""Determination rules from YAML: which scheme with which limits concludes each area."""

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from checklists.load import check_condition, text_of
from checklists.rules import Rule, RuleSet
from checklists.schema import check
from checklists.schemes import SCHEMES
from checklists.source import Place, Source, read_source
from checklists.template import Area
from foundation.text import Bilingual

_DATA: Final = Path(__file__).parent / "data"
BUILTIN_RULES: Final = ("all-must-comply", "key-and-score", "counted")


def builtin_rules_path(name: str) -> Path:
    """The file of one of `BUILTIN_RULES`."""
    return _DATA / "rules" / f"{name}.yaml"


def load_rules(path: Path) -> RuleSet:
    """Reads a file of rules.

    Raises:
        TemplateMalformed: names file, line, what is wrong and what to write instead.
    """
    return parse_rules(path.name, text_of(path))


def parse_rules(name: str, text: str) -> RuleSet:
    """As `load_rules`, of a text that is called `name` in what is said about it."""
    source = read_source(name, text)
    check(source, _schema())
    raw: dict[str, Any] = source.at(())
    families: dict[str, Any] = raw.get("families", {})
    for area in raw.get("concluded_when", {}):
        check_condition(source, ("concluded_when", area))
    return RuleSet(
        version=raw["version"],
        rules=_rules(source, ("areas",)),
        concluded_when={Area(one): text for one, text in raw.get("concluded_when", {}).items()},
        families={family: _rules(source, ("families", family)) for family in families},
        id=raw["id"],
        title=Bilingual(raw["title"]["zh"], raw["title"]["en"]),
    )


@cache
def _schema() -> dict[str, Any]:
    return json.loads((_DATA / "rules.schema.json").read_text("utf-8"))


def _rules(source: Source, place: Place) -> Mapping[Area, Rule]:
    return {Area(area): _rule(source, (*place, area)) for area in source.at(place)}


def _rule(source: Source, place: Place) -> Rule:
    raw = source.at(place)
    scheme = SCHEMES.get(raw["scheme"])
    if scheme is None:
        what = Bilingual(f"没有判定办法“{raw['scheme']}”", f'there is no scheme "{raw["scheme"]}"')
        raise source.malformed((*place, "scheme"), what, _one_of(list(SCHEMES)))
    for name in raw.get("limits", {}):
        if name not in scheme.limits:
            what = Bilingual(f"“{name}”不是它的参数", f'"{name}" is no limit of it')
            raise source.malformed((*place, "limits", name), what, _one_of(list(scheme.limits)))
    return Rule(
        raw["scheme"], {name: Decimal(text) for name, text in raw.get("limits", {}).items()}
    )


def _one_of(names: list[str]) -> Bilingual:
    if not names:
        return Bilingual("它没有参数，请删掉。", "It has none; remove it.")
    return Bilingual(f"可用：{'、'.join(names)}。", f"Use {', '.join(names)}.")
