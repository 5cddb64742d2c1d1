"""HTTP of the record: make, withdraw, read, sign."""

from typing import Any

from aiohttp import web

from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from inspection.live.hub import Hub
from inspection.record.assemble import CONCLUSION_TEXT
from inspection.record.service import Needed, Records
from inspection.record.signing import Record


class SignCommand(Command):
    """A drawn signature and the hash of the content the signer saw."""

    png_base64: str
    record_sha256: str


def record_json(record: Record, needed: tuple[Needed, ...]) -> dict[str, Any]:
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

    async def make(request: web.Request) -> web.Response:
        user, case_id = await door.staff(request), request.match_info["case"]
        await records.make(user, case_id)
        hub.announce(case_id, "state", {"state": "reviewing"}, user.id)
        return await shown(case_id, 201)

    async def withdraw(request: web.Request) -> web.Response:
        user, case_id = await door.staff(request), request.match_info["case"]
        await records.reopen(user, case_id)
        hub.announce(case_id, "state", {"state": "inspecting"}, user.id)
        return await shown(case_id)

    async def sign(request: web.Request) -> web.Response:
        user, case_id = await door.staff(request), request.match_info["case"]
        command = await read_command(request, SignCommand)
        await records.sign(user, case_id, command.png_base64, command.record_sha256)
        return await shown(case_id)

    async def sign_as_applicant(request: web.Request) -> web.Response:
        visit = await door.visit(request)
        command = await read_command(request, SignCommand)
        await records.sign(visit, visit.case_id, command.png_base64, command.record_sha256)
        return await shown(visit.case_id)

    async def pdf(request: web.Request) -> web.Response:
        user, case_id = await door.staff(request), request.match_info["case"]
        return _pdf(await records.pdf(user, case_id))

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
