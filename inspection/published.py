"""What integrators and pages may rely on, as documents: OpenAPI and the schema of a room's socket.

Both are made from what the service runs on: the route table and the types of frames.
"""

from collections.abc import Iterable
from typing import Annotated, Any, Literal, get_args

from aiohttp import web
from pydantic import Field, TypeAdapter

from foundation.http.openapi import described, openapi_routes
from foundation.http.operation import ANYBODY, Policy, operation
from foundation.identity.policies import INVITED
from inspection.cases import rights
from inspection.evidence.api import CircumstancesShape, ConcernShape, EvidenceShape
from inspection.evidence.readings_api import ItemReadingsShape
from inspection.findings.api import StandingShape
from inspection.licensing.api import DeliveryShape
from inspection.live.announcements import Announcement, Envelope
from inspection.live.frames import FROM_APPLICANT, FROM_INSPECTORS, FROM_STAFF, ClientFrame
from inspection.record.api import RecordShape

SOCKET_SCHEMA = "/api/room-socket.schema.json"
FRAMES: dict[str, type] = {
    get_args(frame.model_fields["type"].annotation)[0]: frame
    for frame in get_args(get_args(ClientFrame)[0])
}


class EvidenceKept(Envelope):
    """A picture is kept, or its copies are made."""

    type: Literal["evidence"]
    evidence: EvidenceShape


class PictureLookedAt(Envelope):
    """To the desks only: a picture was measured, and why it needs a look, if it does."""

    type: Literal["look"]
    evidence: str
    concerns: list[ConcernShape]


class CircumstancesTold(Envelope):
    """To the desks only: what was so around a picture that was just kept."""

    type: Literal["circumstances"]
    evidence: str
    circumstances: CircumstancesShape


class FindingSet(Envelope):
    """Somebody judged an item or two were reconciled; everybody reads what they may see."""

    type: Literal["finding"]
    finding: StandingShape


class ReadingTyped(Envelope):
    """To the desks only: somebody typed a value, changed it, or took it back."""

    type: Literal["reading"]
    readings: ItemReadingsShape


class RecordNews(Envelope):
    """The record was made, signed, or withdrawn (`null`)."""

    type: Literal["record"]
    record: RecordShape | None


class DeliveriesNews(Envelope):
    """How the pushes of the result stand."""

    type: Literal["deliveries"]
    deliveries: list[DeliveryShape]


Told = Annotated[
    Announcement
    | EvidenceKept
    | PictureLookedAt
    | CircumstancesTold
    | FindingSet
    | ReadingTyped
    | RecordNews
    | DeliveriesNews,
    Field(discriminator="type"),
]


def socket_schema() -> dict[str, Any]:
    """JSON Schema of the socket: `$defs/FromPage` may be sent, `$defs/FromRoom` is received."""
    made, schema = TypeAdapter.json_schemas(
        [
            ("FromPage", "validation", TypeAdapter[Any](ClientFrame)),
            ("FromRoom", "validation", TypeAdapter[Any](Told)),
        ]
    )
    frames = schema["$defs"]
    for frame in FRAMES.values():
        frames[frame.__name__]["x-policy"] = _said(policy_of_frame(frame))
    for (name, _), told in made.items():
        frames[name] = told
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SOCKET_SCHEMA,
        "title": "云勘连线消息 · Messages of a room's socket",
        "$defs": frames,
    }


def policy_of_frame(frame: type) -> Policy:
    """Who may send a frame, by the lists the socket itself goes by."""
    if frame in FROM_STAFF:
        return rights.ATTENDANTS
    if frame in FROM_INSPECTORS:
        return rights.INSPECTORS
    return INVITED if frame in FROM_APPLICANT else rights.ROOM


def _said(policy: Policy) -> dict[str, Any]:
    return {"id": policy.id, "callers": list(policy.callers)}


def published_routes(app: web.Application) -> Iterable[web.RouteDef]:
    """The two documents, open to everybody."""

    @operation("连线消息格式", "Messages of the socket", ANYBODY, gives=dict[str, Any])
    async def schema(_request: web.Request) -> web.Response:
        return web.json_response(socket_schema())

    return [*openapi_routes(app), web.get(SOCKET_SCHEMA, schema)]


def must_be_described(app: web.Application) -> None:
    """Raises `UndescribedRoute` when nobody said who may call a route of the application."""
    for _ in described(app):
        pass
