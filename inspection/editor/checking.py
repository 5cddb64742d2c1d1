"""Is a draft ready to be published? Pure: the text, what it would stand among, and the answer."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from checklists.errors import TemplateMalformed
from checklists.load import faults_in, parse_template, parse_vectors
from checklists.source import Place, Source, read_source
from checklists.template import Template
from checklists.vectors import Miss, Vector, lack_of, misses
from foundation.text import Bilingual
from inspection.templates.model import Pin

_NUMBERED = re.compile(r"([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,4})")


@dataclass(frozen=True)
class Around:
    """What a draft would stand among on the day it is to hold from."""

    pin: Pin
    published: frozenset[str]  # the versions of its family
    on: date


@dataclass(frozen=True)
class Checked:
    """What is wrong, which vectors ran and do not hold, and what they do not try at all."""

    faults: tuple[TemplateMalformed, ...]
    vectors: tuple[Vector, ...] = ()
    misses: tuple[Miss, ...] = ()
    lacks: Bilingual | None = None

    @property
    def is_ready(self) -> bool:
        """Whether it may be published."""
        return not (self.faults or self.misses or self.lacks)

    @property
    def first(self) -> Bilingual:
        """What to mend first."""
        if self.faults:
            return Bilingual(self.faults[0].sentence_zh, self.faults[0].sentence_en)
        if self.misses:
            miss = self.misses[0]
            said = f"{miss.vector}：{miss.what.zh}。", f"{miss.vector}: {miss.what.en}."
            return Bilingual(*said)
        lack = self.lacks or Bilingual("可以发布", "it can be")
        return Bilingual(f"{lack.zh}。", f"{lack.en}.")


def check_draft(name: str, text: str, around: Around) -> Checked:
    """Everything that keeps a text from being published; vectors run once nothing is wrong.

    Args:
        name: of the file, as faults name it.
    """
    faults = faults_in(name, text, around.pin.clauses)
    if faults:
        return Checked(faults)
    template, source = parse_template(name, text, around.pin.clauses), read_source(name, text)
    found = (
        _version_taken(source, template, around.published),
        _another_day(source, template, around.on),
        *_items_of_others(source, template, around.pin.templates),
    )
    faults = tuple(fault for fault in found if fault is not None)
    if faults:
        return Checked(faults)
    vectors = parse_vectors(name, text)
    missed = misses(among(around.pin, template), vectors, around.on, around.pin.rules)
    return Checked((), vectors, missed, lack_of(template, vectors))


def among(pin: Pin, template: Template) -> tuple[Template, ...]:
    """The templates in force with this one in its family's place, or at the end."""
    if all(one.id != template.id for one in pin.templates):
        return (*pin.templates, template)
    return tuple(template if one.id == template.id else one for one in pin.templates)


def next_version(published: Collection[str], today: date) -> str:
    """The first free version of the month: `2026.11.5`."""
    numbers = [
        int(found[3])
        for one in published
        if (found := _NUMBERED.fullmatch(one)) and found[1] == str(today.year)
        if int(found[2]) == today.month
    ]
    return f"{today.year}.{today.month}.{max(numbers, default=0) + 1}"


def with_version(name: str, text: str, version: str) -> str:
    """The text with another version and nothing else changed; as it is where that can not be."""
    source = read_source(name, text)
    written, at = source.at(("version",)), source.line_of(("version",)) - 1
    lines = text.splitlines(keepends=True)
    if not isinstance(written, str) or not written or written not in lines[at]:
        return text
    lines[at] = lines[at].replace(written, version, 1)
    return "".join(lines)


def _version_taken(
    source: Source, template: Template, published: Collection[str]
) -> TemplateMalformed | None:
    if template.version not in published:
        return None
    what = Bilingual(
        f"版本 {template.version} 已经发布过", f"version {template.version} is published already"
    )
    return source.malformed(
        ("version",), what, Bilingual("请换一个新的版本号。", "Give it a new version.")
    )


def _another_day(source: Source, template: Template, on: date) -> TemplateMalformed | None:
    if template.effective_from is None or template.effective_from <= on:
        return None
    what = Bilingual("比发布时选的生效日期晚", "it is later than the day chosen for publishing")
    remedy = Bilingual("请改成同一天，或者删掉这一行。", "Write the same day, or remove the line.")
    return source.malformed(("effective_from",), what, remedy)


def _items_of_others(
    source: Source, template: Template, others: Collection[Template]
) -> list[TemplateMalformed]:
    """Ids that another template in force uses: composed together, one of the two would be lost."""
    taken = {
        item.id: other.id
        for other in others
        if other.id != template.id
        for section in other.sections
        for item in section.items
    }
    return [
        _taken(source, ("sections", row, "items", column, "id"), taken[item.id])
        for row, section in enumerate(template.sections)
        for column, item in enumerate(section.items)
        if item.id in taken
    ]


def _taken(source: Source, place: Place, family: str) -> TemplateMalformed:
    what = Bilingual(f"模板“{family}”里已有这个编号", f"the template {family} has this id already")
    return source.malformed(place, what, Bilingual("请换一个编号。", "Choose another id."))
