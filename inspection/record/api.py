"""HTTP of the record: make, withdraw, read, sign."""

from typing import Any

from aiohttp import web
from typing_extensions import TypedDict

from checklists.schemes import CONCLUSION_TEXT, Conclusion
from foundation.blobs import Damaged
from foundation.http.operation import Media, operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from foundation.identity.policies import INVITED
from inspection.cases import rights
from inspection.cases.departments import ReviewersMissing
from inspection.cases.machine import MoveNotAllowed
from inspection.determination.errors import DeviationPending
from inspection.evidence.checkpoint import CustodyBroken
from inspection.live.hub import Hub
from inspection.record.errors import (
    AlreadySigned,
    NoRecord,
    NotASignature,
    OpenItems,
    RecordChanged,
)
from inspection.record.needed import Needed
from inspection.record.papers import Papers
from inspection.record.pdf import PaperFailed
from inspection.record.refusal import Refusal
from inspection.record.service import Records
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
    """Whose signature is missing; a `witness` has to confirm a refusal instead."""

    role: str
    name: str
    id: str


class RefusalShape(TypedDict):
    """That the applicant does not sign; `witness` is `null` until the second inspector agreed."""

    reason: str
    noted_by: str
    noted_at: str
    witness: str | None
    witnessed_at: str | None


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
    refusal: RefusalShape | None
    is_complete: bool


_SIGNING = (NotASignature, OpenItems, NoRecord, RecordChanged, AlreadySigned, CustodyBroken)
_PDF = Media("application/pdf")
_PRINTING = (NoRecord, PaperFailed, Damaged)


def record_json(record: Record, needed: tuple[Needed, ...]) -> RecordShape:
    """The shape pages and socket frames carry."""
    food = CONCLUSION_TEXT[Conclusion(record.food_conclusion)]
    fume = CONCLUSION_TEXT[Conclusion(record.fume_conclusion)]
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
        "refusal": refusal_json(record.refusal),
        "is_complete": record.completed_at is not None,
    }


def refusal_json(refusal: Refusal | None) -> RefusalShape | None:
    """The shape of a refusal."""
    if refusal is None:
        return None
    at = refusal.witnessed_at
    return {
        "reason": refusal.reason,
        "noted_by": refusal.noted_by_name,
        "noted_at": refusal.noted_at.isoformat(),
        "witness": refusal.witness_name if refusal.is_witnessed else None,
        "witnessed_at": at.isoformat() if at else None,
    }


async def told_record(records: Records, hub: Hub, case_id: str, status: int = 200) -> web.Response:
    """The record as it stands now, told to the room as well."""
    current = await records.current(case_id)
    shape = record_json(*current) if current else None
    hub.announce(case_id, "record", {"record": shape})
    if shape and shape["is_complete"]:
        hub.announce(case_id, "state", {"state": "determined"})
    return web.json_response(shape, status=status)


def routes(records: Records, papers: Papers, hub: Hub, door: Door) -> list[web.RouteDef]:
    """POST and DELETE /cases/{id}/record, record.pdf and signatures for both sides."""

    async def shown(case_id: str, status: int = 200) -> web.Response:
        return await told_record(records, hub, case_id, status)

    @operation(
        "生成勘验记录",
        "Make the record",
        rights.INSPECTORS,
        gives=RecordShape,
        status=201,
        refuses=(OpenItems, MoveNotAllowed, DeviationPending, ReviewersMissing, CustodyBroken),
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
        "勘验人员或部门审查人员签字",
        "An inspector, or a department's reviewer, signs",
        rights.JUDGES,
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
        return _pdf(await papers.pdf(user, case_id))

    @operation("记录 PDF", "The record as PDF", INVITED, gives=_PDF, refuses=_PRINTING)
    async def pdf_for_applicant(request: web.Request) -> web.Response:
        visit = await door.visit(request)
        return _pdf(await papers.pdf(visit, visit.case_id))

    @operation(
        "记录数据（与 PDF 相同）",
        "The record as data, the same as on the PDF",
        rights.READERS,
        gives=dict[str, Any],
        refuses=(NoRecord,),
    )
    async def data(request: web.Request) -> web.Response:
        user, case_id = await door.staff(request), request.match_info["case"]
        return _json(await papers.as_data(user, case_id))

    @operation(
        "记录数据（与 PDF 相同）",
        "The record as data, the same as on the PDF",
        INVITED,
        gives=dict[str, Any],
        refuses=(NoRecord,),
    )
    async def data_for_applicant(request: web.Request) -> web.Response:
        visit = await door.visit(request)
        return _json(await papers.as_data(visit, visit.case_id))

    return [
        web.get("/api/v1/cases/{case}/record.json", data),
        web.get("/api/v1/visit/record.json", data_for_applicant),
        web.post("/api/v1/cases/{case}/record", make),
        web.delete("/api/v1/cases/{case}/record", withdraw),
        web.get("/api/v1/cases/{case}/record.pdf", pdf),
        web.post("/api/v1/cases/{case}/signatures", sign),
        web.get("/api/v1/visit/record.pdf", pdf_for_applicant),
        web.post("/api/v1/visit/signature", sign_as_applicant),
    ]


def _json(content: dict[str, Any]) -> web.Response:
    return web.json_response(
        content, headers={"Content-Disposition": 'inline; filename="record.json"'}
    )


def _pdf(content: bytes) -> web.Response:
    return web.Response(
        body=content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="record.pdf"'},
    )
