"""Time as an argument: services receive a `Clock`, tests hand in one that they move."""

from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")  # every date shown to a person is of this place


class Clock(Protocol):
    """Where the present moment comes from."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)


def shown(moment: datetime) -> str:
    """The moment as people here write it, to the second: `2026-11-24 18:53:20`."""
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
