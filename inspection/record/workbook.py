"""Tables as an Excel file. What a person typed is text and never computed; figures are figures."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from foundation.text import Bilingual

if TYPE_CHECKING:  # loaded with the first file: a restart in a call is shorter by that
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

MOST_TITLE_LETTERS = 31  # of a sheet, by the format
MOST_CELL_LETTERS = 32_767
# What spreadsheets take for the beginning of a formula, also after a file was saved as CSV.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
_HEAD = "FF0A604B"


@dataclass(frozen=True)
class Column:
    """A column's two-language head and its width in letters."""

    title: Bilingual
    width: int


@dataclass(frozen=True)
class Sheet:
    """A table; `lead` are lines of name and value above it."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str | int | Decimal]]
    lead: Sequence[tuple[str, str]] = ()


def excel(sheets: Sequence[Sheet]) -> bytes:
    """The file's bytes. Sheets of one title get numbers."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for one in sheets:
        _draw(book.create_sheet(_NOT_IN_TITLE.sub(" ", one.title)[:MOST_TITLE_LETTERS]), one)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _draw(page: "Worksheet", sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for number, (name, value) in enumerate(sheet.lead, 1):
        _write(page, number, 1, name).font = Font(bold=True)
        _write(page, number, 2, value).alignment = Alignment(wrap_text=False, vertical="top")
    head = len(sheet.lead) + (2 if sheet.lead else 1)
    for place, column in enumerate(sheet.columns, 1):
        cell = _write(page, head, place, f"{column.title.zh}\n{column.title.en}")
        cell.font = Font(bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor=_HEAD)
        page.column_dimensions[get_column_letter(place)].width = column.width
    for number, row in enumerate(sheet.rows, head + 1):
        for place, value in enumerate(row, 1):
            _write(page, number, place, value)
    page.freeze_panes = f"B{head + 1}"


def _write(page: "Worksheet", row: int, column: int, value: str | int | Decimal) -> "Cell":
    from openpyxl.styles import Alignment

    cell = cast("Cell", page.cell(row, column))  # nothing of ours is merged
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if not isinstance(value, str):
        cell.value = value
        places = len(str(value).partition(".")[2])
        cell.number_format = f"0.{'0' * places}" if places else "0"  # 1.70 m is not 1.7 m
        return cell
    if text := _NOT_IN_XML.sub("", value)[:MOST_CELL_LETTERS]:
        cell.value = text
        cell.data_type = "s"  # else openpyxl takes "=1+1" for a formula and "#N/A" for an error
    if text.startswith(_FORMULA):
        cell.quotePrefix = True  # stays text when somebody edits the cell
    return cell
