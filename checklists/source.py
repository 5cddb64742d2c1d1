"""The text of a YAML file as plain values that know their lines.

A careful subset: mappings, lists and texts. Nothing is guessed: `yes`, `2026.11` and `2026-08-15`
stay texts, as the editor wrote them. Anchors, tags and twice-written keys are refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from checklists.errors import TemplateMalformed
from foundation.text import Bilingual

# Chosen, not measured: the largest built-in file has 41 kB, 1,400 values; none is deeper than 8.
MAX_BYTES = 512 * 1024
MAX_VALUES = 50_000
MAX_DEPTH = 16

Place = tuple[str | int, ...]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where the wheel has it


@dataclass
class Source:
    """A file's values, and the line (from 1) of each by its place in the tree."""

    name: str
    values: object = None
    lines: dict[Place, int] = field(default_factory=dict[Place, int])

    def line_of(self, place: Place) -> int:
        """The line of a value, or of the nearest thing around it that was written."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def item_of(self, place: Place) -> str:
        """The id of the item, clause or section around a place, "" when there is none."""
        if "items" in place:  # what stands inside an item is its, whatever ids it has itself
            place = place[: place.index("items") + 2]
        for length in range(len(place), 0, -1):
            name = self.at((*place[:length], "id"))
            if isinstance(name, str):
                return name[:40]
        return ""

    def at(self, place: Place) -> Any:
        """The value at a place, None where there is none."""
        value: Any = self.values
        for step in place:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def malformed(self, place: Place, what: Bilingual, remedy: Bilingual) -> TemplateMalformed:
        """The refusal of a value, with file, line, item and field."""
        item = self.item_of(place)
        field_name = next((step for step in reversed(place) if isinstance(step, str)), "")
        path = ".".join(str(step) for step in place)
        line = self.line_of(place)
        return refused(self.name, line, what, remedy, item=item, field=field_name, path=path)


def refused(
    file: str,
    line: int,
    what: Bilingual,
    remedy: Bilingual,
    *,
    item: str = "",
    field: str = "",
    path: str = "",
) -> TemplateMalformed:
    """A refusal that says file, line, item and field, as far as they are known."""
    zh, en = f"{file} 第 {line} 行", f"{file}, line {line}"
    if item:
        zh, en = f"{zh}，{item}", f"{en}, item {item}"
    if field:
        zh, en = f"{zh}，{field}", f"{en}, {field}"
    return TemplateMalformed(
        file=file,
        line=line,
        item=item,
        field=field,
        path=path,
        place_zh=zh,
        place_en=en,
        what_zh=what.zh,
        what_en=what.en,
        remedy_zh=remedy.zh,
        remedy_en=remedy.en,
    )


def read_source(name: str, text: str) -> Source:
    """Reads the text of a file called `name`.

    Raises:
        TemplateMalformed: not YAML, not of this subset, or too large.
    """
    if len(text) > MAX_BYTES:
        what = Bilingual(f"文件超过 {MAX_BYTES // 1024} KB", f"over {MAX_BYTES // 1024} KB")
        raise refused(name, 1, what, Bilingual("请拆成几个文件。", "Split it into several files."))
    source = Source(name)
    try:
        events = iter(yaml.parse(text, Loader=_LOADER))
        reader = _Reader(source, events)
        source.values = reader.document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        said = " ".join(str(getattr(error, "problem", None) or error).split())[:120]
        what = Bilingual(f"不是正确的 YAML（{said}）", f"not YAML ({said})")
        remedy = Bilingual(
            "请检查缩进、冒号和引号。", "Check the indentation, colons and quotes there."
        )
        raise refused(name, line, what, remedy) from None
    return source


class _Reader:
    """Builds values from parser events; depth and number are bounded before anything grows."""

    def __init__(self, source: Source, events: Iterator[Any]) -> None:
        self.source = source
        self.events = events
        self.count = 0

    def document(self) -> object:
        for event in self.events:
            if isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
                continue
            if isinstance(event, yaml.StreamEndEvent):
                return None
            value = self.value(event, ())
            self.rest()
            return value
        return None

    def rest(self) -> None:
        for event in self.events:  # also finds what is wrong further down
            if isinstance(event, yaml.DocumentStartEvent):
                raise self.refuse(event, "一个文件里有两份文档", "two documents in one file")

    def value(self, event: Any, place: Place) -> object:
        self.count += 1
        if self.count > MAX_VALUES or len(place) > MAX_DEPTH:
            raise self.refuse(event, "内容太多或嵌套太深", "too many values or nested too deeply")
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise self.refuse(event, "不能使用锚点和引用", "anchors and aliases are not allowed")
        if event.tag not in (None, "!"):
            raise self.refuse(event, "不能使用标签", "tags are not allowed")
        self.source.lines[place] = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            return event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(place)
        return self.mapping(place)

    def sequence(self, place: Place) -> list[object]:
        values: list[object] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self.value(event, (*place, len(values))))
        return values

    def mapping(self, place: Place) -> dict[str, object]:
        values: dict[str, object] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise self.refuse(event, "键必须是文字", "a key must be a word")
            key = event.value
            if key in values:
                raise self.refuse(event, f"“{key}”写了两次", f'"{key}" is written twice')
            values[key] = self.value(next(self.events), (*place, key))
        return values

    def refuse(self, event: Any, zh: str, en: str) -> TemplateMalformed:
        line = event.start_mark.line + 1
        remedy = Bilingual("请直接写出内容。", "Write the plain content once.")
        return refused(self.source.name, line, Bilingual(zh, en), remedy)
