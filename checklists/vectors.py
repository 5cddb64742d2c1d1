"""Test vectors of a draft: "given these answers, expect this". All must hold before publishing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from checklists.compose import compose
from checklists.determination import determine
from checklists.facts import DEFAULT_FACTS, FactValue
from checklists.rules import DEFAULT_RULES, RuleSet
from checklists.schemes import CONCLUSION_TEXT, Conclusion
from checklists.template import Area, Template
from checklists.verdict import Finding, Verdict
from foundation.errors import Problem
from foundation.text import Bilingual


@dataclass(frozen=True)
class Vector:
    """A shop, the verdicts that matter (every other item passes), and what has to follow."""

    name: str
    facts: Mapping[str, FactValue] = field(default_factory=dict[str, FactValue])
    verdicts: Mapping[str, Verdict] = field(default_factory=dict[str, Verdict])
    expects: Mapping[Area, Conclusion] = field(default_factory=dict[Area, Conclusion])
    asked: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Miss:
    """A vector that does not hold, and in which point."""

    vector: str
    what: Bilingual


def lack_of(template: Template, vectors: Sequence[Vector]) -> Bilingual | None:
    """What the vectors of a template do not try at all; None: they may be relied on.

    A template whose items decide food or fume shows that it can fail a shop. One that decides
    neither, of a session or of safety, shows what a failing answer leads to.
    """
    areas = {area for section in template.sections for item in section.items for area in item.areas}
    if areas & {Area.FOOD, Area.FUME}:
        if not any(Conclusion.FAIL in vector.expects.values() for vector in vectors):
            return _NONE_FAILS
    elif not any(Verdict.FAIL in vector.verdicts.values() for vector in vectors):
        return _NO_ANSWER_FAILS
    return None


_NONE_FAILS = Bilingual(
    "测试用例（vectors）里至少要有一条预期不通过（fail）",
    "at least one of the vectors has to expect fail",
)
_NO_ANSWER_FAILS = Bilingual(
    "测试用例（vectors）里至少要有一条回答为不符合（fail）",
    "at least one of the vectors has to answer an item with fail",
)


_AREA_ZH = {
    Area.FOOD: "食品经营结论",
    Area.FUME: "油烟治理结论",
    Area.SAFETY: "安全",
    Area.SESSION: "勘验有效性",
}


def misses(
    templates: Sequence[Template],
    vectors: Sequence[Vector],
    on: date,
    rules: RuleSet = DEFAULT_RULES,
) -> tuple[Miss, ...]:
    """Every point in which a vector does not hold; empty when all hold."""
    return tuple(
        Miss(vector.name, what)
        for vector in vectors
        for what in _of_one(templates, vector, on, rules)
    )


def _of_one(
    templates: Sequence[Template], vector: Vector, on: date, rules: RuleSet
) -> list[Bilingual]:
    try:
        checklist = compose(templates, {**DEFAULT_FACTS, **vector.facts}, on, rules)
    except Problem as problem:  # a fact of the vector that its definition does not allow
        return [Bilingual(problem.sentence_zh, problem.sentence_en)]
    there = [entry.item.id for entry in checklist.entries]
    said = [
        Bilingual(f"应当问 {one}，实际没有问", f"{one} should be asked and is not")
        for one in (*vector.asked, *vector.verdicts)
        if one not in there
    ]
    said += [
        Bilingual(f"不应当问 {one}，实际问了", f"{one} should not be asked and is")
        for one in vector.not_asked
        if one in there
    ]
    findings = [Finding(one, vector.verdicts.get(one, Verdict.PASS)) for one in there]
    outcome = determine(checklist, findings)
    for area, expected in vector.expects.items():
        found = outcome.of(area)
        if found is not expected:
            said.append(
                Bilingual(
                    f"{_AREA_ZH[area]}应得“{CONCLUSION_TEXT[expected].zh}”，实际是“{CONCLUSION_TEXT[found].zh}”",
                    f"{area.value} should come to {expected.value} and comes to {found.value}",
                )
            )
    return said
