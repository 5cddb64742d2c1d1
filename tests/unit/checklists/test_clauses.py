from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.clauses import Clause, Confidence, clause_on
from checklists.errors import UnknownClause
from checklists.load import builtin_clauses, builtin_templates
from foundation.text import Bilingual


def clause(name, start=None, after=None, confidence=Confidence.VERIFIED):
    title = Bilingual("某法", "Some law")
    return Clause(name, title, "某法", "第1条", "某版", start, after, confidence)


def book(*clauses):
    return {one.id: one for one in clauses}


@pytest.mark.parametrize("named", ["air-law-81-1", "env-code-250-purifier"])
@pytest.mark.parametrize(
    ("on", "title", "article"),
    [
        (date(2026, 8, 14), "大气污染防治法", "第81条第1款"),
        (date(2026, 8, 15), "生态环境法典", "第250条第2款"),
    ],
)
def test_the_code_replaces_the_air_law_on_its_first_day(named, on, title, article):
    found = clause_on(builtin_clauses(), named, on)
    assert (found.title.zh, found.article) == (title, article)


@pytest.mark.parametrize(
    ("item", "before", "after"),
    [
        ("SS-02", "大气污染防治法 第81条第2款", "生态环境法典 第250条第2款"),
        ("SS-13", "大气污染防治法 第81条第3款", "生态环境法典 第250条第4款"),
        ("SS-15", "环境影响评价法 第16条", "生态环境法典 第95条"),
    ],
)
def test_a_site_cites_the_law_of_the_day(item, before, after):
    (found,) = (
        one
        for template in builtin_templates()
        for section in template.sections
        for one in section.items
        if one.id == item
    )
    for day, words in ((14, before), (15, after)):
        held = clause_on(builtin_clauses(), found.clauses[0].clause_id, date(2026, 8, day))
        assert f"{held.title.zh} {held.article}" == words


def test_a_rule_that_did_not_exist_yet_is_not_cited():
    assert clause_on(builtin_clauses(), "env-code-514", date(2026, 8, 14)) is None


def test_an_unknown_clause_is_refused():
    with pytest.raises(UnknownClause) as caught:
        clause_on(builtin_clauses(), "no-such", date(2026, 1, 1))
    assert "no-such" in caught.value.sentence_zh


def test_medium_confidence_is_unconfirmed_and_low_is_not_shown():
    seen = {level: clause("x", confidence=level) for level in Confidence}
    assert [one.is_confirmed for one in seen.values()] == [True, True, False, False]
    assert [one.is_shown for one in seen.values()] == [True, True, True, False]


@given(st.sampled_from(Confidence), st.sampled_from(Confidence))
def test_a_cited_clause_is_never_surer_than_either_side(own, cited):
    order = list(Confidence)
    seen = clause("x", confidence=own).seen_with(cited).confidence
    assert order.index(seen) == max(order.index(own), order.index(cited))


@given(st.lists(st.integers(1, 400), max_size=5), st.integers(-10, 2500))
def test_on_every_day_exactly_the_newest_begun_edition_holds(gaps, day):
    starts = [date(2015, 1, 1)]
    for gap in gaps:
        starts.append(starts[-1] + timedelta(days=gap))
    names = [f"edition-{number}" for number in range(len(starts))]
    after = [*names[1:], None]
    clauses = book(*(clause(*parts) for parts in zip(names, starts, after, strict=True)))
    on = date(2015, 1, 1) + timedelta(days=day)
    begun = [name for name, start in zip(names, starts, strict=True) if start <= on]
    for named in names:
        found = clause_on(clauses, named, on)
        assert (found.id if found else None) == (begun[-1] if begun else None)


def test_a_circle_of_editions_ends():
    clauses = book(clause("a", date(2020, 1, 1), "b"), clause("b", date(2021, 1, 1), "a"))
    assert clause_on(clauses, "a", date(2022, 1, 1)) is not None
