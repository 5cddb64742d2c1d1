"""HTTP of the applicant's phone: the papers that follow, the pledge, handing in."""

from aiohttp import web

from foundation.blobs import Damaged, StorageFull
from foundation.http.operation import Media, operation
from foundation.http.problems import BodyTooLarge
from foundation.http.validation import Command, read_bytes, read_command
from foundation.identity.door import Door
from foundation.identity.policies import INVITED
from inspection.cases.machine import MoveNotAllowed
from inspection.evidence.derived import NotAPicture, TooManyPixels
from inspection.evidence.document import ActiveDocument, NotADocument
from inspection.evidence.file_kind import file_kind
from inspection.gaps.answers import UploadShape, VisitGapsShape, upload_json, visit_json
from inspection.gaps.errors import (
    AlreadyPledged,
    GapOverdue,
    GapSettled,
    NoGaps,
    NotAPhoto,
    PledgeChanged,
    PledgeMissing,
    TooManyUploads,
)
from inspection.gaps.handing_in import HandingIn
from inspection.gaps.model import Upload
from inspection.gaps.sheet import Sheets
from inspection.gaps.signing import Signing
from inspection.record.errors import NotASignature

MOST_BYTES = 20 * 1024 * 1024  # as of documents at an inspection
UPLOAD_REFUSALS = (
    *(MoveNotAllowed, PledgeMissing, GapSettled, GapOverdue, TooManyUploads, NotAPhoto),
    *(NotADocument, ActiveDocument, NotAPicture, TooManyPixels, StorageFull, BodyTooLarge),
)
PLEDGE_REFUSALS = (NoGaps, AlreadyPledged, PledgeChanged, MoveNotAllowed)


class PledgeCommand(Command):
    """A drawn signature and the hash of the pledge the signer saw."""

    png_base64: str
    sha256: str


def file_answer(upload: Upload, content: bytes) -> web.Response:
    """A file as it came, shut off from the page that shows it."""
    found = file_kind(content)
    return web.Response(
        body=content,
        content_type=found.mime,
        headers={
            "Cache-Control": "private, max-age=3600",
            "Content-Disposition": f'inline; filename="{upload.id}.{found.ending}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def routes(
    sheets: Sheets, signing: Signing, handing_in: HandingIn, door: Door
) -> list[web.RouteDef]:
    """GET /visit/gaps; POST /visit/pledge, /visit/gaps/{gap}/uploads; GET …/uploads/{upload}."""

    @operation(
        "申请人要补交的材料", "Papers the applicant brings later", INVITED, gives=VisitGapsShape
    )
    async def gaps(request: web.Request) -> web.Response:
        visit = await door.visit(request)
        return web.json_response(visit_json(await sheets.for_applicant(visit)))

    @operation(
        "申请人签容缺承诺书",
        "The applicant signs the pledge",
        INVITED,
        takes=PledgeCommand,
        gives=VisitGapsShape,
        refuses=(NotASignature, StorageFull, *PLEDGE_REFUSALS),
    )
    async def pledge(request: web.Request) -> web.Response:
        visit = await door.visit(request)
        command = await read_command(request, PledgeCommand)
        await signing.by_phone(visit, command.png_base64, command.sha256)
        return web.json_response(visit_json(await sheets.for_applicant(visit)))

    @operation(
        "申请人补交材料（JPEG，或 PDF）",
        "The applicant hands in a paper, a JPEG or PDF",
        INVITED,
        takes=Media("*/*"),
        gives=UploadShape,
        status=201,
        refuses=UPLOAD_REFUSALS,
    )
    async def upload(request: web.Request) -> web.Response:
        visit, gap = await door.visit(request), request.match_info["gap"]
        await handing_in.may_hand_in(visit, visit.case_id, gap)
        content = await read_bytes(request, MOST_BYTES)
        kept = await handing_in.hand_in(visit, visit.case_id, gap, content)
        return web.json_response(upload_json(kept, {}), status=201)

    @operation(
        "申请人查看自己补交的文件",
        "A file the applicant handed in",
        INVITED,
        gives=Media("*/*"),
        refuses=(Damaged,),
    )
    async def read(request: web.Request) -> web.Response:
        visit, names = await door.visit(request), request.match_info
        found = await handing_in.read(visit, visit.case_id, names["gap"], names["upload"])
        return file_answer(*found)

    return [
        web.get("/api/v1/visit/gaps", gaps),
        web.post("/api/v1/visit/pledge", pledge),
        web.post("/api/v1/visit/gaps/{gap}/uploads", upload),
        web.get("/api/v1/visit/gaps/{gap}/uploads/{upload}", read),
    ]
