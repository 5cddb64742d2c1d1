"""A calendar file that every phone reads: RFC 5545, in UTC, stable and countable."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from inspection.booking.ics import MOST_OCTETS, Words, calendar_of
from inspection.booking.model import Booking, BookingState, Slot

STARTS = datetime(2026, 11, 25, 1, tzinfo=UTC)  # nine o'clock in Shanghai
SLOT = Slot(STARTS, STARTS + timedelta(minutes=40))
WORDS = Words("视频勘验；老街坊, 家常菜馆", "请提前 10 分钟打开链接\n带上: 执照", "人民路 88 号")
TEXT = st.text(max_size=300)


def booked(state=BookingState.BOOKED, revision=0):
    return Booking("case_1", ("wang", "zhao"), SLOT, state, revision, STARTS)


def unfolded(file):
    """Lines as a calendar program puts them together again."""
    text = file.decode()
    assert text.endswith("\r\n")
    return text.removesuffix("\r\n").replace("\r\n ", "").split("\r\n")


def test_a_booking_is_an_event_of_its_case():
    lines = unfolded(calendar_of(booked(), WORDS, "kancha.example.gov.cn"))
    assert lines[0] == "BEGIN:VCALENDAR"
    for line in (
        "METHOD:PUBLISH",
        "UID:case_1@kancha.example.gov.cn",
        "SEQUENCE:0",
        "DTSTAMP:20261125T010000Z",
        "DTSTART:20261125T010000Z",
        "DTEND:20261125T014000Z",
        "STATUS:CONFIRMED",
        "SUMMARY:视频勘验；老街坊\\, 家常菜馆",
        "DESCRIPTION:请提前 10 分钟打开链接\\n带上: 执照",
    ):
        assert line in lines, line


def test_a_change_has_the_same_name_and_a_higher_number_and_a_cancelled_one_says_so():
    later = unfolded(calendar_of(booked(revision=2), WORDS, "h"))
    assert "SEQUENCE:2" in later
    gone = unfolded(calendar_of(booked(BookingState.CANCELLED, 3), WORDS, "h"))
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:3", "UID:case_1@h"} <= set(gone)
    assert "BEGIN:VALARM" not in gone


@given(TEXT, TEXT, TEXT)
def test_whatever_people_typed_no_line_is_too_long_and_none_is_smuggled_in(one, two, three):
    file = calendar_of(booked(), Words(one, two, three), "h")
    assert all(len(line) <= MOST_OCTETS for line in file.split(b"\r\n"))
    lines = unfolded(file)
    names = [line.partition(":")[0] for line in lines]
    empty = unfolded(calendar_of(booked(), Words("", "", ""), "h"))
    assert names == [line.partition(":")[0] for line in empty]
    assert all(line.isprintable() for line in lines)
