"""A measured value beside an item's limits: clear, borderline or outside. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from checklists.template import Reading
from foundation.text import Bilingual

MM_PER = {"mm": 1.0, "cm": 10.0, "m": 1000.0}


class Standing(Enum):
    """Where a value with its error bar stands."""

    WITHIN = "within"
    BORDERLINE = "borderline"  # an on-site look is proposed
    OUTSIDE = "outside"
    NO_LIMIT = "no_limit"


STANDING_TEXT = {
    Standing.WITHIN: Bilingual("在限值内", "within the limits"),
    Standing.BORDERLINE: Bilingual(
        "接近限值，建议判“需现场复核”", "close to the limit: an on-site check is proposed"
    ),
    Standing.OUTSIDE: Bilingual("超出限值", "outside the limits"),
    Standing.NO_LIMIT: Bilingual("没有固定限值", "no fixed limit"),
}


@dataclass(frozen=True)
class Compared:
    """A value in the reading's unit, rounded as it can be known, and where it stands."""

    value: Decimal
    error: Decimal
    standing: Standing


def is_length(reading: Reading) -> bool:
    """Whether a length in a picture can be compared with it."""
    return reading.unit in MM_PER


def compared(value_mm: float, error_mm: float, reading: Reading) -> Compared:
    """A length beside a reading's limits.

    Borderline is what the error bar, or the reading's own margin, does not tell from a limit.
    """
    value, error = rounded(value_mm / MM_PER[reading.unit], error_mm / MM_PER[reading.unit])
    limits = [one for one in (reading.at_least, reading.at_most) if one is not None]
    if not limits:
        return Compared(value, error, Standing.NO_LIMIT)
    if any(abs(value - limit) <= max(error, limit * reading.margin) for limit in limits):
        return Compared(value, error, Standing.BORDERLINE)
    is_low = reading.at_least is not None and value < reading.at_least
    is_high = reading.at_most is not None and value > reading.at_most
    return Compared(value, error, Standing.OUTSIDE if is_low or is_high else Standing.WITHIN)


def rounded(value: float, error: float) -> tuple[Decimal, Decimal]:
    """To two digits of the error, the error upwards: 1.8342 ± 0.0213 gives 1.834 ± 0.022."""
    wide = Decimal(repr(error))
    last = Decimal((0, (1,), wide.adjusted() - 1)) if wide else Decimal("0.001")
    return (
        Decimal(repr(value)).quantize(last),
        wide.quantize(last, rounding="ROUND_CEILING"),
    )
