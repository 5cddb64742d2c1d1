"""The file that came with a column of what to mend in each line, as a table to work on. Pure.

Its headings are those it came with, so the mended table is imported as it is: the column of
faults is one that the import does not know and leaves alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from foundation.tables import csv_of, plain
from foundation.text import Bilingual
from inspection.intake.columns import heading_of
from inspection.intake.model import Fault
from inspection.intake.sheet import Cell, Line
from inspection.record.workbook import Column, Sheet, excel

HEADING: Final = Bilingual("要改的地方", "What to mend")


def as_csv(head: Line, lines: Sequence[Line], faults: Mapping[int, Sequence[Fault]]) -> bytes:
    """The table as CSV; a cell that a spreadsheet would compute begins with an apostrophe.

    Args:
        faults: by line as the spreadsheet counts them.
    """
    titles = [cell.text for cell in head.cells]
    return csv_of([[HEADING.zh, *titles], *_rows(head, lines, faults)])


def as_excel(head: Line, lines: Sequence[Line], faults: Mapping[int, Sequence[Fault]]) -> bytes:
    """The same as XLSX; every cell is text."""
    titles = [cell.text.split("\n")[0].strip() or "—" for cell in head.cells]
    columns = [Column(HEADING, 60), *(Column(Bilingual(one, one), 18) for one in titles)]
    return excel([Sheet("申请", columns, _rows(head, lines, faults))])


def without_marks(lines: Sequence[Line]) -> list[Line]:
    """A table of ours that comes back: apostrophes before a formula's sign are no part of it."""
    if not lines or HEADING.zh not in {cell.text.split("\n")[0] for cell in lines[0].cells}:
        return list(lines)
    return [replace(line, cells=tuple(_unmarked(cell) for cell in line.cells)) for line in lines]


def _unmarked(cell: Cell) -> Cell:
    bare = cell.text.removeprefix("'")
    return replace(cell, text=bare) if plain(bare) == cell.text else cell


def _rows(
    head: Line, lines: Sequence[Line], faults: Mapping[int, Sequence[Fault]]
) -> list[list[str]]:
    width = len(head.cells)
    rows: list[list[str]] = []
    for line in lines:
        texts = [cell.text for cell in line.cells][:width]
        told = "；".join(_told(one) for one in faults.get(line.number, ()))
        rows.append([told, *texts, *[""] * (width - len(texts))])
    return rows


def _told(fault: Fault) -> str:
    return f"{heading_of(fault.path).zh}：{fault.what.zh.rstrip('。')}"
