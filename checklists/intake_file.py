"""Site rules and triage rules from YAML. Nothing is taken over halfway."""

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from checklists.clauses import Clause, Confidence
from checklists.facts import DEFINITIONS
from checklists.load import (
    builtin_clauses,
    check_clauses,
    check_condition,
    no_id_twice,
    text_of,
)
from checklists.schema import check
from checklists.siting import Effect, Question, SiteRule, SiteRules
from checklists.source import Place, Source, read_source
from checklists.template import ClauseRef
from checklists.triage import Mode, Track, TriageRule, TriageRules
from foundation.text import Bilingual

_DATA: Final = Path(__file__).parent / "data"
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_NAME: Final = re.compile(r"[a-z_][a-z0-9_]*")
_WORDS: Final = {"and", "or", "not", "always"}


@cache
def builtin_site_rules() -> SiteRules:
    """The site rules that ship with the product."""
    path = _DATA / "siting.yaml"
    return parse_site_rules(path.name, text_of(path), builtin_clauses())


@cache
def builtin_triage() -> TriageRules:
    """The triage rules that ship with the product."""
    path = _DATA / "triage.yaml"
    return parse_triage(path.name, text_of(path), builtin_clauses())


def load_site_rules(path: Path) -> SiteRules:
    """Reads a bureau's own file. Raises `TemplateMalformed` as `parse_site_rules`."""
    return parse_site_rules(path.name, text_of(path), builtin_clauses())


def load_triage(path: Path) -> TriageRules:
    """Reads a bureau's own file. Raises `TemplateMalformed` as `parse_triage`."""
    return parse_triage(path.name, text_of(path), builtin_clauses())


def parse_site_rules(name: str, text: str, known: Mapping[str, Clause]) -> SiteRules:
    """Reads site rules from a text called `name`.

    Raises:
        TemplateMalformed: names line and remedy; also where a condition goes by a fact that is
            asked later, and where a rule that stops cites no clause that somebody has read.
    """
    source = _checked(name, text, "siting.schema.json")
    raw: dict[str, Any] = source.at(())
    questions: list[Place] = [("questions", number) for number in range(len(raw["questions"]))]
    rules: list[Place] = [
        (*place, "rules", number)
        for place in questions
        for number in range(len(source.at((*place, "rules")) or ()))
    ]
    no_id_twice(source, rules)
    asked: set[str] = set()
    for place in questions:
        _check_names(source, (*place, "asked_when"), asked)
        _check_fact(source, (*place, "fact"), asked)
        asked.add(source.at((*place, "fact")))
        for rule in (one for one in rules if one[:2] == place):
            _check_names(source, (*rule, "when"), asked)
            check_clauses(source, (*rule, "clauses"), known)
            _check_sureness(source, rule, known)
    return SiteRules(raw["version"], tuple(_question(one) for one in raw["questions"]), known)


def parse_triage(name: str, text: str, known: Mapping[str, Clause]) -> TriageRules:
    """Reads triage rules from a text called `name`.

    Raises:
        TemplateMalformed: names line and remedy; also where the last rule of a list does not hold
            always, or gives what is no answer of its list.
    """
    source = _checked(name, text, "triage.schema.json")
    return TriageRules(
        source.at(("version",)),
        _triage_rules(source, "tracks", {one.value for one in Track}, known),
        _triage_rules(source, "modes", {one.value for one in Mode}, known),
        known,
    )


def _checked(name: str, text: str, schema: str) -> Source:
    source = read_source(name, text)
    check(source, json.loads((_DATA / schema).read_text("utf-8")))
    return source


def _check_names(source: Source, place: Place, asked: set[str]) -> None:
    """A condition goes by what was asked before; else an answer that nobody gave would count."""
    check_condition(source, place)
    for name in _NAME.findall(_QUOTED.sub("", source.at(place))):
        if name not in asked | _WORDS:
            what = Bilingual(f"“{name}”这时还没有问到", f'"{name}" is not asked yet')
            remedy = Bilingual(
                "请把那个问题移到前面。", "Move its question before the one of this rule."
            )
            raise source.malformed(place, what, remedy)


def _check_fact(source: Source, place: Place, asked: set[str]) -> None:
    name = source.at(place)
    if name in asked:
        what = Bilingual(f"“{name}”问了两次", f'"{name}" is asked twice')
        raise source.malformed(place, what, Bilingual("请删掉一个。", "Remove one."))
    if name not in DEFINITIONS:
        what = Bilingual(f"不认识事实“{name}”", f'the fact "{name}" is not known')
        listed = ", ".join(sorted(DEFINITIONS))
        raise source.malformed(
            place, what, Bilingual(f"可用：{listed}。", f"Use one of: {listed}.")
        )


def _check_sureness(source: Source, place: Place, known: Mapping[str, Clause]) -> None:
    raw = source.at(place)
    cited = (known[one["id"]].seen_with(Confidence(one["confidence"])) for one in raw["clauses"])
    if raw["effect"] == Effect.STOPS.value and not any(one.is_confirmed for one in cited):
        what = Bilingual("没有核实过的条款", "none of its clauses is confirmed")
        remedy = Bilingual(
            "请写一条核实过的条款，或者把 effect 改为 advises。",
            "Cite a confirmed clause, or let it advise.",
        )
        raise source.malformed((*place, "clauses"), what, remedy)


def _question(raw: dict[str, Any]) -> Question:
    rules = tuple(
        SiteRule(
            id=one["id"],
            effect=Effect(one["effect"]),
            when=one["when"],
            why=_bilingual(one["why"]),
            change=_bilingual(one["change"]),
            clauses=_references(one),
        )
        for one in raw.get("rules", ())
    )
    return Question(raw["fact"], _bilingual(raw["asks"]), raw["asked_when"], rules)


def _triage_rules(
    source: Source, name: str, answers: set[str], known: Mapping[str, Clause]
) -> tuple[TriageRule, ...]:
    places: list[Place] = [(name, number) for number in range(len(source.at((name,))))]
    no_id_twice(source, places)
    for place in places:
        check_condition(source, (*place, "when"))
        if source.at((*place, "clauses")):
            check_clauses(source, (*place, "clauses"), known)
        if source.at((*place, "gives")) not in answers:
            what = Bilingual("不是这一类的结果", "not an answer of this list")
            listed = ", ".join(sorted(answers))
            remedy = Bilingual(f"请用 {listed} 之一。", f"Use one of {listed}.")
            raise source.malformed((*place, "gives"), what, remedy)
    last = source.at(places[-1])
    if last["when"] != "always" or "from" in last or "until" in last:
        what = Bilingual("最后一条应当总是成立", "the last rule has to hold always")
        remedy = Bilingual("请写 when: always，不加日期。", "Write when: always, without days.")
        raise source.malformed((*places[-1], "when"), what, remedy)
    return tuple(_triage_rule(source, place) for place in places)


def _triage_rule(source: Source, place: Place) -> TriageRule:
    raw = source.at(place)
    return TriageRule(
        id=raw["id"],
        gives=raw["gives"],
        when=raw["when"],
        says=_bilingual(raw["says"]),
        clauses=_references(raw),
        from_day=_day(source, (*place, "from")),
        until=_day(source, (*place, "until")),
    )


def _references(raw: dict[str, Any]) -> tuple[ClauseRef, ...]:
    return tuple(
        ClauseRef(one["id"], Confidence(one["confidence"])) for one in raw.get("clauses", ())
    )


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
