import json
from dataclasses import replace

import pytest

from inspection.record.model import canonical_json, content_from_json, content_sha256
from tests.unit.inspection.record.sample import a_content


def test_equal_contents_have_one_hash_and_come_back_from_their_text():
    content = a_content()
    again = content_from_json(canonical_json(content))
    assert again == content
    assert content_sha256(again) == content_sha256(a_content())


@pytest.mark.parametrize("name", ["shop_name", "address", "ended", "consent_version"])
def test_any_changed_word_is_another_record(name):
    content = a_content()
    changed = replace(content, **{name: getattr(content, name) + "改"})
    assert content_sha256(changed) != content_sha256(content)


def test_the_text_is_plain_sorted_json_that_anybody_can_make_again():
    text = canonical_json(a_content())
    assert "老王家常菜馆" in text
    again = json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert again == text


def test_a_record_of_a_call_without_a_gap_has_the_hash_it_had_before_gaps_were_told():
    assert "interruptions" not in json.loads(canonical_json(a_content()))
    told = replace(a_content(), interruptions=("3 秒，连接中断后重连",))
    assert content_from_json(canonical_json(told)) == told
    assert content_sha256(told) != content_sha256(a_content())


def test_the_hash_of_a_record_from_before_the_checkpoints_stays_what_it_was():
    old = canonical_json(replace(a_content(), custody=None))
    assert "custody" not in json.loads(old)
    assert canonical_json(content_from_json(old)) == old


def test_a_record_without_covered_pictures_has_the_hash_it_had_before_there_were_covers():
    content = a_content()
    assert "covered" not in canonical_json(content)
    (part,) = content.parts
    picture = replace(part.lines[0].pictures[0], covered="已遮盖", covered_sha256="c0" * 32)
    line = replace(part.lines[0], pictures=(picture,))
    told = replace(content, parts=(replace(part, lines=(line, *part.lines[1:])),))
    assert content_from_json(canonical_json(told)) == told
    assert content_sha256(told) != content_sha256(content)
