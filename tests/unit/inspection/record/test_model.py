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
