"""HTTP of the record: make, withdraw, read, sign."""

from aiohttp import web
from typing_extensions import TypedDict

from foundation.blobs import Damaged
from foundation.http.operation import Media, operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from foundation.identity.policies import INVITED
from inspection.cases import rights
from inspection.cases.machine import MoveNotAllowed
from inspection.live.hub import Hub
from inspection.record.assemble import CONCLUSION_TEXT
from inspection.record.errors import (
    AlreadySigned,
    NoRecord,
    NotASignature,
    OpenItems,
    RecordChanged,
)
from inspection.record.pdf import PaperFailed
from inspection.record.service import Needed, Records
from inspection.record.signing import Record


class SignCommand(Command):
    """A drawn signature and the hash of the content the signer saw."""

    png_base64: str
    record_sha256: str


class SignatureShape(TypedDict):
    """Who has signed, as what, when."""

    role: str
    name: str
    signed_at: str


class NeededShape(TypedDict):
    """Whose signature is missing."""

    role: str
    name: str
    id: str


class RecordShape(TypedDict):
    """The record that is signed; `sha256` names its content."""

    sha256: str
    made_at: str
    food_conclusion: str
    fume_conclusion: str
    conclusion_zh: str
    conclusion_en: str
    signatures: list[SignatureShape]
    needed: list[NeededShape]
    is_complete: bool


_SIGNING = (NotASignature, OpenItems, NoRecord, RecordChanged, AlreadySigned)
_PDF = Media("application/pdf")
_PRINTING = (NoRecord, PaperFailed, Damaged)


def record_json(record: Record, needed: tuple[Needed, ...]) -> RecordShape:
    """The shape pages and socket frames carry."""
    food = CONCLUSION_TEXT[record.food_conclusion]
    fume = CONCLUSION_TEXT[record.fume_conclusion]
    return {
        "sha256": record.sha256,
        "made_at": record.made_at.isoformat(),
        "food_conclusion": record.food_conclusion,
        "fume_conclusion": record.fume_conclusion,
        "conclusion_zh": f"食品经营：{food.zh}；油烟治理：{fume.zh}",
        "conclusion_en": f"Food business: {food.en}; oil fume: {fume.en}",
        "signatures": [
            {"role": one.role, "name": one.name, "signed_at": one.signed_at.isoformat()}
            for one in record.signatures
        ],
        "needed": [{"role": one.role, "name": one.name, "id": one.id} for one in needed],
        "is_complete": record.completed_at is not None,
    }


def routes(records: Records, hub: Hub, door: Door) -> list[web.RouteDef]:
    """POST and DELETE /cases/{id}/record, record.pdf and signatures for both sides."""

    async def shown(case_id: str, status: int = 200) -> web.Response:
        current = await records.current(case_id)
        shape = record_json(*current) if current else None
        hub.announce(case_id, "record", {"record": shape})
        if shape and shape["is_complete"]:
            hub.announce(case_id, "state", {"state": "determined"})
        return web.json_response(shape, status=status)

    @operation(
        "生成勘验记录",
        "Make the record",
        rights.INSPECTORS,
        gives=RecordShape,
        status=201,
        refuses=(OpenItems, MoveNotAllowed),
    )
    async def make(request: web.Request) -> web.Response:
        user, case_id = await door.staff(request), request.match_info["case"]
        await records.make(user, case_id)
        hub.announce(case_id, "state", {"state": "reviewing"}, user.id)
        return await shown(case_id, 201)

    @operation(
        "撤回未签字的记录",
        "Withdraw the record nobody has signed",
        rights.INSPECTORS,
        gives=RecordShape | None,
        refuses=(NoRecord, AlreadySigned, MoveNotAllowed),
    )
    async def withdraw(request: web.Request) -> web.Response:
        user, case_id = await door.staff(request), request.match_info["case"]
        await records.reopen(user, case_id)
        hub.announce(case_id, "state", {"state": "inspecting"}, user.id)
        return await shown(case_id)

    @operation(
        "勘验人员签字",
        "An inspector signs",
        rights.INSPECTORS,
        takes=SignCommand,
        gives=RecordShape,
        refuses=_SIGNING,
    )
    async def sign(request: web.Request) -> web.Response:
        user, case_id = await door.staff(request), request.match_info["case"]
        command = await read_command(request, SignCommand)
        await records.sign(user, case_id, command.png_base64, command.record_sha256)
        return await shown(case_id)

    @operation(
        "申请人签字",
        "The applicant signs",
        INVITED,
        takes=SignCommand,
        gives=RecordShape,
        refuses=_SIGNING,
    )
    async def sign_as_applicant(request: web.Request) -> web.Response:
        visit = await door.visit(request)
        command = await read_command(request, SignCommand)
        await records.sign(visit, visit.case_id, command.png_base64, command.record_sha256)
        return await shown(visit.case_id)

    @operation("记录 PDF", "The record as PDF", rights.READERS, gives=_PDF, refuses=_PRINTING)
    async def pdf(request: web.Request) -> web.Response:
        user, case_id = await door.staff(request), request.match_info["case"]
        return _pdf(await records.pdf(user, case_id))

    @operation("记录 PDF", "The record as PDF", INVITED, gives=_PDF, refuses=_PRINTING)
    async def pdf_for_applicant(request: web.Request) -> web.Response:
        visit = await door.visit(request)
        return _pdf(await records.pdf(visit, visit.case_id))

    return [
        web.post("/api/v1/cases/{case}/record", make),
        web.delete("/api/v1/cases/{case}/record", withdraw),
        web.get("/api/v1/cases/{case}/record.pdf", pdf),
        web.post("/api/v1/cases/{case}/signatures", sign),
        web.get("/api/v1/visit/record.pdf", pdf_for_applicant),
        web.post("/api/v1/visit/signature", sign_as_applicant),
    ]


def _pdf(content: bytes) -> web.Response:
    return web.Response(
        body=content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="record.pdf"'},
    )
