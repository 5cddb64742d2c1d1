"""A refusal says what happened in both languages."""

import pytest

from foundation.errors import Kind, NotFound, Problem
from foundation.text import Bilingual


class TooDark(Problem):
    kind = Kind.INVALID
    code = "still.too_dark"
    zh = "照片{number}太暗，请打开灯再拍。"
    en = "Photo {number} is too dark. Switch a light on and take it again."


def test_a_problem_names_its_facts_in_both_languages():
    problem = TooDark(number=7)
    assert problem.sentence_zh == "照片7太暗，请打开灯再拍。"
    assert problem.sentence_en.startswith("Photo 7 is too dark.")


def test_a_sentence_whose_fact_nobody_gave_is_a_programming_error():
    with pytest.raises(KeyError):
        TooDark()


def test_what_is_foreign_and_what_does_not_exist_have_one_answer():
    assert NotFound().kind is Kind.HIDDEN


def test_a_text_in_one_language_only_is_refused():
    with pytest.raises(ValueError, match="both languages"):
        Bilingual(zh="油烟净化器", en=" ")
