"""The bureau's own file of holidays, entered from the State Council's yearly notice.

TOML, a table for each year:

    [2027]
    notice = "国办发明电〔2026〕7号"
    off = [2027-01-01, "2027-02-05/2027-02-11"]
    work = [2027-02-14]
"""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import cast

from foundation.errors import Problem
from foundation.text import Bilingual
from foundation.workdays import AnnouncedYear

_KEYS = frozenset({"notice", "off", "work"})
_NO_FILE = Bilingual("文件不存在或无法读取", "the file is not there or can not be read")
_NO_YEAR = Bilingual("应为四位年份，例如 [2027]", "a year of four digits is needed, such as [2027]")
_NO_TABLE = Bilingual(
    "每年应写 notice（通知文号），可写 off、work，不能有别的",
    "a year has notice, may have off and work, and nothing else",
)
_NO_NOTICE = Bilingual(
    "请写明依据的通知文号，例如 notice = “国办发明电〔2026〕7号”",
    "name the notice the days were taken from: notice = “…”",
)
_NO_DAYS = Bilingual(
    "应为当年日期的列表，例如 [2027-01-01, “2027-02-05/2027-02-11”]",
    "a list of days of that year is needed, such as [2027-01-01, “2027-02-05/2027-02-11”]",
)
_BOTH = Bilingual("同一天不能既放假又上班", "a day can not be both off and worked")


class UnusableHolidays(Problem):
    """The file of holidays can not be read as one."""

    code = "holidays.unusable"
    zh = "节假日文件 {file}“{place}”不可用：{reason_zh}。请对照 docs/operations.md 修改后重启。"
    en = "Holidays file {file}, “{place}”: {reason_en}. See docs/operations.md, then start again."


def read_holidays(path: Path) -> Mapping[int, AnnouncedYear]:
    """What the file says, by year. Raises `UnusableHolidays`."""
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        raise _unusable(path, path.name, _NO_FILE) from None
    except tomllib.TOMLDecodeError as error:
        raise _unusable(path, "TOML", Bilingual(f"格式错误（{error}）", str(error))) from None
    return {_year(path, name): _announced(path, name, table) for name, table in tables.items()}


def _year(path: Path, name: str) -> int:
    if not (name.isascii() and name.isdigit() and len(name) == 4):
        raise _unusable(path, name, _NO_YEAR)
    return int(name)


def _announced(path: Path, year: str, table: object) -> AnnouncedYear:
    if not isinstance(table, dict):
        raise _unusable(path, year, _NO_TABLE)
    said = cast("Mapping[str, object]", table)
    if not said.keys() <= _KEYS:
        raise _unusable(path, year, _NO_TABLE)
    notice = said.get("notice")
    if not isinstance(notice, str) or not notice.strip():
        raise _unusable(path, f"{year}.notice", _NO_NOTICE)
    off, work = (frozenset(_days(path, year, key, said.get(key, []))) for key in ("off", "work"))
    if off & work:
        raise _unusable(path, f"{year} {min(off & work)}", _BOTH)
    return AnnouncedYear(notice.strip(), off, work)


def _days(path: Path, year: str, key: str, listed: object) -> list[date]:
    days: list[date] = []
    for one in cast("list[object]", listed) if isinstance(listed, list) else [None]:
        first, last = _span(one)
        if first is None or last is None or {first.year, last.year} != {int(year)} or first > last:
            raise _unusable(path, f"{year}.{key}", _NO_DAYS)
        days += [first + timedelta(days=more) for more in range((last - first).days + 1)]
    return days


def _span(one: object) -> tuple[date | None, date | None]:
    """A day as TOML has it, or two with a stroke between (ISO 8601)."""
    if isinstance(one, date) and not isinstance(one, datetime):
        return one, one
    if not isinstance(one, str):
        return None, None
    first, _, last = one.partition("/")
    try:
        return date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        return None, None


def _unusable(path: Path, place: str, reason: Bilingual) -> UnusableHolidays:
    return UnusableHolidays(file=str(path), place=place, reason_zh=reason.zh, reason_en=reason.en)
