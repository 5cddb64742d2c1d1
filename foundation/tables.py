"""Tables as CSV that spreadsheets open without guessing and without computing anything. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

# What spreadsheets take for the beginning of a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def plain(cell: object) -> str:
    """A cell's text; one that would be computed begins with an apostrophe."""
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_of(rows: Iterable[Sequence[object]]) -> bytes:
    """The rows as UTF-8 with a byte-order mark, which Excel needs to read Chinese."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        out.writerow([plain(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")
