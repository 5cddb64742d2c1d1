"""The tree behind a condition: each term judges itself and says the facts that decided.

Whatever the answer, what is said is a true sentence about the shop ("灶头数 4 ≥ 1" or
"灶头数 0 < 1"), so sentences can be joined without caring for and, or, not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from checklists.facts import (
    DEFINITIONS,
    Choice,
    Facts,
    Number,
    Statement,
    choice_in,
    number_in,
    statement_in,
)
from foundation.text import Bilingual


@dataclass(frozen=True)
class Judged:
    """Whether a term holds, and the facts that decided it."""

    holds: bool
    said: tuple[Bilingual, ...]


@dataclass(frozen=True)
class Always:
    """Holds for every shop."""

    def judge(self, facts: Facts) -> Judged:
        """Holds, and there is nothing to say."""
        return Judged(True, ())


@dataclass(frozen=True)
class Is:
    """A statement is true of the shop."""

    fact: str
    known: Statement

    def judge(self, facts: Facts) -> Judged:
        """The statement's own truth, in its own words."""
        holds = statement_in(facts, self.fact)
        return Judged(holds, (self.known.yes if holds else self.known.no,))


@dataclass(frozen=True)
class IsOne:
    """A choice is (or, with `is_denied`, is not) a certain word."""

    fact: str
    known: Choice
    word: str
    is_denied: bool

    def judge(self, facts: Facts) -> Judged:
        """Compares, and says which word it is."""
        word, title = choice_in(facts, self.fact), self.known.title
        name = self.known.choices[word]
        said = Bilingual(f"{title.zh}是{name.zh}", f"{title.en} is {name.en}")
        return Judged((word == self.word) is not self.is_denied, (said,))


SIGNS: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {
    ">=": lambda left, right: left >= right,
    ">": lambda left, right: left > right,
    "<=": lambda left, right: left <= right,
    "<": lambda left, right: left < right,
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
}
_OPPOSITE = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "==": "!=", "!=": "=="}
_SHOWN = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "==": "=", "!=": "≠"}


@dataclass(frozen=True)
class Compares:
    """A number of the shop against a limit or against another of its numbers."""

    fact: str
    known: Number
    sign: str
    other: Decimal | str  # a limit, or the name of a number

    def judge(self, facts: Facts) -> Judged:
        """Compares, and says both figures with the sign that is true of them."""
        known, value = self.known, number_in(facts, self.fact)
        other = number_in(facts, self.other) if isinstance(self.other, str) else self.other
        holds = SIGNS[self.sign](value, other)
        if known.is_unknown_at_zero and value == 0:
            said = Bilingual(f"{known.title.zh}未知", f"{known.title.en} is unknown")
            return Judged(holds, (said,))
        sign = _SHOWN[self.sign if holds else _OPPOSITE[self.sign]]
        figures = f"{_figure(value, known.unit)} {sign} "
        limit = _figure(other, known.unit)
        zh, en = limit, limit
        if isinstance(self.other, str):
            title = DEFINITIONS[self.other].title
            zh, en = f"{title.zh} {limit}", f"{title.en} {limit}"
        said = Bilingual(f"{known.title.zh} {figures}{zh}", f"{known.title.en} {figures}{en}")
        return Judged(holds, (said,))


def _figure(value: Decimal, unit: str) -> str:
    plain = f"{value:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return f"{plain} {unit}".rstrip()


@dataclass(frozen=True)
class Not:
    """The opposite of a term."""

    term: "Term"

    def judge(self, facts: Facts) -> Judged:
        """The opposite answer for the same facts."""
        inner = self.term.judge(facts)
        return Judged(not inner.holds, inner.said)


@dataclass(frozen=True)
class AllOf:
    """Every term holds."""

    terms: tuple["Term", ...]

    def judge(self, facts: Facts) -> Judged:
        """Says all terms when they hold, else those that do not."""
        judged = [term.judge(facts) for term in self.terms]
        holds = all(one.holds for one in judged)
        return Judged(holds, _decisive(judged, holds))


@dataclass(frozen=True)
class AnyOf:
    """At least one term holds."""

    terms: tuple["Term", ...]

    def judge(self, facts: Facts) -> Judged:
        """Says the terms that hold, or all of them when none does."""
        judged = [term.judge(facts) for term in self.terms]
        holds = any(one.holds for one in judged)
        return Judged(holds, _decisive(judged, holds))


Term = Always | Is | IsOne | Compares | Not | AllOf | AnyOf


def _decisive(judged: list[Judged], answer: bool) -> tuple[Bilingual, ...]:
    said = (sentence for one in judged if one.holds is answer for sentence in one.said)
    return tuple(dict.fromkeys(said))
