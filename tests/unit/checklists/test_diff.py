"""The difference of two versions, item by item."""

from dataclasses import replace

from checklists.diff import Change, changes
from checklists.load import builtin_templates
from checklists.template import Weight

(EX,) = (one for one in builtin_templates() if one.id == "ex")
FIRST = EX.sections[0]
TITLE = FIRST.items[0].title


def with_items(*items):
    return replace(EX, sections=(replace(FIRST, items=items), *EX.sections[1:]))


def test_equal_versions_have_no_changes():
    assert changes(EX, EX) == ()


def test_a_changed_item_names_each_field_before_and_after():
    item = replace(FIRST.items[1], weight=Weight.GENERAL, video_seconds=5)
    (change,) = changes(EX, with_items(FIRST.items[0], item, *FIRST.items[2:]))
    assert (change.item_id, change.change) == (item.id, Change.CHANGED)
    assert [(one.field, one.before, one.after) for one in change.fields] == [
        ("weight", "key", "general"),
        ("video_seconds", "0", "5"),
    ]


def test_added_and_removed_items_do_not_make_their_neighbours_look_moved():
    new = replace(FIRST.items[0], id="EX-99")
    found = changes(EX, with_items(new, *FIRST.items[1:]))
    assert [(one.item_id, one.change) for one in found] == [
        ("EX-99", Change.ADDED),
        (FIRST.items[0].id, Change.REMOVED),
    ]


def test_only_the_item_that_was_moved_is_moved():
    items = FIRST.items
    found = changes(EX, with_items(items[0], *items[2:], items[1]))
    assert [(one.item_id, one.change) for one in found] == [(items[1].id, Change.MOVED)]
