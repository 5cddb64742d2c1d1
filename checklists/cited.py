"""Which clauses a rule cites on a day, as far as people may see them. Pure."""

from collections.abc import Mapping
from datetime import date

from checklists.clauses import Clause, clause_on
from checklists.template import ClauseRef


def cited(
    known: Mapping[str, Clause], references: tuple[ClauseRef, ...], on: date
) -> tuple[Clause, ...]:
    """The clauses of a rule as they held on a day; those nobody has read yet are left out."""
    found = ((clause_on(known, one.clause_id, on), one) for one in references)
    seen = (clause.seen_with(one.confidence) for clause, one in found if clause is not None)
    return tuple(clause for clause in seen if clause.is_shown)
