"""Clauses nobody has read stay out of what leaves the house."""

from dataclasses import replace
from datetime import date

from checklists.clauses import Confidence
from checklists.compose import compose
from checklists.load import builtin_departments, builtin_templates
from inspection.cases.facts import checklist_facts
from inspection.intake.demo import RESTAURANT
from inspection.record.sheets import Judging, sheets
from tests.unit.inspection.record.sample import a_content


def test_a_clause_of_low_confidence_is_on_no_sheet():
    made = compose(builtin_templates(), checklist_facts(RESTAURANT.facts), date(2026, 11, 24))
    entries = tuple(
        replace(
            entry,
            clauses=tuple(replace(one, confidence=Confidence.LOW) for one in entry.clauses),
        )
        for entry in made.entries
    )
    judging = Judging(a_content(), replace(made, entries=entries), {}, (), ("w",), {"w": "王"})
    *departments, _, _, _ = sheets(judging, builtin_departments())
    titles = {clause.title.zh for entry in made.entries for clause in entry.clauses}
    cells = {cell for page in departments for row in page.rows for cell in row}
    assert titles
    assert not {cell for cell in cells for title in titles if str(cell).startswith(title)}
