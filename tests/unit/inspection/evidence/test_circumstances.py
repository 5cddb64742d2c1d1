"""What is kept around evidence, how it is hashed, and what the record says of it."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from inspection.evidence.circumstances import (
    Circumstances,
    circumstances_fact,
    circumstances_of,
    clock_zh,
    place_zh,
)
from inspection.evidence.place import Whereabouts, whereabouts
from inspection.live.phone_facts import ClockOffset, Fix, Position

NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)
SHOP = Position(36.68012, 117.06845)


def test_without_anything_told_the_place_is_unknown_and_the_clock_unmeasured():
    found = circumstances_of(Whereabouts(), None, "", "image/jpeg")
    assert found == Circumstances(codec="image/jpeg")
    assert place_zh(found) == "位置未知"
    assert clock_zh(found) == "手机时钟误差未测"


def test_a_fix_is_kept_with_accuracy_age_and_distance_and_printed_without_its_degrees():
    where = whereabouts(SHOP, Fix(SHOP, 12.04, NOW), NOW)
    found = circumstances_of(where, ClockOffset(-7040, 31, NOW), "0481", "video/vp8")
    assert (found.place, found.accuracy_m, found.distance_m) == ("at_address", 12.0, 0.0)
    assert (found.latitude, found.longitude) == (36.68012, 117.06845)
    said = place_zh(found)
    assert said == "在登记地址（相距 0 m，精度 ±12 m，0 秒前定位）"
    assert "36." not in said
    assert clock_zh(found) == "手机时钟慢 7.0 秒"
    assert clock_zh(replace(found, clock_offset_ms=1540)) == "手机时钟快 1.5 秒"
    assert clock_zh(replace(found, clock_offset_ms=-40)) == "手机时钟与服务器一致"


@given(
    st.sampled_from(["place", "latitude", "distance_m", "clock_offset_ms", "challenge", "codec"]),
)
def test_the_hash_in_the_custody_log_changes_with_every_field_and_tells_no_position(name):
    found = circumstances_of(whereabouts(SHOP, Fix(SHOP, 12, NOW), NOW), None, "0481", "video/vp8")
    other = replace(found, **{name: "far" if name in {"place", "challenge", "codec"} else 1})
    assert circumstances_fact(other) != circumstances_fact(found)
    assert list(circumstances_fact(found)) == ["circumstances_sha256"]
