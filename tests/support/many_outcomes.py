"""Years of conclusions, put into the tables in bulk as `Outcomes` would have put them one by one.

Sums are added up here and written at the end: the same sums, which `test_sums` compares.
"""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterable
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import insert, select

from checklists.verdict import Verdict
from foundation.clock import SHANGHAI
from inspection.cases.machine import Act
from inspection.cases.moves import move_table
from inspection.cases.store import case_table
from inspection.figures.model import ItemCount, Outcome, PreCheck, differing
from inspection.figures.store import outcome_item_table, outcome_table, way_table
from inspection.figures.sums import item_sum_table, outcome_sum_table, rating_sum_table
from inspection.findings.blind import BlindPair
from inspection.ratings.store import rating_table

ITEMS = tuple(f"{family}-{number:02d}" for family in ("KL", "EX", "OF") for number in range(1, 21))
TWICE = ITEMS[:6]
BULK = 20_000
_MODES = ("live",) * 7 + ("self_filmed",) * 2 + ("on_site",)
_CHECKS = (PreCheck.AT_ONCE,) * 3 + (PreCheck.MENDED, PreCheck.NONE)


def outcome(number: int, case_id: str, at: datetime, format_zh: str, people) -> Outcome:
    """One of many, by its number: nine of ten pass, a few are late."""
    passes = number % 10 != 0
    failed = {} if passes else {ITEMS[number // 10 % len(ITEMS)]: Verdict.FAIL.value}
    differs = ITEMS[number % len(ITEMS)]
    pairs = [
        BlindPair(item, Verdict.PASS, Verdict.FAIL if item == differs else Verdict.PASS, at)
        for item in TWICE
    ]
    return Outcome(
        case_id=case_id,
        month=f"{at.astimezone(SHANGHAI):%Y-%m}",
        concluded_at=at,
        is_first=number % 12 != 0,
        is_passed=passes,
        half_days=number % 7,
        is_late=number % 7 > 4,
        is_drawn=passes and number % 20 == 1,
        format_zh=format_zh,
        first_inspector_id=people[0],
        second_inspector_id=people[1],
        mode=_MODES[number % len(_MODES)],
        pre_check=_CHECKS[number % len(_CHECKS)],
        items=failed,
        asked=frozenset(ITEMS),
        pairs=pairs,
    )


async def conclude_many(database) -> int:
    """An outcome for each determined case that `many_cases` filled in; returns how many."""
    sums, items = defaultdict(Counter), defaultdict(Counter)
    done = 0
    async for rows in _determined(database):
        outcomes = [
            outcome(done + number, row.case_id, row.at, row.format_zh, row[3:5])
            for number, row in enumerate(rows)
        ]
        async with database.transaction() as transaction:
            for table, values in _rows(outcomes, done):
                await transaction.execute(insert(table), values)
        for number, one in enumerate(outcomes, start=done):
            _add_up(one, number, sums, items)
        done += len(rows)
    async with database.transaction() as transaction:
        await _write(transaction, sums, items)
    return done


async def _determined(database) -> AsyncIterator[list]:
    columns = case_table.c
    last = ""
    while True:
        query = (
            select(
                move_table.c.case_id,
                move_table.c.at,
                columns.format_zh,
                columns.first_inspector_id,
                columns.second_inspector_id,
            )
            .join(case_table, columns.id == move_table.c.case_id)
            .where(move_table.c.act == Act.DETERMINE.value, move_table.c.case_id > last)
            .order_by(move_table.c.case_id)
            .limit(BULK)
        )
        async with database.reading() as view:
            rows = (await view.execute(query)).all()
        if not rows:
            return
        yield rows
        last = rows[-1].case_id


def _rows(outcomes: list[Outcome], done: int) -> Iterable[tuple]:
    names = [column.name for column in outcome_table.columns]
    yield outcome_table, [{name: getattr(one, name) for name in names} for one in outcomes]
    yield (
        way_table,
        [
            {"case_id": one.case_id, "mode": one.mode, "pre_check": one.pre_check.value}
            for one in outcomes
        ],
    )
    yield (
        outcome_item_table,
        [
            {"case_id": one.case_id, "item_id": key, "verdict": said, "month": one.month}
            for one in outcomes
            for key, said in one.items.items()
        ],
    )
    yield (
        rating_table,
        [
            {
                "case_id": one.case_id,
                "level": _level(number),
                "tags": "[]",
                "words": "",
                "at": one.concluded_at + timedelta(hours=1),
            }
            for number, one in enumerate(outcomes, start=done)
            if number % 2
        ],
    )


def _level(number: int) -> int:
    return 5 - number % 9 // 3


def _add_up(one: Outcome, number: int, sums, items) -> None:
    facts = one.is_first, one.is_passed, one.half_days, one.is_late
    for group, keys in one.keys.items():
        for key in keys:
            sums[outcome_sum_table][(group.value, one.month, key, *facts, one.unit_id)] += 1
            if number % 2:
                rated = group.value, one.month, key, _level(number), one.unit_id
                sums[rating_sum_table][rated] += 1
    items[one.month]["all"] += 1  # asks every item, judges the same ones twice
    items[one.month].update(("failed", item) for item in one.items)
    items[one.month].update(("differed", pair.item_id) for pair in differing(one.pairs))


async def _write(transaction, sums, items) -> None:
    for table, counted in sums.items():
        names = [column.name for column in table.primary_key.columns]
        rows = [
            {**dict(zip(names, key, strict=True)), "count": count} for key, count in counted.items()
        ]
        await transaction.execute(insert(table), rows)
    rows = [
        {"month": month, "item_id": item, **asdict(_item_count(item, counted))}
        for month, counted in items.items()
        for item in ITEMS
    ]
    await transaction.execute(insert(item_sum_table), rows)


def _item_count(item: str, counted: Counter) -> ItemCount:
    return ItemCount(
        asked=counted["all"],
        failed=counted["failed", item],
        pairs=counted["all"] * (item in TWICE),
        differed=counted["differed", item],
    )
