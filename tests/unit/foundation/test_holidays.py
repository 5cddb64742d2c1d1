"""The bureau enters a year's holidays; what can not be meant is refused with its place."""

from datetime import date

import pytest

from foundation.holidays import UnusableHolidays, read_holidays

GOOD = """
[2027]
notice = "国办发明电〔2026〕7号"
off = [2027-01-01, "2027-02-05/2027-02-07"]
work = [2027-02-14]
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "holidays.toml"


def test_single_days_and_spans_are_read(file):
    file.write_text(GOOD, "utf-8")
    year = read_holidays(file)[2027]
    assert year.notice == "国办发明电〔2026〕7号"
    assert year.off == {date(2027, 1, 1), *(date(2027, 2, day) for day in (5, 6, 7))}
    assert year.work == {date(2027, 2, 14)}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[2027", "TOML"),
        ("[next]\nnotice='x'", "next"),
        ("2027 = 5", "2027"),
        ("[2027]\nnotice='x'\nfree=[]", "2027"),
        ("[2027]\noff=[2027-01-01]", "2027.notice"),
        ("[2027]\nnotice=' '", "2027.notice"),
        ("[2027]\nnotice='x'\noff=[2026-01-01]", "2027.off"),
        ("[2027]\nnotice='x'\noff=2027-01-01", "2027.off"),
        ("[2027]\nnotice='x'\noff=[2027-01-01T00:00:00Z]", "2027.off"),
        ("[2027]\nnotice='x'\nwork=['2027-02-30']", "2027.work"),
        ("[2027]\nnotice='x'\nwork=['2027-03-02/2027-03-01']", "2027.work"),
        ("[2027]\nnotice='x'\nwork=['2027-03-02/']\noff=[2027-03-02]", "2027 2027-03-02"),
    ],
)
def test_what_can_not_be_meant_is_refused_with_its_place(file, text, place):
    file.write_text(text, "utf-8")
    with pytest.raises(UnusableHolidays) as refused:
        read_holidays(file)
    assert refused.value.facts["place"] == place
    assert refused.value.facts["reason_zh"] != refused.value.facts["reason_en"]


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnusableHolidays) as refused:
        read_holidays(tmp_path / "none.toml")
    assert "none.toml" in str(refused.value.facts["file"])
