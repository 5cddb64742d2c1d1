"""A bureau's years: as many cases as wanted, put into the tables in bulk, each with its moves."""

import json
from datetime import datetime, timedelta

from sqlalchemy import insert

from foundation.workdays import WorkCalendar
from inspection.cases.machine import MOVES, Act, Actor
from inspection.cases.moves import move_table
from inspection.cases.store import case_table
from inspection.intake.demo import CANTEEN, DRINKS, RESTAURANT
from inspection.templates.shelf import pin_on

A_DAY = 40  # cases a county takes in on one
BULK = 5000
_TO_PUSHED = (
    Act.START_PRE_CHECK,
    Act.ACCEPT,
    Act.INVITE,
    Act.OPEN_CALL,
    Act.MAKE_RECORD,
    Act.DETERMINE,
    Act.PUSH,
)
# What becomes of an application, by how often: of twenty.
WAYS = (
    *[(*_TO_PUSHED, Act.LICENSE, Act.CLOSE)] * 14,
    *[(*_TO_PUSHED, Act.ASK_SUPPLEMENT)] * 2,
    (*_TO_PUSHED[:3], Act.BOOK, Act.MISS, *_TO_PUSHED[3:], Act.LICENSE),
    (*_TO_PUSHED[:4], Act.ABORT, *_TO_PUSHED[3:], Act.LICENSE),
    (*_TO_PUSHED[:3], Act.WITHDRAW),
    _TO_PUSHED[:3],
)


async def fill(database, until: datetime, count: int, pairs) -> None:
    """Cases of the days up to `until`, the last ones still open."""
    async with database.transaction() as transaction:
        pin = await pin_on(transaction, until.date())
    calendar = WorkCalendar()
    cases, moves = [], []
    for number in range(count):
        day = until - timedelta(days=(count - number) // A_DAY, minutes=number % A_DAY)
        case, told = _case(number, day, pin, pairs[number % len(pairs)], calendar, until)
        cases.append(case)
        moves += told
        if len(cases) == BULK or number == count - 1:
            async with database.transaction() as transaction:
                await transaction.execute(insert(case_table), cases)
                await transaction.execute(insert(move_table), moves)
            cases, moves = [], []


def _case(number, day, pin, pair, calendar, until):
    application = (RESTAURANT, DRINKS, CANTEEN)[number % 3]
    case_id = f"case_many_{number:08d}"
    way = WAYS[number % len(WAYS)]
    told, state = [], None
    for position, act in enumerate(way, start=1):
        at = day + timedelta(hours=5 * position)
        if at > until:
            break
        move = MOVES[act]
        source = state or next(iter(move.sources))
        state = move.target
        told.append(
            {
                "case_id": case_id,
                "position": position,
                "act": act.value,
                "source": source.value,
                "target": state.value,
                "actor": Actor.SYSTEM.value,
                "actor_id": "system",
                "at": at,
                "why": "",
            }
        )
    accepted = day + timedelta(hours=10)
    return {
        "id": case_id,
        "number": f"YK{day:%Y%m%d}-M{number:07d}",
        "shop_name": f"{application.shop_name}{number}",
        "format_zh": application.format_zh,
        "address": application.address,
        "credit_code": application.credit_code,
        "applicant_name": application.applicant_name,
        "applicant_phone": application.applicant_phone,
        "activities": json.dumps(
            [[one.id, one.title.zh, one.title.en] for one in application.activities]
        ),
        "facts": json.dumps(dict(application.facts), default=str),
        "state": state.value if state else "received",
        "received_at": day,
        "accepted_at": accepted,
        "due_at": calendar.deadline(accepted, 2).at,
        "checklist_version": pin.version,
        "checklist_sha256": "",
        "first_inspector_id": pair[0],
        "second_inspector_id": pair[1],
    }, told
