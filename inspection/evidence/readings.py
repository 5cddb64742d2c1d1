"""What inspectors read off instruments in pictures: values, who, when, what was before. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from checklists.compose import Checklist
from checklists.readings import Proposal, Result, compare, propose
from checklists.template import Item, Reading


@dataclass(frozen=True)
class Typed:
    """One value as somebody typed it; `value` is `None` after it was taken back.

    `quantity` is the number of the item's quantity, from 0; `evidence_id` the picture it was read
    from.
    """

    item_id: str
    quantity: int
    value: str | None
    unit: str
    evidence_id: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Known:
    """A quantity of an item: what counts now, what it comes to, and all that was typed for it."""

    quantity: int
    reading: Reading
    newest: Typed
    result: Result | None  # `None` while there is no value
    history: Sequence[Typed]


@dataclass(frozen=True)
class ItemReadings:
    """All quantities of an item that something was typed for, and what they propose."""

    item_id: str
    known: Sequence[Known]
    proposal: Proposal | None

    @property
    def has_value(self) -> bool:
        """Whether at least one value counts now."""
        return any(one.newest.value is not None for one in self.known)


def readings_of(typed: Iterable[Typed], checklist: Checklist) -> dict[str, ItemReadings]:
    """What all that was typed for a case, oldest first, comes to, by item of its checklist."""
    gathered: dict[str, dict[int, list[Typed]]] = {}
    for one in typed:
        gathered.setdefault(one.item_id, {}).setdefault(one.quantity, []).append(one)
    items = {entry.item.id: entry.item for entry in checklist.entries}
    return {
        item_id: _item(items[item_id], of_item)
        for item_id, of_item in gathered.items()
        if item_id in items
    }


def _item(item: Item, typed: dict[int, list[Typed]]) -> ItemReadings:
    known: list[Known] = []
    values: dict[int, Decimal] = {}
    for quantity, history in sorted(typed.items()):
        reading, newest = item.readings[quantity], history[-1]
        result = None
        if newest.value is not None:
            values[quantity] = Decimal(newest.value)
            result = compare(reading, values[quantity])
        known.append(Known(quantity, reading, newest, result, tuple(history)))
    return ItemReadings(item.id, known, propose(item, values))
