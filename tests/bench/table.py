"""Figures on a screen: one line each, and what they were measured under below it, shortened."""

import unicodedata
from collections.abc import Mapping, Sequence

_COLUMNS = (
    ("名称 name", 36),
    ("数值 value", 11),
    ("单位 unit", 13),
    ("倍 ratio", 9),
    ("对照 peer", 0),
)
_IS_NUMBER = (False, True, False, False, False)


def head() -> str:
    """The line above all figures."""
    return _line([title for title, _ in _COLUMNS])


def shown(figure: Mapping[str, object], columns: int) -> str:
    """Two lines for a figure, none wider than the screen's columns (80 at least)."""
    value, ratio = figure["value"], figure["ratio"]
    cells = [
        str(figure["name"]),
        "—" if value is None else _number(value),
        str(figure["unit"]),
        "" if ratio is None else f"×{_number(ratio)}",
        str(figure["peer"] or ""),
    ]
    conditions = _shortened(str(figure["conditions"]), max(columns, 80) - 4)
    return f"{_line(cells)}\n    {conditions}"


def _number(value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _line(cells: Sequence[str]) -> str:
    padded: list[str] = []
    for text, (_, columns), is_number in zip(cells, _COLUMNS, _IS_NUMBER, strict=True):
        space = " " * max(0, columns - _columns_of(text))
        padded.append(f"{space}{text}" if is_number else f"{text}{space}")
    return "  " + " ".join(padded).rstrip()


def _shortened(text: str, columns: int) -> str:
    if _columns_of(text) <= columns:
        return text
    kept = ""
    for letter in text:
        if _columns_of(kept + letter) >= columns:
            break
        kept += letter
    return kept.rstrip() + "…"


def _columns_of(text: str) -> int:
    """Chinese letters take two columns of a terminal."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
