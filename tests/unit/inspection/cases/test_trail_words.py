import pytest

from inspection.cases.story import SENTENCES
from inspection.cases.trail_words import words_of


@pytest.mark.parametrize(
    ("action", "facts", "zh"),
    [
        ("user.added", {"role": "auditor"}, "添加人员"),
        ("case.withdrawn", {"reason": "店不开了"}, "撤回申请：店不开了"),
        ("case.rated", {"level": 2}, "申请人评价：2 级"),
    ],
)
def test_an_entry_of_the_log_is_said_with_its_facts(action, facts, zh):
    assert words_of(action, facts).zh == zh


@pytest.mark.parametrize("action", ["case.never_heard_of", "case.withdrawn"])
def test_an_entry_that_has_no_words_or_lacks_its_facts_says_none_rather_than_fails(action):
    assert words_of(action, {}) is None


def test_what_the_story_of_a_case_tells_is_told_by_the_log_in_the_same_words():
    assert words_of("case.accepted", {}) == SENTENCES["case.accepted"]
