"""The bureau's settings become the plan that appointments go by."""

from datetime import timedelta

import pytest

from foundation.settings import Settings, UnusableSettings
from inspection.dispatch.model import DayKind
from inspection.house.office import plan_of


def test_evenings_and_saturdays_are_open_where_nobody_sets_hours():
    openings = plan_of(Settings()).openings
    assert {one.kind for one in openings} == {DayKind.WORKDAY, DayKind.WEEKEND}
    assert max(one.ends.hour for one in openings) == 20


def test_lengths_buffer_and_patience_are_the_bureaus():
    settings = Settings(
        slot_minutes=30,
        slot_minutes_by_format={"大型餐馆": 60},
        slot_buffer_minutes=0,
        late_minutes=20,
        booking_days=7,
    )
    plan = plan_of(settings)
    assert plan.rules.length_for("饮品店") == timedelta(minutes=30)
    assert plan.rules.length_for("大型餐馆") == timedelta(minutes=60)
    assert (plan.rules.buffer, plan.rules.days_ahead) == (timedelta(0), 7)
    assert plan.late == timedelta(minutes=20)


def test_hours_that_can_not_be_read_stop_the_start_and_name_the_part():
    with pytest.raises(UnusableSettings) as refused:
        plan_of(Settings(opening_hours="workday 09:00-12:00, saturdays"))
    assert "opening_hours" in refused.value.sentence_zh
    assert "saturdays" in refused.value.sentence_en
