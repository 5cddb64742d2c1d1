"""A booking as a calendar file (RFC 5545; what a change means by RFC 5546). Pure.

Times are written in UTC: they need no description of a time zone, and no program misreads them.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from inspection.booking.model import Booking

MOST_OCTETS = 75  # of a line, without its end: RFC 5545, 3.1
_REMIND_BEFORE = timedelta(minutes=30)


@dataclass(frozen=True)
class Words:
    """What a person reads in their calendar."""

    summary: str
    description: str
    location: str


def calendar_of(booking: Booking, words: Words, host: str) -> bytes:
    """The file for one booking: published while it stands, cancelled when it does not.

    Args:
        host: of the service; with the case's id it makes the event's name, which stays the same
            whatever is changed.
    """
    stands = booking.is_living
    reminder = [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(words.summary)}",
        f"TRIGGER:-PT{_REMIND_BEFORE // timedelta(minutes=1)}M",
        "END:VALARM",
    ]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Yunkan//Booking//ZH",
        f"METHOD:{'PUBLISH' if stands else 'CANCEL'}",
        "BEGIN:VEVENT",
        f"UID:{booking.case_id}@{host}",
        f"SEQUENCE:{booking.revision}",
        f"DTSTAMP:{_utc(booking.changed_at)}",
        f"DTSTART:{_utc(booking.slot.starts_at)}",
        f"DTEND:{_utc(booking.slot.ends_at)}",
        f"STATUS:{'CONFIRMED' if stands else 'CANCELLED'}",
        f"SUMMARY:{_escaped(words.summary)}",
        f"DESCRIPTION:{_escaped(words.description)}",
        f"LOCATION:{_escaped(words.location)}",
        *(reminder if stands else ()),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    """TEXT of RFC 5545, 3.3.11: no line may be begun from within a value."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    plain = "\n".join(escaped.splitlines())
    return "".join(one for one in plain if one == "\n" or one.isprintable()).replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets; a letter is never cut in two."""
    pieces: list[bytes] = []
    piece = b""
    for letter in line:
        octets = letter.encode("utf-8", "replace")
        if len(piece) + len(octets) > MOST_OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece])
