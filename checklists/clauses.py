"""Which edition of a clause held on a day, and how sure we are of its words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from checklists.errors import UnknownClause
from foundation.text import Bilingual


class Confidence(Enum):
    """How well the clause was checked, best first."""

    VERIFIED = "verified"  # read in a stored copy of the text
    HIGH = "high"  # recalled, safe to build on
    MEDIUM = "medium"  # recalled; shown as unconfirmed
    LOW = "low"  # never shown until somebody reads the official text


_SURENESS = tuple(Confidence)


@dataclass(frozen=True)
class Clause:
    """A place in a law or standard, in one edition.

    `effective_from` None means that its first day is not known and long past. From the first day
    of `superseded_by` (a clause id) this edition no longer holds.
    """

    id: str
    title: Bilingual  # as it is cited: the short name of the law or standard
    law: str  # official Chinese name
    article: str
    edition: str
    effective_from: date | None
    superseded_by: str | None
    confidence: Confidence

    @property
    def is_confirmed(self) -> bool:
        """Whether pages may show it without the mark "unconfirmed"."""
        return self.confidence in (Confidence.VERIFIED, Confidence.HIGH)

    @property
    def is_shown(self) -> bool:
        """Whether people may see it at all."""
        return self.confidence is not Confidence.LOW

    def seen_with(self, confidence: Confidence) -> "Clause":
        """As cited by somebody who is that sure: no surer than the clause nor than they are."""
        if confidence is self.confidence:
            return self
        return replace(self, confidence=max(self.confidence, confidence, key=_SURENESS.index))


def forerunners_of(clauses: Mapping[str, Clause]) -> Mapping[str, Clause]:
    """What each clause that superseded another one superseded, by its id."""
    return {one.superseded_by: one for one in clauses.values() if one.superseded_by is not None}


def clause_on(
    clauses: Mapping[str, Clause],
    clause_id: str,
    on: date,
    forerunners: Mapping[str, Clause] | None = None,
) -> Clause | None:
    """The edition that held on that day, or None when there was no such rule yet.

    Whichever edition an item names, its predecessors and successors are found, so an item names
    the newest one and a record of last year still cites what held then. Whoever asks often hands
    in `forerunners_of(clauses)`.

    Raises:
        UnknownClause: no clause has this id.
    """
    if clause_id not in clauses:
        raise UnknownClause(clause=clause_id)
    before = forerunners_of(clauses) if forerunners is None else forerunners
    held = [
        clause
        for clause in _editions(clauses, before, clauses[clause_id])
        if clause.effective_from is None or clause.effective_from <= on
    ]
    return held[-1] if held else None


def _editions(
    clauses: Mapping[str, Clause], forerunners: Mapping[str, Clause], named: Clause
) -> list[Clause]:
    """All editions of the same rule, oldest first. Circles end where they began."""
    line = [named]
    while (before := forerunners.get(line[0].id)) is not None and before not in line:
        line.insert(0, before)
    while (after := clauses.get(line[-1].superseded_by or "")) is not None and after not in line:
        line.append(after)
    return line
