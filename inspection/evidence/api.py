"""HTTP of evidence: stills from the phone, frames for the desk, pictures for both."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from aiohttp import web
from pydantic import AwareDatetime
from typing_extensions import TypedDict

from checklists.errors import UnknownItem
from foundation.blobs import Damaged, StorageFull
from foundation.errors import Problem
from foundation.http.operation import Media, operation
from foundation.http.validation import MOST_STILL_BYTES, Command, read_bytes, read_command
from foundation.identity.door import Door
from foundation.identity.model import User, Visit
from foundation.identity.policies import INVITED
from foundation.text import Bilingual
from inspection.cases import rights
from inspection.evidence.derived import NotAPicture, TooManyPixels
from inspection.evidence.errors import HashMismatch, NotCollecting, UnknownCommitment
from inspection.evidence.model import Evidence, Origin
from inspection.evidence.service import EvidenceRoom
from inspection.live.errors import CallNotOpen
from inspection.live.frames import ItemId
from inspection.live.hub import Hub
from inspection.live.model import APPLICANT
from webrtc.engine import StalePicture
from webrtc.process import UNREACHED
from webrtc.recording.archive import NothingRecorded


class Frame(Protocol):
    """What the media plane gives for a capture."""

    @property
    def jpeg(self) -> bytes: ...
    @property
    def captured_at(self) -> datetime: ...


# Copies never change and a film strip shows them often; each look at an original is noted.
_COPY = "private, max-age=86400, immutable"
_CACHE = {"original": "no-store", "thumbnail": _COPY, "watermarked": _COPY}
# case id and moment, `None` for now -> the applicant's picture
Capture = Callable[[str, datetime | None], Awaitable[Frame]]


class CaptureCommand(Command):
    """Which item the picture is for; `at`: out of the recording, as it was at that moment."""

    item: ItemId
    at: AwareDatetime | None = None


class EvidenceShape(TypedDict):
    """A kept picture; its bytes are at `/api/v1/evidence/{id}/original`."""

    id: str
    item_id: str
    kind: str
    sha256: str
    width_px: int
    height_px: int
    size_bytes: int
    captured_at: str
    kept_at: str
    by: str
    has_thumbnail: bool


AS_APPLICANT = {
    "as": Bilingual(
        "applicant：以申请人身份（同一浏览器同时登录时）",
        "applicant: as the applicant, when the browser holds both cookies",
    )
}


def evidence_json(evidence: Evidence) -> EvidenceShape:
    """The shape pages and socket frames carry."""
    return {
        "id": evidence.id,
        "item_id": evidence.item_id,
        "kind": evidence.origin.value,
        "sha256": evidence.sha256,
        "width_px": evidence.width_px,
        "height_px": evidence.height_px,
        "size_bytes": evidence.size_bytes,
        "captured_at": evidence.captured_at.isoformat(),
        "kept_at": evidence.kept_at.isoformat(),
        "by": evidence.by,
        "has_thumbnail": evidence.thumbnail_sha256 is not None,
    }


@dataclass(frozen=True)
class Deps:
    """What the routes stand on."""

    room: EvidenceRoom
    hub: Hub
    door: Door
    capture: Capture


def routes(deps: Deps) -> list[web.RouteDef]:
    """PUT /visit/stills/{id}, POST /cases/{id}/captures, GET /evidence/{id}/{form}."""

    def announce(evidence: Evidence) -> web.Response:
        shape = evidence_json(evidence)
        deps.hub.announce(evidence.case_id, "evidence", {"evidence": shape}, evidence.by)
        return web.json_response(shape, status=201)

    @operation(
        "上传已登记指纹的照片",
        "Send the still whose hash was committed",
        INVITED,
        takes=Media("image/jpeg"),
        gives=EvidenceShape,
        status=201,
        refuses=(
            UnknownCommitment,
            HashMismatch,
            NotAPicture,
            TooManyPixels,
            NotCollecting,
            StorageFull,
        ),
    )
    async def still(request: web.Request) -> web.Response:
        visit = await deps.door.visit(request)
        content = await read_bytes(request, MOST_STILL_BYTES)
        number = request.match_info["commitment"]
        return announce(await deps.room.keep_still(visit, number, content))

    @operation(
        "从画面取证；给出 at 时从录像取证",
        "Capture a frame of this moment, or of the recording at a past one",
        rights.INSPECTORS,
        takes=CaptureCommand,
        gives=EvidenceShape,
        status=201,
        refuses=(
            UnknownItem,
            NotCollecting,
            CallNotOpen,
            StalePicture,
            NothingRecorded,
            *UNREACHED,
            StorageFull,
        ),
    )
    async def capture(request: web.Request) -> web.Response:
        user = await deps.door.staff(request)
        case_id = request.match_info["case"]
        command = await read_command(request, CaptureCommand)
        await deps.room.may_capture(user, case_id, command.item)
        frame = await deps.capture(case_id, command.at)
        origin = Origin.FRAME if command.at is None else Origin.RECORDED
        return announce(
            await deps.room.keep_frame(
                user, case_id, command.item, frame.jpeg, frame.captured_at, origin
            )
        )

    @operation(
        "查看证据图片（original、thumbnail 或 watermarked）",
        "A picture: original, thumbnail or watermarked",
        rights.PARTIES,
        gives=Media("image/jpeg"),
        refuses=(Damaged,),
        query=AS_APPLICANT,
    )
    async def picture(request: web.Request) -> web.Response:
        who = await _who(request)
        evidence_id, form = request.match_info["evidence"], request.match_info["form"]
        content = await deps.room.read(who, evidence_id, form)
        return web.Response(
            body=content,
            content_type="image/jpeg",
            headers={
                "Cache-Control": _CACHE[form],
                "Content-Disposition": f'inline; filename="{evidence_id}-{form}.jpg"',
                "Content-Security-Policy": "default-src 'none'; sandbox",
            },
        )

    async def _who(request: web.Request) -> User | Visit:
        if request.query.get("as") == APPLICANT:
            return await deps.door.visit(request)
        try:
            return await deps.door.staff(request)
        except Problem:
            return await deps.door.visit(request)

    return [
        web.put("/api/v1/visit/stills/{commitment}", still),
        web.post("/api/v1/cases/{case}/captures", capture),
        web.get("/api/v1/evidence/{evidence}/{form}", picture),
    ]
