"""HTTP of readings: a value with the picture it was read from."""

from typing import Annotated

from aiohttp import web
from pydantic import Field
from typing_extensions import TypedDict

from checklists.errors import UnknownItem
from checklists.readings import RESULT_TEXT, limits_text
from foundation.http.operation import operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from foundation.text import TextShape
from inspection.cases import rights
from inspection.evidence.errors import NotCollecting
from inspection.evidence.reading_room import NoSuchQuantity, NotReadFromPicture, ReadingRoom
from inspection.evidence.readings import ItemReadings, Known
from inspection.live.hub import Hub


class TypeCommand(Command):
    """A decimal number in the quantity's unit, or `null` to take it back; read off which picture.

    `quantity` is its number among the item's readings, from 0.
    """

    quantity: Annotated[int, Field(ge=0, le=99)]
    value: Annotated[str, Field(pattern=r"^-?[0-9]{1,7}(\.[0-9]{1,4})?$")] | None
    evidence: Annotated[str, Field(min_length=1, max_length=40)]
    reason: Annotated[str, Field(max_length=500)] = ""


class TypedShape(TypedDict):
    """One value as it was typed; `null` where it was taken back."""

    value: str | None
    evidence: str
    reason: str
    by: str
    at: str


class ReadingShape(TypedDict):
    """A quantity: its value now, what that comes to, and all that was typed, oldest first."""

    quantity: int
    zh: str
    en: str
    unit: str
    limits: str
    value: str | None
    result: str | None
    result_zh: str
    result_en: str
    evidence: str
    by: str
    at: str
    history: list[TypedShape]


class ProposalShape(TextShape):
    """A verdict that follows from the values, and why; a person gives it or another."""

    verdict: str


class ItemReadingsShape(TypedDict):
    """All readings of an item."""

    item_id: str
    readings: list[ReadingShape]
    proposal: ProposalShape | None


def readings_json(found: ItemReadings) -> ItemReadingsShape:
    """The shape the desk reads."""
    proposal = found.proposal
    return {
        "item_id": found.item_id,
        "readings": [_reading_json(one) for one in found.known],
        "proposal": proposal
        and {
            "verdict": proposal.verdict.value,
            "zh": proposal.because.zh,
            "en": proposal.because.en,
        },
    }


def _reading_json(known: Known) -> ReadingShape:
    limits, newest = limits_text(known.reading), known.newest
    text = None if known.result is None else RESULT_TEXT[known.result]
    return {
        "quantity": known.quantity,
        "zh": known.reading.quantity.zh,
        "en": known.reading.quantity.en,
        "unit": known.reading.unit,
        "limits": limits.zh if limits else "",
        "value": newest.value,
        "result": None if known.result is None else known.result.value,
        "result_zh": text.zh if text else "",
        "result_en": text.en if text else "",
        "evidence": newest.evidence_id,
        "by": newest.by,
        "at": newest.at.isoformat(),
        "history": [
            {
                "value": one.value,
                "evidence": one.evidence_id,
                "reason": one.reason,
                "by": one.by,
                "at": one.at.isoformat(),
            }
            for one in known.history
        ],
    }


def routes(room: ReadingRoom, hub: Hub, door: Door) -> list[web.RouteDef]:
    """PUT /cases/{id}/readings/{item}."""

    @operation(
        "填写读数（与所读的照片一起保存）",
        "Type in a reading, with the picture it was read from",
        rights.JUDGES,
        takes=TypeCommand,
        gives=ItemReadingsShape,
        refuses=(UnknownItem, NoSuchQuantity, NotReadFromPicture, NotCollecting),
    )
    async def type_reading(request: web.Request) -> web.Response:
        user, asked = await door.staff(request), request.match_info
        command = await read_command(request, TypeCommand)
        found = await room.type_in(
            user,
            asked["case"],
            asked["item"],
            command.quantity,
            value=command.value,
            evidence_id=command.evidence,
            reason=command.reason,
        )
        shape = readings_json(found)
        hub.announce(asked["case"], "reading", {"readings": shape}, user.id)
        return web.json_response(shape)

    return [web.put("/api/v1/cases/{case}/readings/{item}", type_reading)]
