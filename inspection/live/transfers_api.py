"""HTTP of handing a running inspection over; the room is told, whoever leaves is let go."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from aiohttp import web
from pydantic import Field
from typing_extensions import TypedDict

from foundation.http.operation import operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from inspection.cases import rights
from inspection.cases.machine import ReasonMissing
from inspection.cases.transfer import Transfer
from inspection.dispatch.errors import (
    BusyNow,
    DispatchClosed,
    MayNotInspect,
    NotTwoInspectors,
    OtherSeat,
    SameInspectors,
)
from inspection.dispatch.transfers import Transfers
from inspection.live.announcements import ChangedSeatShape, HandedOverContent
from inspection.live.hub import Hub

_Id = Annotated[str, Field(min_length=1, max_length=40)]


class TransferCommand(Command):
    """The two who inspect from now on, and why; whoever stays keeps their seat."""

    inspectors: tuple[_Id, _Id]
    reason: str = Field(max_length=500)


class HandedOverShape(TypedDict):
    """The seats that changed hands."""

    seats: list[ChangedSeatShape]


@dataclass(frozen=True)
class Deps:
    """What the route stands on.

    Attributes:
        room_of: the media room of a case's open call.
        cut: ends what one participant sends and receives in a room.
    """

    transfers: Transfers
    hub: Hub
    door: Door
    room_of: Callable[[str], Awaitable[str | None]]
    cut: Callable[[str, str], Awaitable[None]]


def routes(deps: Deps) -> list[web.RouteDef]:
    """PUT /cases/{id}/transfer."""

    @operation(
        "移交勘验（接替一人或两人）",
        "Hand the running inspection over, one seat or both",
        rights.INVITERS,
        takes=TransferCommand,
        gives=HandedOverShape,
        refuses=(
            DispatchClosed,
            ReasonMissing,
            NotTwoInspectors,
            SameInspectors,
            MayNotInspect,
            BusyNow,
            OtherSeat,
        ),
    )
    async def hand_over(request: web.Request) -> web.Response:
        user = await deps.door.staff(request)
        command = await read_command(request, TransferCommand)
        case_id = request.match_info["case"]
        item = deps.hub.conversation(case_id).item
        case, made, names = await deps.transfers.hand_over(
            user, case_id, command.inspectors, command.reason, item
        )
        seats = [_seat(one, names) for one in made]
        content: HandedOverContent = {"seats": seats}
        deps.hub.announce(case.id, "handed_over", content, user.id)
        room = await deps.room_of(case.id)
        for one in made:
            deps.hub.dismiss(case.id, one.leaving_id)
            if room is not None:
                await deps.cut(room, one.leaving_id)
        return web.json_response({"seats": seats})

    return [web.put("/api/v1/cases/{case}/transfer", hand_over)]


def _seat(one: Transfer, names: dict[str, str]) -> ChangedSeatShape:
    return {
        "leaving": {"id": one.leaving_id, "name": names.get(one.leaving_id, "")},
        "coming": {"id": one.coming_id, "name": names.get(one.coming_id, "")},
    }
