"""A layout file into a `Layout`; every error names file, place and remedy in both languages."""

import re
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import yaml

from checklists.load import builtin_templates
from foundation.errors import Problem
from foundation.text import Bilingual
from panorama.layout.areas import NEEDED
from panorama.layout.fittings import CLASSES, WARE
from panorama.layout.fume import SCALES
from panorama.layout.model import (
    Business,
    Equipment,
    Flow,
    Hotspot,
    Kind,
    Layout,
    Opening,
    Rectangle,
    StandPoint,
    Wall,
    Zone,
    ZoneKind,
)

MOST_BYTES = 512 * 1024
MOST_SIZE_M = 100.0
MOST_THINGS = 500
MOST_VALUES = 20
MOST_AMOUNT = 1e6  # of kW or m³/h; chosen, no kitchen comes near
GASES = ("ng", "lpg", "none")
FLOWS = ("raw", "finished", "returned", "drain")
OPENINGS = ("door", "window", "hatch")
SIDES = ("south", "north", "east", "west")
AROUND = (
    "building_height_m",
    "floor_level_m",
    "outlet_distance_m",
    "residential_building",
    "mixed_building",
    "homes_above",
    "homes_below",
    "homes_beside",
    "dedicated_flue",
)
_ID = re.compile(r"^[a-z0-9-]{1,40}$")


class LayoutMalformed(Problem):
    """The file can not be made into a room."""

    code = "layout.malformed"
    zh = "布局文件 {file} 的 {place} 有误：{what_zh}"
    en = "Layout {file}, {place}: {what_en}"


class _Wrong(Exception):
    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def load_layout(path: Path) -> Layout:
    """Reads and checks a layout file. Raises `LayoutMalformed`."""
    return parse_layout(path.read_bytes(), path.name)


def parse_layout(content: bytes, file: str) -> Layout:
    """The layout in these bytes; `file` is only for messages."""
    if len(content) > MOST_BYTES:
        raise _malformed(file, "1", _Wrong("文件过大，请删减", "the file is too large; shorten it"))
    try:
        data: Any = yaml.safe_load(content)
    except (yaml.YAMLError, RecursionError, UnicodeDecodeError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 1}" if mark else "line 1"
        wrong = _Wrong("不是有效的 YAML，请检查缩进和冒号", "not valid YAML; check the indentation")
        raise _malformed(file, line, wrong) from error
    return _Reader(file).layout(data)


def _malformed(file: str, place: str, wrong: _Wrong) -> LayoutMalformed:
    return LayoutMalformed(file=file, place=place, what_zh=wrong.zh, what_en=wrong.en)


class _Reader:
    def __init__(self, file: str) -> None:
        self._file = file

    def layout(self, data: Any) -> Layout:
        size = self._field(data, "size", "size", _mapping)
        scenes = self._each(data, "stand_points", _stand_point)
        layout = Layout(
            id=self._field(data, "id", "id", _identifier),
            title=self._field(data, "title", "title", _text),
            width_m=self._field(size, "size.width", "width", _size),
            depth_m=self._field(size, "size.depth", "depth", _size),
            ceiling_m=self._field(size, "size.ceiling", "ceiling", _size),
            walls=self._each(data, "walls", _wall),
            zones=self._each(data, "zones", _zone),
            equipment=self._each(data, "equipment", _equipment),
            flows=self._each(data, "flows", _flow),
            stand_points=scenes,
            hotspots=self._each(data, "hotspots", _hotspot),
            neighbourhood=self._field(data, "neighbourhood", "neighbourhood", _around),
            business=self._field({"business": {}, **data}, "business", "business", _business),
        )
        self._check_names(layout)
        return layout

    def _field(self, data: Any, place: str, key: str, read: Callable[[Any], Any]) -> Any:
        try:
            return read(_entry(_mapping(data), key))
        except _Wrong as wrong:
            raise _malformed(self._file, place, wrong) from wrong

    def _each(self, data: Any, key: str, read: Callable[[Any], Any]) -> tuple[Any, ...]:
        rows = self._field(data, key, key, _rows)
        found: list[Any] = []
        for number, row in enumerate(rows):
            place = f"{key}[{_name_of(row) or number}]"
            try:
                found.append(read(_mapping(row)))
            except _Wrong as wrong:
                raise _malformed(self._file, place, wrong) from wrong
            except KeyError as error:
                wrong = _Wrong(f"缺少 {error}，请补上", f"{error} is missing; add it")
                raise _malformed(self._file, place, wrong) from error
            except (TypeError, ValueError, IndexError) as error:
                wrong = _Wrong(
                    f"写法不对（{error}），请对照 t2.yaml 改",
                    f"not in the right form ({error}); compare with t2.yaml",
                )
                raise _malformed(self._file, place, wrong) from error
        return tuple(found)

    def _check_names(self, layout: Layout) -> None:
        ids = [one.id for one in layout.equipment]
        for name in ids:
            if ids.count(name) > 1:
                wrong = _Wrong("编号重复，请改成不同的编号", "the id is used twice; rename one")
                raise _malformed(self._file, f"equipment[{name}]", wrong)
        scenes = {one.id for one in layout.stand_points}
        items = known_items()
        for hotspot in layout.hotspots:
            place = f"hotspots[{hotspot.item_id}]"
            if hotspot.item_id not in items:
                wrong = _Wrong(
                    "检查表里没有这一项，请改用检查表中的编号",
                    "no checklist has this item; use the id of an item",
                )
                raise _malformed(self._file, place, wrong)
            if not set(hotspot.scenes) <= scenes:
                wrong = _Wrong("站位不存在，请对照 stand_points", "unknown scene; see stand_points")
                raise _malformed(self._file, place, wrong)


def known_items() -> frozenset[str]:
    """The ids a hotspot may carry: those of the built-in checklists."""
    return frozenset(
        item.id
        for template in builtin_templates()
        for section in template.sections
        for item in section.items
    )


def _name_of(row: Any) -> str:
    named: Any = row if isinstance(row, dict) else {}  # pyright: ignore[reportUnknownVariableType]
    return str(named.get("id") or named.get("item") or "")


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _Wrong("应为“键: 值”的形式", "must be a mapping of keys to values")
    return value  # pyright: ignore[reportUnknownVariableType] - YAML gives what it gives


def _entry(data: dict[str, Any], key: str) -> Any:
    if key not in data:
        raise _Wrong("缺少这一项，请补上", "this entry is missing; add it")
    return data[key]


def _rows(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) > MOST_THINGS:  # pyright: ignore
        raise _Wrong(f"应为不超过 {MOST_THINGS} 项的列表", f"must be a list of ≤ {MOST_THINGS}")
    return value  # pyright: ignore[reportUnknownVariableType]


def _identifier(value: Any) -> str:
    if not isinstance(value, str) or not _ID.match(value):
        raise _Wrong(
            "编号只能用小写字母、数字和连字符，请改名",
            "use lower-case letters, digits and hyphens in an id",
        )
    return value


def _text(value: Any) -> Bilingual:
    row = _mapping(value)
    try:
        return Bilingual(str(row["zh"]), str(row["en"]))
    except (KeyError, ValueError) as error:
        raise _Wrong("中英文都要有，请补上 zh 和 en", "write both zh and en") from error


def _number(value: Any, least: float = -MOST_SIZE_M) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Wrong(f"“{value}”不是数字，请填米数", f"“{value}” is not a number; write metres")
    if not least <= value <= MOST_SIZE_M:
        raise _Wrong(
            f"{value} 米超出范围，请填 {least} 到 {MOST_SIZE_M:.0f}",
            f"{value} m is out of range; write {least} to {MOST_SIZE_M:.0f}",
        )
    return float(value)


def _size(value: Any) -> float:
    return _number(value, 0.01)


def _angle(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -360 <= value <= 360:
        raise _Wrong(
            f"“{_short(value)}”应为 -360 到 360 的角度", f"“{_short(value)}” must be -360 to 360"
        )
    return float(value)


def _amount(value: Any) -> float:
    """A number with a unit of its own, or yes and no as 1 and 0."""
    if not isinstance(value, int | float) or not 0 <= value <= MOST_AMOUNT:
        most = f"{MOST_AMOUNT:.0f}"
        raise _Wrong(
            f"“{_short(value)}”应为 0 到 {most} 的数字", f"“{_short(value)}” must be 0 to {most}"
        )
    return float(value)


def _numbers(value: Any) -> dict[str, float]:
    row = _mapping(value)
    if len(row) > MOST_VALUES:
        raise _Wrong(f"最多 {MOST_VALUES} 个数值", f"write {MOST_VALUES} values at most")
    return {str(key)[:40]: _amount(one) for key, one in row.items()}


def _around(value: Any) -> dict[str, float]:
    row = _mapping(value)
    unknown = next((key for key in row if key not in AROUND), None)
    if unknown is not None:
        known = ", ".join(AROUND)
        raise _Wrong(f"不认识“{unknown}”，可用：{known}", f"unknown “{unknown}”; use {known}")
    return {key: _amount(one) for key, one in row.items()}


def _business(value: Any) -> Business:
    row = _mapping(value)
    raw = row.get("raw_food")
    return Business(
        operations=_words(row.get("operations", ["hot"]), NEEDED),
        raw_food=None if raw is None else _words(raw, CLASSES),
        gas=_word(row.get("gas", ""), GASES),
        ware=_word(row.get("ware", ""), WARE),
        fume_scale=_word(row.get("fume_scale", ""), SCALES),
        is_fast_food=_yes(row.get("is_fast_food", False)),
    )


def _word(value: Any, known: Collection[str]) -> str:
    if value == "" or (isinstance(value, str) and value in known):
        return value
    words = ", ".join(known)
    raise _Wrong(
        f"不认识“{_short(value)}”，可用：{words}", f"unknown “{_short(value)}”; use {words}"
    )


def _words(value: Any, known: Collection[str]) -> frozenset[str]:
    return frozenset(_word(one, known) for one in _rows(value) if one != "")


def _yes(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Wrong("请填 true 或 false", "write true or false")
    return value


def _short(value: Any) -> str:
    return str(value)[:40]


def _rectangle(value: Any) -> Rectangle:
    x, y, width, depth = value
    return Rectangle(_number(x), _number(y), _size(width), _size(depth))


def _choice(enum: Any, value: Any) -> Any:
    try:
        return enum(value)
    except ValueError as error:
        known = ", ".join(one.value for one in enum)
        raise _Wrong(
            f"不认识“{value}”，可用：{known}", f"unknown “{value}”; use {known}"
        ) from error


def _opening(row: dict[str, Any]) -> Opening:
    return Opening(
        _word(row["kind"], OPENINGS),
        _number(row["at"], 0),
        _size(row["width"]),
        _size(row["height"]),
        _number(row.get("sill", 0), 0),
        str(row.get("leads", "")),
    )


def _wall(row: dict[str, Any]) -> Wall:
    (x1, y1), (x2, y2) = row["from"], row["to"]
    openings = tuple(_opening(one) for one in row.get("openings", []))
    return Wall(
        _number(x1), _number(y1), _number(x2), _number(y2), _number(row["tiled_to"]), openings
    )


def _zone(row: dict[str, Any]) -> Zone:
    kind = _choice(ZoneKind, row["kind"])
    return Zone(_identifier(row["id"]), kind, _text(row["title"]), _rectangle(row["place"]))


def _equipment(row: dict[str, Any]) -> Equipment:
    return Equipment(
        id=_identifier(row["id"]),
        kind=_choice(Kind, row["kind"]),
        title=_text(row["title"]),
        place=_rectangle(row["place"]),
        bottom_m=_number(row["bottom"]),
        height_m=_size(row["height"]),
        use=str(row.get("use", "")),
        faces=_word(row.get("faces", "south"), SIDES),
        values=_numbers(row.get("values", {})),
    )


def _flow(row: dict[str, Any]) -> Flow:
    points = tuple((_number(x), _number(y)) for x, y in row["points"])
    return Flow(_word(row["kind"], FLOWS), _text(row["title"]), points)


def _stand_point(row: dict[str, Any]) -> StandPoint:
    x, y = row["at"]
    return StandPoint(
        _identifier(row["id"]),
        _text(row["title"]),
        _number(x),
        _number(y),
        _size(row["eye"]),
        _angle(row["yaw"]),
    )


def _hotspot(row: dict[str, Any]) -> Hotspot:
    x, y, z = row["at"]
    return Hotspot(
        str(row["item"]),
        tuple(row["scenes"]),
        _number(x),
        _number(y),
        _number(z),
        _text(row["title"]),
        _text(row["text"]),
        bool(row.get("is_right", True)),
    )
