"""What a second look asks: the items that did not come out, and those every session begins with."""

from collections.abc import Collection
from dataclasses import replace

from checklists.compose import Checklist, LeftOut
from checklists.template import Area
from foundation.text import Bilingual

BECAUSE = Bilingual("上次勘验已经符合，本次不再查", "complied at the inspection before")


def asked_again(checklist: Checklist, item_ids: Collection[str]) -> Checklist:
    """The checklist with nothing else in it; its other items are left out with that reason.

    An area none of whose items is asked again gets no conclusion: the one before stands.

    Args:
        item_ids: of items of this checklist. Items of the session itself (who films, what was
            agreed) are asked in any case: they are about this session, not the one before.
    """
    again = [
        entry
        for entry in checklist.entries
        if entry.item.id in item_ids or Area.SESSION in entry.item.areas
    ]
    left = [
        LeftOut(entry.item, entry.section, BECAUSE)
        for entry in checklist.entries
        if entry not in again
    ]
    return replace(checklist, entries=tuple(again), left_out=(*left, *checklist.left_out))
