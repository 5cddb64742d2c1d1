"""A layout file into a `Layout`; every error names file, place and remedy in both languages."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from checklists.load import builtin_templates
from foundation.errors import Problem
from panorama import fields
from panorama import values as v
from panorama.layout.model import Layout
from panorama.plausible import impossible
from panorama.values import Wrong

MOST_BYTES = 512 * 1024
# Beside its own errors yaml lets through what it meets in tagged values such as `!!bool maybe`.
_UNREADABLE = (
    yaml.YAMLError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


class LayoutMalformed(Problem):
    """The file can not be made into a room."""

    code = "layout.malformed"
    zh = "布局文件 {file} 的 {place} 有误：{what_zh}"
    en = "Layout {file}, {place}: {what_en}"


def load_layout(path: Path) -> Layout:
    """Reads and checks a layout file. Raises `LayoutMalformed`."""
    return parse_layout(path.read_bytes(), path.name)


def parse_layout(content: bytes, file: str) -> Layout:
    """The layout in these bytes; `file` is only for messages."""
    if len(content) > MOST_BYTES:
        raise _malformed(file, "1", Wrong("文件过大，请删减", "the file is too large; shorten it"))
    try:
        data: Any = yaml.safe_load(content)
    except _UNREADABLE as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 1}" if mark else "line 1"
        wrong = Wrong("不是有效的 YAML，请检查缩进和冒号", "not valid YAML; check the indentation")
        raise _malformed(file, line, wrong) from error
    return _Reader(file).layout(data)


def _malformed(file: str, place: str, wrong: Wrong) -> LayoutMalformed:
    return LayoutMalformed(file=file, place=place, what_zh=wrong.zh, what_en=wrong.en)


class _Reader:
    def __init__(self, file: str) -> None:
        self._file = file

    def layout(self, data: Any) -> Layout:
        size = self._read(
            "size", lambda: fields.part(v.entry(v.mapping(data), "size"), fields.SIZE)
        )
        layout = Layout(
            id=self._field(data, "id", v.identifier),
            title=self._field(data, "title", v.text),
            width_m=self._read("size.width", lambda: v.size(size["width"])),
            depth_m=self._read("size.depth", lambda: v.size(size["depth"])),
            ceiling_m=self._read("size.ceiling", lambda: v.size(size["ceiling"])),
            walls=self._each(data, "walls", fields.wall),
            zones=self._each(data, "zones", fields.zone),
            equipment=self._each(data, "equipment", fields.equipment),
            flows=self._each(data, "flows", fields.flow, fields.MOST_WAYS),
            stand_points=self._each(
                data, "stand_points", fields.stand_point, fields.MOST_SCENES, least=1
            ),
            hotspots=self._each(data, "hotspots", fields.hotspot),
            neighbourhood=self._field(data, "neighbourhood", fields.around),
            business=self._read(
                "business", lambda: fields.business(v.mapping(data).get("business", {}))
            ),
        )
        self._read("1", lambda: fields.part(data, fields.LAYOUT))
        for place, wrong in impossible(layout):
            raise _malformed(self._file, place, wrong) from wrong
        self._check_hotspots(layout)
        return layout

    def _read(self, place: str, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except Wrong as wrong:
            raise _malformed(self._file, place, wrong) from wrong

    def _field(self, data: Any, key: str, read: Callable[[Any], Any]) -> Any:
        return self._read(key, lambda: read(v.entry(v.mapping(data), key)))

    def _each(
        self,
        data: Any,
        key: str,
        read: Callable[[Any], Any],
        most: int = v.MOST_THINGS,
        least: int = 0,
    ) -> tuple[Any, ...]:
        rows = self._field(data, key, lambda value: v.rows(value, most, least))
        return tuple(
            self._read(f"{key}[{_name_of(row) or number}]", lambda row=row: read(row))
            for number, row in enumerate(rows)
        )

    def _check_hotspots(self, layout: Layout) -> None:
        scenes = {one.id for one in layout.stand_points}
        items = known_items()
        for hotspot in layout.hotspots:
            place = f"hotspots[{hotspot.item_id[:40]}]"
            if hotspot.item_id not in items:
                wrong = Wrong(
                    "检查表里没有这一项，请改用检查表中的编号",
                    "no checklist has this item; use the id of an item",
                )
                raise _malformed(self._file, place, wrong)
            if not set(hotspot.scenes) <= scenes:
                wrong = Wrong("位置不存在，请对照 stand_points", "unknown scene; see stand_points")
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
    name = named.get("id") or named.get("item") or named.get("kind") or ""
    return v.shown(name) if isinstance(name, str) else ""
