"""Negative list and site rules (负面清单、选址审查), asked before anything else. Pure.

Questions come one after the other, each with the rules that its answer can decide. The first rule
that no rebuilding of this shop can meet ends it, so nobody answers more than needed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from checklists.cited import cited
from checklists.clauses import Clause
from checklists.conditions import parse
from checklists.facts import DEFAULT_FACTS, facts_from
from checklists.template import ClauseRef
from foundation.text import Bilingual


class Effect(Enum):
    """What a rule that holds does."""

    STOPS = "stops"  # with this business here never
    ADVISES = "advises"  # goes on; people are told


@dataclass(frozen=True)
class SiteRule:
    """Holds `when`; says `why` and what could be changed."""

    id: str
    effect: Effect
    when: str
    why: Bilingual
    change: Bilingual
    clauses: tuple[ClauseRef, ...]


@dataclass(frozen=True)
class Question:
    """Asks for one fact where `asked_when` holds; then its rules are looked at."""

    fact: str
    asks: Bilingual
    asked_when: str
    rules: tuple[SiteRule, ...]


@dataclass(frozen=True)
class SiteRules:
    """The questions in their order, in one version."""

    version: str
    questions: tuple[Question, ...]
    clauses: Mapping[str, Clause]


class Standing(Enum):
    """How far a pre-check has come."""

    OPEN = "open"  # a question waits
    STOPPED = "stopped"
    PASSED = "passed"


@dataclass(frozen=True)
class Told:
    """A rule that held, with the facts that decided and the clauses of the day."""

    rule: SiteRule
    because: Bilingual
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class PreCheck:
    """What the answers so far mean.

    Attributes:
        next: the question that waits, while `standing` is `OPEN`.
        stopped_by: the rule that ended it, while `standing` is `STOPPED`.
        advice: rules that do not stop it; of questions that were answered.
        answered: the questions that counted, in their order.
    """

    standing: Standing
    version: str
    answered: tuple[Question, ...]
    advice: tuple[Told, ...]
    next: Question | None = None
    stopped_by: Told | None = None


def pre_check(rules: SiteRules, answers: Mapping[str, object], on: date) -> PreCheck:
    """Walks through the questions as far as they are answered.

    Args:
        answers: facts by name; what is not among them is a question that waits, where it is asked.
        on: the day whose clauses are cited.

    Raises:
        UnknownFact, FactWrong: an answer is none.
    """
    given = facts_from(answers)
    facts = dict(DEFAULT_FACTS)  # an answer to what is not asked does not count
    answered: list[Question] = []
    advice: list[Told] = []
    for question in rules.questions:
        if not parse(question.asked_when).judge(facts).holds:
            continue
        if question.fact not in answers:
            return PreCheck(
                Standing.OPEN, rules.version, tuple(answered), tuple(advice), next=question
            )
        answered.append(question)
        facts[question.fact] = given[question.fact]
        for rule in question.rules:
            judged = parse(rule.when).judge(facts)
            if not judged.holds:
                continue
            told = Told(rule, judged.because, cited(rules.clauses, rule.clauses, on))
            if rule.effect is Effect.STOPS:
                return PreCheck(
                    Standing.STOPPED,
                    rules.version,
                    tuple(answered),
                    tuple(advice),
                    stopped_by=told,
                )
            advice.append(told)
    return PreCheck(Standing.PASSED, rules.version, tuple(answered), tuple(advice))
