"""Values of a layout file: each is read with its bounds, or refused in both languages."""

import re
from collections.abc import Collection, Mapping
from enum import Enum
from typing import Any, TypeVar

from foundation.text import Bilingual
from panorama.layout.model import Rectangle

E = TypeVar("E", bound=Enum)
MOST_SIZE_M = 100.0
MOST_THINGS = 500
MOST_VALUES = 20
MOST_POINTS = 100
MOST_CHARACTERS = 500
MOST_BITS = 128  # some 40 digits, more than messages show
MOST_AMOUNT = 1e6  # of kW or m³/h; chosen, no kitchen comes near
_ID = re.compile(r"[a-z0-9-]{1,40}\Z")


class Wrong(Exception):
    """A value is not as it must be; the sentence says what to change."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def shown(value: Any) -> str:
    """A value as messages show it. Lists are not written out: aliases can make them endless.

    Nor are numbers that Python refuses to write (more than 4,300 digits).
    """
    if isinstance(value, int) and value.bit_length() > MOST_BITS:
        return "0x…"
    return str(value)[:40] if isinstance(value, str | int | float) else type(value).__name__


def mapping(value: Any, known: Collection[str] | None = None) -> dict[str, Any]:
    """Keys and values; with no key but the known ones where these are named."""
    if not isinstance(value, dict):
        raise Wrong("应为“键: 值”的形式", "must be a mapping of keys to values")
    row: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
    unknown = next((key for key in row if known is not None and key not in known), None)
    if unknown is not None:
        listed = ", ".join(known or ())
        raise Wrong(
            f"不认识“{shown(unknown)}”，可用：{listed}", f"unknown “{shown(unknown)}”; use {listed}"
        )
    return row


def entry(row: Mapping[str, Any], key: str) -> Any:
    """What stands under a key that must be there."""
    if key not in row:
        raise Wrong(f"缺少 {key}，请补上", f"{key} is missing; add it")
    return row[key]


def rows(value: Any, most: int = MOST_THINGS, least: int = 0) -> list[Any]:
    """A list of bounded length."""
    if not isinstance(value, list) or len(value) > most:  # pyright: ignore[reportUnknownArgumentType]
        raise Wrong(f"应为不超过 {most} 项的列表", f"must be a list of ≤ {most}")
    if len(value) < least:  # pyright: ignore[reportUnknownArgumentType]
        raise Wrong(f"至少要有 {least} 项，请补上", f"write at least {least}")
    return value  # pyright: ignore[reportUnknownVariableType]


def numbers(value: Any, count: int) -> list[float]:
    """So many numbers in metres."""
    found = rows(value, MOST_VALUES)
    if len(found) != count:
        raise Wrong(
            f"应为 {count} 个数字，请对照 t2.yaml 改",
            f"write {count} numbers; compare with t2.yaml",
        )
    return [number(one) for one in found]


def identifier(value: Any) -> str:
    """An id: lower-case letters, digits and hyphens, 40 at most."""
    if not isinstance(value, str) or not _ID.match(value):
        raise Wrong(
            "编号只能用小写字母、数字和连字符，请改名",
            "use lower-case letters, digits and hyphens in an id",
        )
    return value


def words(value: Any) -> str:
    """A text of bounded length."""
    if not isinstance(value, str) or len(value) > MOST_CHARACTERS:
        raise Wrong(
            f"应为不超过 {MOST_CHARACTERS} 字的文字", f"must be a text of ≤ {MOST_CHARACTERS}"
        )
    return value


def text(value: Any) -> Bilingual:
    """A text in both languages."""
    row = mapping(value, ("zh", "en")) if _speaks(value) else {}
    try:
        return Bilingual(words(row["zh"]), words(row["en"]))
    except (KeyError, ValueError) as error:
        raise Wrong("中英文都要有，请补上 zh 和 en", "write both zh and en") from error


def _speaks(value: Any) -> bool:
    return isinstance(value, dict) and "zh" in value and "en" in value


def number(value: Any, least: float = -MOST_SIZE_M, most: float = MOST_SIZE_M) -> float:
    """Metres within bounds; neither NaN nor infinite."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Wrong(
            f"“{shown(value)}”不是数字，请填米数", f"“{shown(value)}” is not a number; write metres"
        )
    if not least <= value <= most:
        raise Wrong(
            f"{shown(value)} 米超出范围，请填 {least:g} 到 {most:g}",
            f"{shown(value)} m is out of range; write {least:g} to {most:g}",
        )
    return float(value)


def size(value: Any) -> float:
    """A length that is not nothing."""
    return number(value, 0.01)


def angle(value: Any) -> float:
    """Degrees."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -360 <= value <= 360:
        raise Wrong(
            f"“{shown(value)}”应为 -360 到 360 的角度", f"“{shown(value)}” must be -360 to 360"
        )
    return float(value)


def amount(value: Any) -> float:
    """A number with a unit of its own, or yes and no as 1 and 0."""
    if not isinstance(value, int | float) or not 0 <= value <= MOST_AMOUNT:
        most = f"{MOST_AMOUNT:.0f}"
        raise Wrong(
            f"“{shown(value)}”应为 0 到 {most} 的数字", f"“{shown(value)}” must be 0 to {most}"
        )
    return float(value)


def amounts(value: Any, known: Collection[str]) -> dict[str, float]:
    """Named numbers."""
    return {key: amount(one) for key, one in mapping(value, known).items()}


def rectangle(value: Any) -> Rectangle:
    """South-west corner, then width and depth."""
    x, y, width, depth = numbers(value, 4)
    return Rectangle(x, y, size(width), size(depth))


def choice(kinds: type[E], value: Any) -> E:
    """One of the kinds, by its word."""
    return kinds(one_of(value, [str(one.value) for one in kinds]))


def one_of(value: Any, known: Collection[str]) -> str:
    """One of the words."""
    if isinstance(value, str) and value in known:
        return value
    listed = ", ".join(known)
    raise Wrong(
        f"不认识“{shown(value)}”，可用：{listed}", f"unknown “{shown(value)}”; use {listed}"
    )


def some_of(value: Any, known: Collection[str], least: int = 0) -> frozenset[str]:
    """Some of the words."""
    return frozenset(one_of(one, known) for one in rows(value, MOST_VALUES, least))


def yes_or_no(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Wrong("请填 true 或 false", "write true or false")
    return value
