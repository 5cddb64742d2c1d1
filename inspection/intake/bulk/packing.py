"""A file of many applications as rows for the database, and back into lines. Pure.

Packed in the process that reads: what travels is text, not a million cells.
"""

import json
from dataclasses import dataclass

from foundation.text import Bilingual
from inspection.intake.bulk.model import Packed
from inspection.intake.columns import Headings
from inspection.intake.reading import table_of
from inspection.intake.sheet import IN_BATCHES, Cell, Line

_MOST_NUMBER_LETTERS, _MOST_SHOP_LETTERS = 64, 200


@dataclass(frozen=True)
class PackedFile:
    """All of a file; `head` are the cells of its first line."""

    head: tuple[str, ...]
    ignored: tuple[str, ...]
    lines: tuple[Packed, ...]


def packed_of(content: bytes) -> PackedFile:
    """A file's lines. Raises `FileUnreadable`, `FileTooLong`, `WrongHeadings`."""
    table = table_of(content, IN_BATCHES)
    return PackedFile(
        tuple(cell.text for cell in table.head.cells),
        table.headings.ignored,
        tuple(_packed(line, table.headings) for line in table.lines),
    )


def line_of(packed: Packed) -> Line:
    """The line as it was read."""
    read: list[str | list[str]] = json.loads(packed.cells)
    cells = (
        Cell(one) if isinstance(one, str) else Cell(one[0], Bilingual(one[1], one[2]))
        for one in read
    )
    return Line(packed.number, tuple(cells))


def head_of(cells: tuple[str, ...]) -> Line:
    """The first line of a file."""
    return Line(1, tuple(Cell(text) for text in cells))


def _packed(line: Line, headings: Headings) -> Packed:
    named = {
        column.path: cell.text.replace("\0", "")  # no database keeps it in a text
        for cell, column in zip(line.cells, headings.columns, strict=False)
        if column is not None and column.path in ("external_number", "shop_name")
    }
    cells = [
        [cell.text, cell.fault.zh, cell.fault.en] if cell.fault else cell.text
        for cell in line.cells[: len(headings.columns)]
    ]
    return Packed(
        line.number,
        named.get("external_number", "")[:_MOST_NUMBER_LETTERS],
        named.get("shop_name", "")[:_MOST_SHOP_LETTERS],
        json.dumps(cells, ensure_ascii=False, separators=(",", ":")),
    )
