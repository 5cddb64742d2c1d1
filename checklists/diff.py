"""What changed between two versions of a template, item by item, as an editor reads it."""

from collections.abc import Set
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from enum import Enum
from typing import Any

from checklists.template import Item, Template
from foundation.text import Bilingual


class Change(Enum):
    """What happened to an item."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"  # stands elsewhere, and nothing else


@dataclass(frozen=True)
class FieldChange:
    """One field of an item before and after, as text."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class ItemChange:
    """One item that is not what it was; `fields` are empty unless it is CHANGED."""

    item_id: str
    title: Bilingual
    change: Change
    fields: tuple[FieldChange, ...] = ()


def changes(before: Template, after: Template) -> tuple[ItemChange, ...]:
    """The changes in the order of the newer version; what is gone stands at the end."""
    old, new = _items(before), _items(after)
    moved = _moved(before, after)
    found: list[ItemChange] = []
    for item_id, item in new.items():
        if item_id not in old:
            found.append(ItemChange(item_id, item.title, Change.ADDED))
        elif differing := _fields(old[item_id], item):
            found.append(ItemChange(item_id, item.title, Change.CHANGED, differing))
        elif item_id in moved:
            found.append(ItemChange(item_id, item.title, Change.MOVED))
    gone = (one for one in old if one not in new)
    return (*found, *(ItemChange(one, old[one].title, Change.REMOVED) for one in gone))


def _items(template: Template) -> dict[str, Item]:
    return {item.id: item for section in template.sections for item in section.items}


def _moved(before: Template, after: Template) -> set[str]:
    """Items in both that stand elsewhere; those that only had a neighbour come or go do not."""
    common = _items(before).keys() & _items(after).keys()
    was, now = _places(before, common), _places(after, common)
    kept = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
    stayed = {now[block.b + step] for block in kept for step in range(block.size)}
    return {item_id for place in now if place not in stayed for _, item_id in [place]}


def _places(template: Template, wanted: Set[str]) -> list[tuple[str, str]]:
    return [
        (section.id, item.id)
        for section in template.sections
        for item in section.items
        if item.id in wanted
    ]


def _fields(before: Item, after: Item) -> tuple[FieldChange, ...]:
    pairs = (
        (one.name, getattr(before, one.name), getattr(after, one.name)) for one in fields(Item)
    )
    return tuple(
        FieldChange(name, _text(was), _text(now)) for name, was, now in pairs if was != now
    )


def _text(value: Any) -> str:
    """A field's value on one line: words of enums, both languages, lists with commas."""
    match value:
        case Enum():
            return str(value.value)
        case Bilingual():
            return f"{value.zh} / {value.en}"
        case tuple():
            return "、".join(_text(one) for one in value)  # pyright: ignore[reportUnknownVariableType]
        case None:
            return ""
        case _ if hasattr(value, "__dataclass_fields__"):
            parts = ((one.name, getattr(value, one.name)) for one in fields(value))
            return " ".join(
                f"{name}={_text(part)}" for name, part in parts if part not in (None, "")
            )
        case _:
            return str(value)
