"""The `vectors` of a template's file: shops, answers and what has to follow.

vectors:
  - name: 罩口小于灶面
    facts: {fume: yes, stoves: 4}
    answers: {EX-02: fail}
    expects: {fume: fail, food: pass}
    asked: [EX-01]
    not_asked: [KL-06]
"""

from typing import Any

from checklists.facts import facts_from
from checklists.schemes import Conclusion
from checklists.source import Place, Source
from checklists.template import Area
from checklists.vectors import Vector
from checklists.verdict import Verdict
from foundation.errors import Problem
from foundation.text import Bilingual


def vectors_from(source: Source) -> tuple[Vector, ...]:
    """The vectors of a source that passed the schema and `check_facts`."""
    raw: list[dict[str, Any]] = source.at(("vectors",)) or []
    return tuple(_vector(one) for one in raw)


def vector_places(source: Source) -> list[Place]:
    """Where each vector of a checked source stands."""
    return [("vectors", number) for number in range(len(source.at(("vectors",)) or []))]


def check_facts(source: Source, place: Place) -> None:
    """Raises `TemplateMalformed` where the vector at a place claims what no shop can have."""
    facts: dict[str, str] = source.at((*place, "facts")) or {}
    for name, value in facts.items():
        try:
            facts_from({name: value})
        except Problem as problem:
            what = Bilingual(
                problem.sentence_zh.partition("。")[0], problem.sentence_en.partition(". ")[0]
            )
            remedy = Bilingual("请改正这个事实。", "Correct this fact.")
            raise source.malformed((*place, "facts", name), what, remedy) from None


def _vector(raw: dict[str, Any]) -> Vector:
    return Vector(
        name=raw["name"],
        facts=facts_from(raw.get("facts", {})),
        verdicts={item: Verdict(word) for item, word in raw.get("answers", {}).items()},
        expects={Area(area): Conclusion(word) for area, word in raw.get("expects", {}).items()},
        asked=tuple(raw.get("asked", ())),
        not_asked=tuple(raw.get("not_asked", ())),
    )
