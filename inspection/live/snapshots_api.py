"""HTTP of stills that are looked at and not kept: from the phone, for those in the room."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from foundation.http.operation import Media, operation
from foundation.http.validation import read_bytes
from foundation.identity.door import Door
from foundation.identity.policies import INVITED
from foundation.text import Bilingual
from inspection.cases import rights
from inspection.cases.service import Cases
from inspection.live.announcements import SnapshotShape
from inspection.live.errors import (
    CallNotOpen,
    ConsentMissing,
    NoSnapshot,
    NotASnapshot,
    SnapshotTooOften,
)
from inspection.live.hub import Hub
from inspection.live.service import Calls
from inspection.live.snapshots import MOST_BYTES, Snapshots


@dataclass(frozen=True)
class Deps:
    """What the routes stand on."""

    snapshots: Snapshots
    calls: Calls
    cases: Cases
    hub: Hub
    door: Door


def routes(deps: Deps) -> Sequence[web.RouteDef]:
    """PUT /visit/snapshot, GET /cases/{id}/snapshot."""

    @operation(
        "发送一张供观看的静态图（不作为证据，只保留最新一张）",
        "Send a still to be looked at: no evidence, only the newest is kept",
        INVITED,
        takes=Media("image/jpeg"),
        gives=SnapshotShape,
        status=201,
        refuses=(ConsentMissing, CallNotOpen, NotASnapshot, SnapshotTooOften),
    )
    async def send(request: web.Request) -> web.Response:
        visit = await deps.door.visit(request)
        await deps.calls.join_as_applicant(visit)
        jpeg = await read_bytes(request, MOST_BYTES)
        deps.snapshots.keep(visit.case_id, jpeg)
        shape = deps.snapshots.told(visit.case_id)
        if shape is None:
            raise CallNotOpen  # ended while the bytes came
        deps.hub.mention(visit.case_id, "snapshot", shape)
        return web.json_response(shape, status=201)

    @operation(
        "查看最新的静态图（仅限连线中的人员）",
        "The newest still, for those who are in the room",
        rights.ATTENDANTS,
        gives=Media("image/jpeg"),
        refuses=(NoSnapshot,),
        query={"number": Bilingual("编号，仅用于区分新旧", "its number, to tell it from others")},
    )
    async def newest(request: web.Request) -> web.Response:
        user = await deps.door.staff(request)
        case_id = request.match_info["case"]
        await deps.cases.attended_by(user, case_id)
        snapshot = deps.snapshots.newest(case_id)
        if snapshot is None or not deps.hub.is_in_room(case_id, user.id):
            raise NoSnapshot
        return web.Response(
            body=snapshot.jpeg,
            content_type="image/jpeg",
            headers={
                "Cache-Control": "no-store",
                "Content-Security-Policy": "default-src 'none'; sandbox",
            },
        )

    return [
        web.put("/api/v1/visit/snapshot", send),
        web.get("/api/v1/cases/{case}/snapshot", newest),
    ]
