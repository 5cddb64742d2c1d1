"""HTTP of field checks: drawn passes, what was found of each, corrections."""

from datetime import date
from typing import Annotated

from aiohttp import web
from pydantic import Field, StringConstraints
from typing_extensions import TypedDict

from foundation.errors import NotFound
from foundation.http.operation import Policy, operation
from foundation.http.validation import Command, WrongField, read_command
from foundation.identity.door import Door
from foundation.identity.errors import NotSignedIn
from foundation.identity.model import Role
from foundation.identity.policies import STAFF_COOKIE
from foundation.place import MOST_ROWS, WrongPlace, place_json, place_of
from foundation.text import Bilingual
from inspection.figures.field import (
    MOST_FOUND,
    MOST_ITEMS,
    AlreadyChecked,
    FieldCheck,
    FieldItem,
    FoundMissing,
    ItemNotInRecord,
    NotCheckedYet,
    WrongVisitDay,
)
from inspection.figures.field_service import FieldChecks, FieldFile, Told

CHECKERS = Policy(
    "field_checkers",
    Bilingual(
        "督办人员，以及没有办过本件的勘验人员",
        "Supervisors, and inspectors who did not judge the case themselves",
    ),
    (Role.SUPERVISOR.value, Role.INSPECTOR.value),
    (STAFF_COOKIE,),
    (NotSignedIn, NotFound),
)
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST_FOUND)]
_PROBLEMS = (ItemNotInRecord, FoundMissing, WrongVisitDay)


class FieldItemCommand(Command):
    """One item looked at; `found` is needed where it differs from what was judged."""

    item: Annotated[str, Field(min_length=1, max_length=24)]
    agrees: bool
    found: Words = ""


class FieldCheckCommand(Command):
    """The day of the visit, and at least one item; those not looked at are left out."""

    visited_on: date
    items: Annotated[tuple[FieldItemCommand, ...], Field(min_length=1, max_length=MOST_ITEMS)]
    note: Words = ""


class CorrectedCheckCommand(FieldCheckCommand):
    """Another result in the place of the newest, and why."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class DrawnShape(TypedDict):
    """A drawn pass; `visited_on` is `null` while nobody was there."""

    id: str
    number: str
    shop_name: str
    address: str
    format_zh: str
    concluded_at: str
    inspectors: list[str]
    visited_on: str | None
    checked_by: str
    differing: int
    corrections: int


class DrawnListShape(TypedDict):
    """50 at most, the oldest conclusion first; `next` is the place to go on from."""

    cases: list[DrawnShape]
    next: str | None


class FieldLineShape(TypedDict):
    """An item as it was judged remotely."""

    item: str
    zh: str
    en: str
    is_key: bool
    verdict: str
    verdict_zh: str
    note: str


class FieldItemShape(TypedDict):
    """An item as it was found."""

    item: str
    agrees: bool
    found: str


class FieldCheckShape(TypedDict):
    """One entry: the first, or a correction with its reason."""

    by: str
    at: str
    visited_on: str
    note: str
    reason: str
    items: list[FieldItemShape]


class FieldFileShape(TypedDict):
    """A drawn case: what was judged, and every entry of what was found, the newest last."""

    id: str
    number: str
    shop_name: str
    address: str
    format_zh: str
    concluded_at: str
    inspectors: list[str]
    lines: list[FieldLineShape]
    checks: list[FieldCheckShape]


def routes(checks: FieldChecks, door: Door) -> list[web.RouteDef]:
    """GET /field-checks; GET, POST and PUT on one of them."""

    @operation(
        "现场抽查名单：抽中的远程通过办件",
        "Remote passes drawn for a look in the field",
        CHECKERS,
        gives=DrawnListShape,
        refuses=(WrongPlace,),
        query={
            "done": Bilingual("1：已核对的；否则为待核对的", "1: looked at; else still to be"),
            "after": Bilingual("上一页的 next", "`next` of the page before"),
        },
    )
    async def listed(request: web.Request) -> web.Response:
        user = await door.staff(request)
        found, names = await checks.listed(
            user,
            is_checked=request.query.get("done") == "1",
            after=place_of(request.query.get("after")),
        )
        shape: DrawnListShape = {
            "cases": [
                {
                    "id": one.case_id,
                    "number": one.number,
                    "shop_name": one.shop_name,
                    "address": one.address,
                    "format_zh": one.format_zh,
                    "concluded_at": one.concluded_at.isoformat(),
                    "inspectors": [names.get(who, who) for who in one.inspector_ids if who],
                    "visited_on": one.visited_on.isoformat() if one.visited_on else None,
                    "checked_by": names.get(one.by, one.by),
                    "differing": one.differing,
                    "corrections": max(one.checks - 1, 0),
                }
                for one in found
            ],
            "next": place_json((found[-1].concluded_at, found[-1].case_id))
            if len(found) == MOST_ROWS
            else None,
        }
        return web.json_response(shape)

    @operation("一件现场抽查", "One drawn case", CHECKERS, gives=FieldFileShape)
    async def look(request: web.Request) -> web.Response:
        file = await checks.file(await door.staff(request), request.match_info["check"])
        return web.json_response(_file_json(file))

    @operation(
        "登记现场核对结果（只登记一次）",
        "Enter what was found, once",
        CHECKERS,
        takes=FieldCheckCommand,
        gives=FieldFileShape,
        status=201,
        refuses=(AlreadyChecked, WrongField, *_PROBLEMS),
    )
    async def enter(request: web.Request) -> web.Response:
        user, case_id = await door.staff(request), request.match_info["check"]
        await checks.file(user, case_id)  # for whom it does not exist, whatever the body says
        command = await read_command(request, FieldCheckCommand)
        file = await checks.enter(user, case_id, _told(command))
        return web.json_response(_file_json(file), status=201)

    @operation(
        "更正现场核对结果（写明理由，原结果保留）",
        "Correct what was found, with a reason; the earlier entry stays",
        CHECKERS,
        takes=CorrectedCheckCommand,
        gives=FieldFileShape,
        refuses=(NotCheckedYet, WrongField, *_PROBLEMS),
    )
    async def correct(request: web.Request) -> web.Response:
        user, case_id = await door.staff(request), request.match_info["check"]
        await checks.file(user, case_id)  # for whom it does not exist, whatever the body says
        command = await read_command(request, CorrectedCheckCommand)
        file = await checks.correct(user, case_id, _told(command), command.reason)
        return web.json_response(_file_json(file))

    return [
        web.get("/api/v1/field-checks", listed),
        web.get("/api/v1/field-checks/{check}", look),
        web.post("/api/v1/field-checks/{check}", enter),
        web.put("/api/v1/field-checks/{check}", correct),
    ]


def _told(command: FieldCheckCommand) -> Told:
    items = [FieldItem(one.item, one.agrees, one.found) for one in command.items]
    return Told(command.visited_on, items, command.note)


def _file_json(file: FieldFile) -> FieldFileShape:
    people = file.outcome.first_inspector_id, file.outcome.second_inspector_id
    application = file.case.application
    return {
        "id": file.case.id,
        "number": file.case.number,
        "shop_name": application.shop_name,
        "address": application.address,
        "format_zh": application.format_zh,
        "concluded_at": file.outcome.concluded_at.isoformat(),
        "inspectors": [file.names.get(who, who) for who in people if who],
        "lines": [
            {
                "item": line.item_id,
                "zh": line.title_zh,
                "en": line.title_en,
                "is_key": line.key,
                "verdict": line.verdict,
                "verdict_zh": line.verdict_zh,
                "note": line.note,
            }
            for line in file.lines
        ],
        "checks": [_check_json(one, file.names.get(one.by, one.by)) for one in file.checks],
    }


def _check_json(check: FieldCheck, by: str) -> FieldCheckShape:
    return {
        "by": by,
        "at": check.at.isoformat(),
        "visited_on": check.visited_on.isoformat(),
        "note": check.note,
        "reason": check.reason,
        "items": [
            {"item": one.item_id, "agrees": one.agrees, "found": one.found} for one in check.items
        ],
    }
