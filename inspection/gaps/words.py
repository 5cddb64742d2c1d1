"""Deadlines in words, by the clock of the place. Pure."""

from datetime import datetime

from foundation.clock import SHANGHAI
from foundation.text import Bilingual


def day_in_words(at: datetime) -> Bilingual:
    """`12月4日 17:00`, `4 Dec 2026, 17:00`."""
    local = at.astimezone(SHANGHAI)
    return Bilingual(
        f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}",
        f"{local.day} {local:%b %Y, %H:%M}",
    )
