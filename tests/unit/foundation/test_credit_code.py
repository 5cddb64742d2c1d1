"""GB 32100-2015: what a slip of the hand does to a credit code is always found."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from foundation.credit_code import ALPHABET, check_character, fault_of, written_plainly

CODES = st.text(ALPHABET, min_size=17, max_size=17).map(
    lambda first: first + check_character(first)
)


@pytest.mark.parametrize("code", ["91350100M000100Y43", "911100001000130396", "91370112MA3C00BX2D"])
def test_a_code_in_use_is_right(code):
    assert fault_of(code) is None


def test_the_weights_are_those_the_standard_prints():
    weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
    for place, weight in enumerate(weights):
        first = "0" * place + "1" + "0" * (16 - place)
        assert ALPHABET.index(check_character(first)) == 31 - weight


@given(CODES, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_found(code, place, letter):
    assume(letter != code[place])
    assert fault_of(code[:place] + letter + code[place + 1 :]) is not None


@given(CODES, st.integers(0, 16))
def test_every_swap_of_two_neighbours_is_found(code, place):
    assume(code[place] != code[place + 1])
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert fault_of(swapped) is not None


@given(CODES, st.integers(0, 17), st.sampled_from("IOSVZ"))
def test_a_letter_that_is_never_used_is_named_with_its_place(code, place, letter):
    fault = fault_of(code[:place] + letter + code[place + 1 :])
    assert f"第 {place + 1} 位“{letter}”" in fault.zh
    assert f"character {place + 1}," in fault.en


@given(st.text(max_size=30))
def test_whatever_is_typed_is_either_right_or_explained_in_both_languages(text):
    fault = fault_of(written_plainly(text))
    assert fault is None or (fault.zh and fault.en)


def test_a_wrong_check_character_says_what_it_would_be():
    fault = fault_of("91350100M000100Y44")
    assert "第 18 位应为“3”，现在是“4”" in fault.zh


def test_small_letters_wide_letters_and_gaps_are_only_another_way_of_writing():
    assert written_plainly(" ９１350100 m000100y43\n") == "91350100M000100Y43"
    assert written_plainly("91350100-M000100Y4-3") == "91350100M000100Y43"
