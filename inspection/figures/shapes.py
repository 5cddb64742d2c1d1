"""What the figures look like in an answer, as types and their making."""

from collections.abc import Mapping

from typing_extensions import TypedDict

from foundation.text import Bilingual, TextShape
from inspection.cases.loads import Load
from inspection.figures.behind import APART
from inspection.figures.formulas import (
    DAYS_TARGET,
    FIRST_PASS_TARGET,
    FORMULAS,
    NO_DATA,
    Figures,
    Rated,
    rated_of,
    share,
)
from inspection.figures.service import Board, ItemFigures, load_key


class RatedShape(TypedDict):
    """Ratings of a group: how many, of each level from 1 to 5, the mean, the share of 4 and 5."""

    count: int
    levels: list[int]
    mean: float | None
    good: float | None


class FiguresShape(TypedDict):
    """The figures of one group; `null` where there was nothing to count."""

    key: str
    name: str
    concluded: int
    first: int
    first_passed: int
    first_pass_rate: float | None
    mean_days: float | None
    p90_days: float | None
    late: int
    rated: RatedShape


class FailingShape(TypedDict):
    """An item that did not come out, and in how many cases."""

    item_id: str
    count: int


class ItemShape(TypedDict):
    """An item over the period; shares are `null` where there was nothing to count."""

    item_id: str
    zh: str
    en: str
    asked: int
    failed: int
    failing: float | None
    pairs: int
    differed: int
    disagreement: float | None
    seen: int
    found_other: int
    field_agreement: float | None


class LoadShape(TypedDict):
    """Open cases of a person or a pair now; `key` as in the groups by inspector and pair."""

    key: str
    name: str
    open: int
    overdue: int


class FieldShape(TypedDict):
    """Field checks: passes drawn, looked at, and how the items found agree with those judged."""

    drawn: int
    checked: int
    seen: int
    found_other: int
    agreement: float | None


class BoardShape(TypedDict):
    """The figures of a period. `apart`: how often acts that are neither pass nor failure.

    `no_data`: figures that can not be given in this version, and why.
    """

    first: str
    last: str
    first_pass_target: float
    days_target: float
    formulas: dict[str, TextShape]
    no_data: dict[str, TextShape]
    whole: FiguresShape
    groups: list[FiguresShape]
    failing: list[FailingShape]
    items: list[ItemShape]
    apart: dict[str, int]
    load: list[LoadShape]
    pair_load: list[LoadShape]
    pre_check: list[FiguresShape]
    field: FieldShape


class BehindShape(TypedDict):
    """A case behind a figure; `null`: not yet.

    `at`: when it was concluded, when the act was done, or when an open case is due.
    """

    id: str
    number: str
    shop_name: str
    state: str
    at: str
    concluded_at: str | None
    days: float | None
    is_passed: bool | None
    is_late: bool | None


class CasesBehindShape(TypedDict):
    """The cases behind a figure, 50 at most; `next` is the place to go on from."""

    cases: list[BehindShape]
    next: str | None


def board_json(board: Board, first: str, last: str) -> BoardShape:
    """The figures of these months."""
    names, none = board.names, rated_of({})
    apart = {of.value: board.apart[act] for of, act in APART.items()}
    return {
        "first": first,
        "last": last,
        "first_pass_target": FIRST_PASS_TARGET,
        "days_target": DAYS_TARGET,
        "formulas": _texts(FORMULAS),
        "no_data": _texts(NO_DATA),
        "whole": _figures_json(board.whole, names, board.rated),
        "groups": [
            _figures_json(one, names, board.group_rated.get(one.key, none)) for one in board.groups
        ],
        "failing": [{"item_id": item, "count": count} for item, count in board.failing],
        "items": [_item_json(one) for one in board.items],
        "apart": apart,
        "load": [_load_json(one, names) for one in board.loads],
        "pair_load": [_load_json(one, names) for one in board.pair_loads],
        "pre_check": [_figures_json(one, names, none) for one in board.pre_checks],
        "field": _field_json(board),
    }


def _texts(of: Mapping[str, Bilingual]) -> dict[str, TextShape]:
    return {key: {"zh": text.zh, "en": text.en} for key, text in of.items()}


def _figures_json(one: Figures, names: Mapping[str, str], rated: Rated) -> FiguresShape:
    return {
        "key": one.key,
        "name": names.get(one.key, one.key),
        "concluded": one.concluded,
        "first": one.first,
        "first_passed": one.first_passed,
        "first_pass_rate": one.first_pass_rate,
        "mean_days": one.mean_days,
        "p90_days": one.p90_days,
        "late": one.late,
        "rated": {
            "count": rated.count,
            "levels": list(rated.levels),
            "mean": rated.mean,
            "good": rated.good,
        },
    }


def _item_json(one: ItemFigures) -> ItemShape:
    count, title = one.count, one.title
    return {
        "item_id": one.item_id,
        "zh": title.zh if title else "",
        "en": title.en if title else "",
        "asked": count.asked,
        "failed": count.failed,
        "failing": share(count.failed, count.asked),
        "pairs": count.pairs,
        "differed": count.differed,
        "disagreement": share(count.differed, count.pairs),
        "seen": count.seen,
        "found_other": count.found_other,
        "field_agreement": share(count.seen - count.found_other, count.seen),
    }


def _load_json(load: Load, names: Mapping[str, str]) -> LoadShape:
    people = load.inspector_ids
    return {
        "key": load_key(load),
        "name": "、".join(names.get(one, one) for one in people),
        "open": load.open,
        "overdue": load.overdue,
    }


def _field_json(board: Board) -> FieldShape:
    seen = sum(one.count.seen for one in board.items)
    other = sum(one.count.found_other for one in board.items)
    return {
        "drawn": board.field.drawn,
        "checked": board.field.checked,
        "seen": seen,
        "found_other": other,
        "agreement": share(seen - other, seen),
    }
