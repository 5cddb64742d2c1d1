"""Keys of what targets are told, and how each matter is mapped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.determination.recipients import (
    Matter,
    delivery_key,
    key_of,
    matter_of,
    receiver_of,
)
from inspection.licensing.model import FIELDS_OF, FieldMap
from inspection.licensing.targets import UnusableTargets, read_targets

NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,15}", fullmatch=True)
NUMBERS = st.integers(1, 99_999).map(lambda n: f"YK20261130-{n:04d}")


@given(NUMBERS, st.integers(1, 99), NAMES, st.sampled_from([Matter.STATUS, Matter.WISH]))
def test_a_key_says_what_it_is_about_and_fits_into_the_outbox(number, version, name, matter):
    receiver = receiver_of(name)
    assert matter_of(key_of(matter, number, version, receiver)) is matter
    assert matter_of(delivery_key(number, version, receiver)) is Matter.RESULT
    assert len(key_of(matter, number, version, receiver)) <= 40


@pytest.mark.parametrize("key", ["out_01jd3s", "YK20261130-0001_1_s1-w2", "YK1_1_licensing"])
def test_keys_from_before_are_results(key):
    assert matter_of(key) is Matter.RESULT


def a_file(tmp_path, more, name="licensing"):
    file = tmp_path / "targets.toml"
    file.write_text(
        f'[[target]]\nname = "{name}"\nkind = "http"\nurl = "https://licence.example/api"\n'
        f'secret = "a secret of sixteen letters"\n{more}\n',
        "utf-8",
    )
    return file


def test_the_licensing_system_hears_wishes_and_of_its_own_applications_unless_told_otherwise(
    tmp_path,
):
    (licensing,) = read_targets(a_file(tmp_path, ""))
    assert licensing.target.takes_wishes
    assert licensing.target.of_senders == {"licensing"}
    (other,) = read_targets(a_file(tmp_path, "", name="town-3"))
    assert not other.target.takes_wishes
    (quiet,) = read_targets(a_file(tmp_path, "wishes = false\nstatus_of = []"))
    assert not quiet.target.takes_wishes
    assert quiet.target.of_senders == frozenset()


def test_each_matter_has_field_maps_of_its_own(tmp_path):
    more = 'wish_fields.rename = { way = "LZFS" }\nstatus_fields.keep = ["case_number", "act"]'
    (one,) = read_targets(a_file(tmp_path, more))
    wish = one.target.fields_of(Matter.WISH).of({"case_number": "YK1", "way": "mail"})
    assert wish == {"case_number": "YK1", "LZFS": "mail"}
    status = dict.fromkeys(FIELDS_OF[Matter.STATUS], "x")
    assert one.target.fields_of(Matter.STATUS).of(status) == {"case_number": "x", "act": "x"}
    assert one.target.fields_of(Matter.RESULT) == FieldMap()
    with pytest.raises(UnusableTargets, match="chosen_at"):
        read_targets(a_file(tmp_path, 'wish_fields.keep = ["food_conclusion"]'))
