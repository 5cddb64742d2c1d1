"""HTTP of documents: files that inspectors or the applicant had, where an item takes them."""

from aiohttp import web

from checklists.errors import UnknownItem
from foundation.blobs import StorageFull
from foundation.http.operation import Media, operation
from foundation.http.problems import BodyTooLarge
from foundation.http.validation import Command, WrongField, command_from, read_bytes
from foundation.identity.door import Door
from foundation.identity.policies import INVITED
from foundation.text import Bilingual
from inspection.cases import rights
from inspection.evidence.api import EvidenceShape, announced
from inspection.evidence.derived import NotAPicture, TooManyPixels
from inspection.evidence.document import ActiveDocument, NotADocument
from inspection.evidence.errors import NoDocumentsHere, NotCollecting, TooManyDocuments
from inspection.evidence.service import EvidenceRoom
from inspection.live.errors import ConsentMissing
from inspection.live.frames import ItemId
from inspection.live.hub import Hub

MOST_BYTES = 20 * 1024 * 1024  # chosen: a test report of forty scanned pages
_ITEM = {"item": Bilingual("检查项编号", "the item's id")}
_REFUSED = (
    *(UnknownItem, NoDocumentsHere, NotADocument, ActiveDocument, NotAPicture, TooManyPixels),
    *(NotCollecting, TooManyDocuments, StorageFull, WrongField, BodyTooLarge),
)


class UploadCommand(Command):
    """Which item the file is for."""

    item: ItemId


def routes(room: EvidenceRoom, hub: Hub, door: Door) -> list[web.RouteDef]:
    """POST /cases/{id}/documents, /visit/documents."""

    @operation(
        "上传文件作为证据（PDF 或 JPEG，仅限允许文件的检查项）",
        "Upload a document, a PDF or JPEG, where the item takes documents",
        rights.JUDGES,
        takes=Media("*/*"),
        gives=EvidenceShape,
        status=201,
        refuses=_REFUSED,
        query=_ITEM,
    )
    async def upload(request: web.Request) -> web.Response:
        user = await door.staff(request)
        item_id, content = await _read(request)
        case_id = request.match_info["case"]
        return await announced(room, hub, await room.keep_document(user, case_id, item_id, content))

    @operation(
        "申请人上传文件（PDF 或 JPEG，仅限允许文件的检查项）",
        "The applicant uploads a document where the item takes documents",
        INVITED,
        takes=Media("*/*"),
        gives=EvidenceShape,
        status=201,
        refuses=(*_REFUSED, ConsentMissing),
        query=_ITEM,
    )
    async def upload_as_applicant(request: web.Request) -> web.Response:
        visit = await door.visit(request)
        item_id, content = await _read(request)
        return await announced(
            room, hub, await room.keep_document(visit, visit.case_id, item_id, content)
        )

    return [
        web.post("/api/v1/cases/{case}/documents", upload),
        web.post("/api/v1/visit/documents", upload_as_applicant),
    ]


async def _read(request: web.Request) -> tuple[str, bytes]:
    said = command_from({"item": request.query.get("item")}, UploadCommand)
    return said.item, await read_bytes(request, MOST_BYTES)
