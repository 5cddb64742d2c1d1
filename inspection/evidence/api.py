"""HTTP of evidence: stills from the phone, frames for the desk, pictures for both."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal, Protocol

from aiohttp import web
from pydantic import AwareDatetime, Field
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
from inspection.evidence.circumstances import Circumstances
from inspection.evidence.derived import NotAPicture, TooManyPixels
from inspection.evidence.errors import (
    HashMismatch,
    NotCollecting,
    TooManyCaptures,
    UnknownCommitment,
)
from inspection.evidence.file_kind import file_kind
from inspection.evidence.model import Evidence, Origin
from inspection.evidence.place import PLACE_TEXT, Place
from inspection.evidence.quality import CONCERN_TEXT, Look, concerns
from inspection.evidence.service import EvidenceRoom
from inspection.live.errors import CallNotOpen, PictureOff
from inspection.live.frames import ItemId
from inspection.live.hub import Hub
from inspection.live.model import APPLICANT
from webrtc.engine import Clip, StalePicture
from webrtc.process import UNREACHED
from webrtc.recording.archive import NothingRecorded


class Frame(Protocol):
    """What the media plane gives for a capture."""

    @property
    def jpeg(self) -> bytes: ...
    @property
    def captured_at(self) -> datetime: ...
    @property
    def codec(self) -> str: ...


# Copies never change and a film strip shows them often; each look at an original is noted.
_COPY = "private, max-age=86400, immutable"
_CACHE = {
    "original": "no-store",
    **dict.fromkeys(("thumbnail", "watermarked", "poster", "covered"), _COPY),
}
# case id, moment or `None` for the newest, and length -> some seconds of the recording
Cut = Callable[[str, datetime | None, timedelta], Awaitable[Clip]]
# case id and moment, `None` for now -> the applicant's picture
Capture = Callable[[str, datetime | None], Awaitable[Frame]]


class CaptureCommand(Command):
    """Which item the picture is for; `at`: out of the recording, as it was at that moment."""

    item: ItemId
    at: AwareDatetime | None = None


MOST_CLIP_S = 60  # chosen: 20 MB at the bitrate cap; longer films stay in the recording


class ClipCommand(Command):
    """Which item the clip is for, how long, from when on; without `since` the newest there is."""

    item: ItemId
    seconds: Annotated[int, Field(ge=1, le=MOST_CLIP_S)]
    since: AwareDatetime | None = None


class EvidenceShape(TypedDict):
    """Kept evidence; its bytes are at `/api/v1/evidence/{id}/original`.

    A clip (WebM or MP4) has a `duration_ms`, other evidence `null`. A PDF has neither size in
    pixels nor a thumbnail.
    """

    id: str
    item_id: str
    kind: str
    sha256: str
    width_px: int
    height_px: int
    duration_ms: int | None
    size_bytes: int
    captured_at: str
    kept_at: str
    by: str
    has_thumbnail: bool
    covered_sha256: str | None


class ConcernShape(TypedDict):
    """Why a picture needs a look; a hint, nothing more."""

    code: str
    zh: str
    en: str


class PlaceShape(TypedDict):
    """Where evidence was made, seen from the registered address."""

    code: Literal["at_address", "near", "far", "unknown"]
    zh: str
    en: str


class CircumstancesShape(TypedDict):
    """What was so when evidence was made. The position itself is in the evidence pack only."""

    place: PlaceShape
    distance_m: float | None
    accuracy_m: float | None
    position_age_s: float | None
    clock_offset_ms: int | None
    clock_error_ms: int | None
    challenge: str
    codec: str


class LookedAtShape(EvidenceShape):
    """A picture as staff see it: `concerns` is `null` until it was measured.

    `circumstances` is `null` for what was kept before there were any.
    """

    concerns: list[ConcernShape] | None
    circumstances: CircumstancesShape | None


AS_APPLICANT = {
    "as": Bilingual(
        "applicant：以申请人身份（同一浏览器同时登录时）",
        "applicant: as the applicant, when the browser holds both cookies",
    )
}


VERSION = {
    "v": Bilingual(
        "任意文字；遮盖改变后换一个，以免看到浏览器里的旧图",
        "any word; another one after a cover changed, so that no browser shows its old copy",
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
        "duration_ms": evidence.duration_ms,
        "size_bytes": evidence.size_bytes,
        "captured_at": evidence.captured_at.isoformat(),
        "kept_at": evidence.kept_at.isoformat(),
        "by": evidence.by,
        "has_thumbnail": evidence.thumbnail_sha256 is not None,
        "covered_sha256": evidence.covered_sha256,
    }


def concerns_json(look: Look | None) -> list[ConcernShape] | None:
    """What needs a look, in words; for staff only."""
    if look is None:
        return None
    texts = [(concern, CONCERN_TEXT[concern]) for concern in concerns(look)]
    return [{"code": one.value, "zh": text.zh, "en": text.en} for one, text in texts]


def circumstances_json(found: Circumstances | None) -> CircumstancesShape | None:
    """What was so around it, for staff only."""
    if found is None:
        return None
    place = Place(found.place)
    return {
        "place": {
            "code": place.value,
            "zh": PLACE_TEXT[place].zh,
            "en": PLACE_TEXT[place].en,
        },
        "distance_m": found.distance_m,
        "accuracy_m": found.accuracy_m,
        "position_age_s": found.position_age_s,
        "clock_offset_ms": found.clock_offset_ms,
        "clock_error_ms": found.clock_error_ms,
        "challenge": found.challenge,
        "codec": found.codec,
    }


def looked_at_json(
    evidence: Evidence, look: Look | None, around: Circumstances | None
) -> LookedAtShape:
    """The shape the desk reads."""
    return {
        **evidence_json(evidence),
        "concerns": concerns_json(look),
        "circumstances": circumstances_json(around),
    }


async def announced(room: EvidenceRoom, hub: Hub, evidence: Evidence) -> web.Response:
    """Tells everybody in the call of new evidence; the answer to who brought it."""
    shape = evidence_json(evidence)
    hub.announce(evidence.case_id, "evidence", {"evidence": shape}, evidence.by)
    around = circumstances_json(await room.circumstances_of(evidence.id))
    told = {"evidence": evidence.id, "circumstances": around}
    hub.announce(evidence.case_id, "circumstances", told)
    return web.json_response(shape, status=201)


@dataclass(frozen=True)
class Deps:
    """What the routes stand on."""

    room: EvidenceRoom
    hub: Hub
    door: Door
    capture: Capture
    cut: Cut


def routes(deps: Deps) -> list[web.RouteDef]:
    """PUT /visit/stills/{id}, POST /cases/{id}/captures and …/clips, GET /evidence/{id}/{form}."""

    async def announce(evidence: Evidence) -> web.Response:
        return await announced(deps.room, deps.hub, evidence)

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
        return await announce(await deps.room.keep_still(visit, number, content))

    @operation(
        "从画面取证；给出 at 时从录像取证",
        "Capture a frame of this moment, or of the recording at a past one",
        rights.JUDGES,
        takes=CaptureCommand,
        gives=EvidenceShape,
        status=201,
        refuses=(
            UnknownItem,
            NotCollecting,
            TooManyCaptures,
            CallNotOpen,
            PictureOff,
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
        origin = Origin.FRAME if command.at is None else Origin.RECORDED
        await deps.room.may_capture(user, case_id, command.item, origin)
        frame = await deps.capture(case_id, command.at)
        return await announce(
            await deps.room.keep_frame(
                *(user, case_id, command.item),
                *(frame.jpeg, frame.captured_at, origin, frame.codec),
            )
        )

    @operation(
        "截取一段录像作为证据",
        "Keep some seconds of the recording",
        rights.JUDGES,
        takes=ClipCommand,
        gives=EvidenceShape,
        status=201,
        refuses=(UnknownItem, NotCollecting, TooManyCaptures, NothingRecorded, StorageFull),
    )
    async def clip(request: web.Request) -> web.Response:
        user, case_id = await deps.door.staff(request), request.match_info["case"]
        command = await read_command(request, ClipCommand)
        await deps.room.may_capture(user, case_id, command.item, Origin.CLIP)
        cut = await deps.cut(case_id, command.since, timedelta(seconds=command.seconds))
        return await announce(await deps.room.keep_clip(user, case_id, command.item, cut))

    @operation(
        "查看证据（original、poster、thumbnail、watermarked 或 covered）",
        "Evidence: original, poster, thumbnail, watermarked or covered",
        rights.PARTIES,
        gives=Media("*/*"),
        refuses=(Damaged,),
        query=AS_APPLICANT | VERSION,
    )
    async def picture(request: web.Request) -> web.Response:
        who = await _who(request)
        evidence_id, form = request.match_info["evidence"], request.match_info["form"]
        content = await deps.room.read(who, evidence_id, form)
        found = file_kind(content)
        return web.Response(
            body=content,
            content_type=found.mime,
            headers={
                "Cache-Control": _CACHE[form],
                "Content-Disposition": f'inline; filename="{evidence_id}-{form}.{found.ending}"',
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
        web.post("/api/v1/cases/{case}/clips", clip),
        web.get("/api/v1/evidence/{evidence}/{form}", picture),
    ]
