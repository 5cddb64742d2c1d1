from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.conditions import MAX_DEPTH, MAX_LENGTH, parse
from checklists.errors import FactMissing, MalformedCondition
from checklists.facts import DEFAULT_FACTS, DEFINITIONS, Choice, Number, Statement, drinks_shop
from foundation.errors import Kind
from foundation.text import Bilingual

WORDS = [*DEFINITIONS, "and", "or", "not", "always", "(", ")", ">=", "<", "==", "!=", "3", "0.5"]
WORDS += ['"s"', "'ng'", "stovs", "§"]


@st.composite
def shops(draw):
    """Any facts that their definitions allow."""
    facts = {}
    for name, known in DEFINITIONS.items():
        if isinstance(known, Statement):
            facts[name] = draw(st.booleans())
        elif isinstance(known, Number):
            facts[name] = draw(st.one_of(st.integers(0, 5000), st.decimals(0, 999, places=2)))
        else:
            facts[name] = draw(st.sampled_from(sorted(known.choices)))
    return facts


ATOMS = st.one_of(
    st.just("always"),
    st.sampled_from([name for name, known in DEFINITIONS.items() if isinstance(known, Statement)]),
    st.builds(
        "{} {} {}".format,
        st.sampled_from([name for name, known in DEFINITIONS.items() if isinstance(known, Number)]),
        st.sampled_from([">=", ">", "<=", "<", "==", "!="]),
        st.one_of(st.integers(0, 9999), st.sampled_from(["stoves", "area_m2"])),
    ),
    st.sampled_from(['gas == "ng"', 'scale != "l"', "3 <= stoves"]),
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds("not ({})".format, inner),
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
    ),
    max_leaves=4,
)


def holds(text, **facts):
    return parse(text).judge({**DEFAULT_FACTS, **facts}).holds


@pytest.mark.parametrize(
    ("text", "facts", "expected", "because"),
    [
        ("stoves >= 1", {"stoves": 4}, True, Bilingual("因为灶头数 4 ≥ 1", "because stoves 4 ≥ 1")),
        (
            "stoves >= 1",
            {"stoves": 0},
            False,
            Bilingual("因为灶头数 0 < 1", "because stoves 0 < 1"),
        ),
        (
            "area_m2 > 150",
            {"area_m2": Decimal("150.50")},
            True,
            Bilingual("因为经营面积 150.5 m² > 150 m²", "because area 150.5 m² > 150 m²"),
        ),
        (
            "not simple",
            {"simple": False},
            True,
            Bilingual("因为不是简单制售", "because it is not simple preparation"),
        ),
        (
            'gas == "lpg"',
            {"gas": "ng"},
            False,
            Bilingual("因为燃气是天然气", "because the gas is natural gas"),
        ),
        ("always", {}, True, Bilingual("每一家店都要查", "every shop is asked")),
    ],
)
def test_a_condition_says_the_facts_that_decided_it(text, facts, expected, because):
    answer = parse(text).judge({**DEFAULT_FACTS, **facts})
    assert (answer.holds, answer.because) == (expected, because)


def test_only_the_deciding_part_is_said():
    facts = {**DEFAULT_FACTS, "fume": True, "scale": "m", "hot": True}
    assert parse("fume and cold_meat").judge(facts).because.zh == "因为没有冷荤类制售"
    assert parse("fume or cold_meat").judge(facts).because.zh == "因为有产生油烟的加工"


def test_an_unmeasured_distance_is_said_to_be_unknown():
    answer = parse("outlet_distance_m == 0").judge(DEFAULT_FACTS)
    assert answer.because.zh == "因为排放口到最近敏感目标的距离未知"


def test_and_binds_closer_than_or_and_not_closest():
    assert holds("hot or fume and bbq", hot=True)
    assert not holds("(hot or fume) and bbq", hot=True)
    assert holds("not hot and fume", fume=True)
    assert not holds("not (hot or fume)", fume=True)


def test_a_limit_may_stand_on_either_side():
    assert holds("10 <= outlet_distance_m and 20 > outlet_distance_m", outlet_distance_m=10)
    assert not holds("10 <= outlet_distance_m and 20 > outlet_distance_m", outlet_distance_m=20)


def test_two_numbers_of_a_shop_can_be_compared():
    answer = parse("area_m2 > dining_m2").judge({**DEFAULT_FACTS, "area_m2": 90, "dining_m2": 40})
    assert answer.because.zh == "因为经营面积 90 m² > 就餐面积 40 m²"


@pytest.mark.parametrize(
    ("text", "column", "what"),
    [
        ("stovs > 1", 1, "不认识事实“stovs”"),
        ("(fume", 6, "缺少右括号"),
        ("fume hot", 6, "这里应当是 and、or 或结尾"),
        ("fume > 1", 6, "这两者不能这样比较"),
        ("stoves", 7, "这里应当是比较符号"),
        ("gas == 'oil'", 8, "不认识“oil”"),
        ("gas > 'ng'", 5, "这两者不能这样比较"),
        ("1 < 2", 3, "这两者不能这样比较"),
        ("", 1, "这里应当是事实名、数字或文字"),
        ("fume; hot", 5, "不认识“;”"),
        ("__import__('os')", 1, "不认识事实“__import__”"),
        ("fume and " * 50, MAX_LENGTH + 1, f"超过 {MAX_LENGTH} 个字符"),
    ],
)
def test_a_malformed_condition_names_place_and_remedy(text, column, what):
    with pytest.raises(MalformedCondition) as caught:
        parse(text)
    problem = caught.value
    assert problem.kind is Kind.INVALID
    assert (problem.facts["column"], problem.facts["what_zh"]) == (column, what)
    assert problem.facts["remedy_zh"]
    assert problem.facts["remedy_en"]


def test_an_unknown_fact_is_answered_with_the_known_ones():
    with pytest.raises(MalformedCondition) as caught:
        parse("stovs > 1")
    assert "stoves" in caught.value.sentence_zh
    assert "stoves" in caught.value.sentence_en


def test_depth_is_bounded_in_brackets_and_in_denials():
    assert parse("(" * (MAX_DEPTH - 1) + "fume" + ")" * (MAX_DEPTH - 1))
    for text in ("(" * MAX_DEPTH + "fume" + ")" * MAX_DEPTH, "not " * MAX_DEPTH + "fume"):
        with pytest.raises(MalformedCondition) as caught:
            parse(text)
        assert caught.value.facts["what_zh"] == f"嵌套超过 {MAX_DEPTH} 层"


def test_a_missing_fact_is_named():
    with pytest.raises(FactMissing) as caught:
        parse("hot and fume").judge({"hot": True})
    assert caught.value.facts["fact"] == "fume"


@given(
    st.one_of(st.text(max_size=500), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
)
@settings(max_examples=300)
def test_any_text_is_read_or_refused_and_nothing_else(text):
    try:
        said = parse(text).judge(drinks_shop()).because.zh
    except MalformedCondition as problem:
        said = problem.sentence_zh
    assert 0 < len(said) < 40 * MAX_LENGTH


@given(CONDITIONS, shops())
@settings(max_examples=200)
def test_a_denied_condition_answers_the_opposite_for_the_same_reason(text, facts):
    if len(text) > MAX_LENGTH - 10:
        return
    straight, denied = parse(text).judge(facts), parse(f"not ({text})").judge(facts)
    assert straight.holds is not denied.holds
    assert straight.because == denied.because


@given(CONDITIONS, CONDITIONS, shops())
@settings(max_examples=200)
def test_and_and_or_are_those_of_logic(one, other, facts):
    left, right = parse(one).judge(facts).holds, parse(other).judge(facts).holds
    assert parse(f"({one}) and ({other})").judge(facts).holds is (left and right)
    assert parse(f"({one}) or ({other})").judge(facts).holds is (left or right)


def test_each_choice_can_be_asked_for():
    for name, known in DEFINITIONS.items():
        for word in known.choices if isinstance(known, Choice) else ():
            assert holds(f'{name} == "{word}"', **{name: word})
