"""A file of applications as rows of plain cells: CSV or XLSX, bounded, nothing in it is computed.

Read in a thread of its own by the caller: a large file takes a second or two.
"""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from foundation.text import Bilingual
from inspection.intake.errors import FileTooLong, FileUnreadable

MOST_PARTS = 1000  # files inside an XLSX
MOST_COLUMNS = 120
_EXACT_DIGITS = 15  # a spreadsheet's number is a float: digits beyond are lost
_LARGE = re.compile(r"[0-9](\.[0-9]+)?[Ee]\+[0-9]+")
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DELIMITERS = ",;\t"

FORMULA = Bilingual(
    "是公式，本系统不计算。请复制后“选择性粘贴”为数值",
    "is a formula, which is not computed here; paste its value instead",
)
ERROR = Bilingual("是错误值（如 #N/A）。请改正", "is an error such as #N/A; correct it")
DIGITS_LOST = Bilingual(
    "被表格软件当成了数字，末几位已丢失。请把单元格格式设为“文本”后重新填写",
    "was taken for a number, its last digits are lost; format the cell as text and type it again",
)


@dataclass(frozen=True)
class Limits:
    """How much of a file is taken.

    Attributes:
        unpacked_bytes: of an XLSX, which is a ZIP: a bomb says its size.
        rows: applications.
        lines: with the empty ones that spreadsheets keep below.
    """

    bytes: int
    unpacked_bytes: int
    rows: int
    lines: int


# Taken while somebody waits. Measured on two busy cores: 22 ms an application, so the one writer
# is held for 4.5 s; everybody else waits for it 10 s at most (`foundation.database`).
AT_ONCE = Limits(5 * 1024 * 1024, 16 * 1024 * 1024, 200, 5000)
# Worked on in the background. Chosen: the largest county has some ten thousand food businesses;
# an application takes 300 bytes as CSV, 2 kB unpacked.
IN_BATCHES = Limits(20 * 1024 * 1024, 128 * 1024 * 1024, 20_000, 30_000)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, or why it can not be used."""

    text: str
    fault: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not empty; `number` as the spreadsheet shows it."""

    number: int
    cells: tuple[Cell, ...]


def lines_of(content: bytes, limits: Limits = AT_ONCE) -> list[Line]:
    """The lines of a file, the heading first.

    Raises:
        FileUnreadable: neither CSV nor XLSX, or damaged.
        FileTooLong: more bytes, lines or applications than the limits.
    """
    if len(content) > limits.bytes:
        raise FileTooLong(most=f"{limits.bytes // 1024 // 1024} MB")
    if content.startswith(_OLD_EXCEL):
        raise _unreadable(
            "是旧的 .xls 格式或者加了密码。请另存为不加密的 .xlsx",
            "it is an old .xls or protected by a password; save it as a plain .xlsx",
        )
    rows = _excel_rows(content, limits) if content.startswith(_ZIP) else _csv_rows(content)
    lines: list[Line] = []
    for number, cells in enumerate(rows, 1):
        if number > limits.lines:
            raise FileTooLong(most=f"{limits.lines} 行（含空行） lines, empty ones included")
        if any(cell.text or cell.fault for cell in cells):
            lines.append(Line(number, tuple(cells)))
        if len(lines) > limits.rows + 1:
            raise FileTooLong(most=f"{limits.rows} 份申请 applications")
    return lines


def _csv_rows(content: bytes) -> Iterator[list[Cell]]:
    text = _decoded(content)
    head = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [_cell_of_text(text) for text in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise _unreadable(
            "不是完整的 CSV（引号没有配对？）。请用表格软件打开后重新另存为 CSV",
            "it is no whole CSV (an unmatched quote?); open and save it as CSV again",
        ) from error


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")  # what Chinese spreadsheets save without asking
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable(
        "不是 UTF-8 也不是 GB18030 编码的文字。请另存为 .xlsx 或“CSV UTF-8”",
        "it is neither UTF-8 nor GB18030 text; save it as .xlsx or as CSV UTF-8",
    )


def _cell_of_text(text: str) -> Cell:
    text = text.strip()
    return Cell(text, DIGITS_LOST if _LARGE.fullmatch(text) else None)


def _excel_rows(content: bytes, limits: Limits) -> list[list[Cell]]:
    _check_package(content, limits)
    from openpyxl import load_workbook  # loaded with the first file: starts are quicker by it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions nobody reads here
            book = load_workbook(
                io.BytesIO(content), read_only=True, data_only=False, keep_links=False
            )
            page = book.worksheets[0]
            page.reset_dimensions()  # what the file says of its size is not believed
            rows: Iterable[Iterable[object]] = page.iter_rows(
                max_row=limits.lines + 1, max_col=MOST_COLUMNS
            )
            return [_without_empty_end([_cell(one) for one in row]) for row in rows]
    except Exception as error:  # openpyxl lets through whatever a damaged file makes it raise
        raise _damaged() from error


def _without_empty_end(cells: list[Cell]) -> list[Cell]:
    """openpyxl fills each row up to `MOST_COLUMNS`."""
    while cells and cells[-1] == _EMPTY:
        cells.pop()
    return cells


def _check_package(content: bytes, limits: Limits) -> None:
    """A ZIP whose contents are bounded before anything is unpacked.

    The sizes are those the ZIP says; `zipfile` gives no more bytes than that of any part.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _damaged() from error
    unpacked = sum(one.file_size for one in parts)
    if len(parts) > MOST_PARTS or unpacked > limits.unpacked_bytes:
        raise FileTooLong(most=f"{limits.unpacked_bytes // 1024 // 1024} MB（解压后 unpacked）")
    if "xl/workbook.xml" not in {one.filename for one in parts}:
        raise _damaged()


_EMPTY = Cell("")  # one for all: a row has up to `MOST_COLUMNS` of them


def _cell(cell: object) -> Cell:
    kind: str = getattr(cell, "data_type", "n")
    value: object = getattr(cell, "value", None)
    if value is None:
        return _EMPTY
    if kind == "f":
        return Cell(str(value)[:40], FORMULA)
    if kind == "e":
        return Cell(str(value)[:40], ERROR)
    if isinstance(value, bool):
        return Cell("是" if value else "否")
    if isinstance(value, datetime | date):
        return Cell(value.isoformat()[:10])
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    if isinstance(value, int) and len(text.lstrip("-")) > _EXACT_DIGITS:
        return Cell(text, DIGITS_LOST)
    return Cell(text)


def _damaged() -> FileUnreadable:
    return _unreadable(
        "不是完整的 .xlsx 文件。请用表格软件打开后重新另存为 .xlsx",
        "it is no whole .xlsx; open it in a spreadsheet and save it as .xlsx again",
    )


def _unreadable(zh: str, en: str) -> FileUnreadable:
    return FileUnreadable(reason_zh=zh, reason_en=en)
