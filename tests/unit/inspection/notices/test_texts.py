"""What notices say, and how a faulty file of texts is refused."""

from datetime import UTC, date, datetime

import pytest
import yaml

from inspection.notices.model import Kind
from inspection.notices.texts import (
    BUILTIN,
    HIDDEN,
    TextMalformed,
    WordsDiffer,
    builtin_texts,
    in_words,
    read_texts,
)


def test_every_kind_has_a_text_in_both_languages():
    assert builtin_texts().keys() == set(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_every_text_can_be_filled_and_leaves_no_brace(kind):
    template = builtin_texts()[kind]
    words = template.words(dict.fromkeys(template.names, "某"))
    filled = template.filled(words)
    assert "{" not in filled.zh + filled.en
    assert [name for name, _ in template.filed(words)] == list(template.sms)


def test_the_link_of_an_invitation_is_hidden_from_everybody_but_the_applicant():
    template = builtin_texts()[Kind.INVITATION]
    values = {"shop": "老街坊", "link": "https://a.example/j/abc", "token": "abc", "until": "明天"}
    words = template.words(values)
    assert "/j/abc" in template.filled(words).zh
    shown = template.filled(words, is_shown=True)
    assert "abc" not in shown.zh + shown.en
    assert HIDDEN in shown.zh


def test_moments_and_days_are_said_by_the_clock_of_the_place():
    said = in_words(datetime(2026, 11, 24, 18, 5, tzinfo=UTC))
    assert (said.zh, said.en) == ("2026年11月25日（周三） 02:05", "Wed 25 Nov 2026, 02:05")
    assert in_words(date(2027, 1, 1)).zh == "2027年1月1日（周五）"
    assert in_words(3).zh == "3"


@pytest.mark.parametrize("given", [{}, {"shop": "店"}, {"shop": "店", "start": "1", "more": "1"}])
def test_words_that_do_not_fit_the_template_are_refused_by_name(given):
    with pytest.raises(WordsDiffer, match="booked") as refusal:
        builtin_texts()[Kind.BOOKED].words(given)
    assert "shop, start" in refusal.value.sentence_zh


def spoilt(**change):
    texts = yaml.safe_load(BUILTIN.read_text("utf-8"))
    texts["booked"] |= change
    return yaml.safe_dump(texts, allow_unicode=True)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("{}", "invitation"),
        ("booked: [", "line 1"),
        (spoilt(text={"zh": "“{shop}”", "en": "“{shop}” {start}"}), "booked.text"),
        (spoilt(text={"zh": "“{shop”", "en": "“{shop}”"}), "booked.text"),
        (spoilt(text={"zh": "只有中文"}), "booked.text.en"),
        (spoilt(subject={"zh": "{shop}", "en": "shop"}), "booked.subject"),
        (spoilt(sms=["shop", "time"]), "booked.sms"),
        (spoilt(smss=[]), "booked.smss"),
        (BUILTIN.read_text("utf-8").replace("booked:", "booking:"), "booking"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place_in_both_languages(tmp_path, content, place):
    path = tmp_path / "mine.yaml"
    path.write_text(content, "utf-8")
    with pytest.raises(TextMalformed) as refusal:
        read_texts(path)
    for sentence in (refusal.value.sentence_zh, refusal.value.sentence_en):
        assert place in sentence
        assert "mine.yaml" in sentence
