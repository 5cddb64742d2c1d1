"""HTTP for systems that file applications: signed, once per key."""

import json
from typing import Any

from aiohttp import web

from foundation.errors import Problem
from foundation.http.operation import operation
from foundation.http.validation import MOST_JSON_BYTES, NotJson, read_bytes
from inspection.cases.machine import BEFORE_ACCEPTANCE
from inspection.intake.answers import FiledShape, StandingShape, filed_json, standing_json
from inspection.intake.errors import AlreadyFiled, KeyMissing, KeyReused, WrongApplication
from inspection.intake.form import FilingCommand
from inspection.intake.rights import SENDERS
from inspection.intake.senders import Senders, key_in
from inspection.templates.errors import NothingToAsk


def routes(senders: Senders, refuses: tuple[type[Problem], ...]) -> list[web.RouteDef]:
    """POST /applications, GET /applications/{number}.

    Args:
        refuses: what papers that follow may be refused with.
    """

    @operation(
        "推送申请（同一 Idempotency-Key 只立一次案）",
        "File an application, once per Idempotency-Key",
        SENDERS,
        takes=FilingCommand,
        gives=FiledShape,
        status=201,
        refuses=(
            WrongApplication,
            KeyMissing,
            KeyReused,
            AlreadyFiled,
            NothingToAsk,
            *refuses,
        ),
    )
    async def file(request: web.Request) -> web.Response:
        body = await read_bytes(request, MOST_JSON_BYTES)
        headers = small_headers(request)
        sender = senders.must_be_signed(headers, body, request.headers.get("Idempotency-Key", ""))
        key = key_in(request.headers)
        try:
            raw: Any = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise NotJson from error
        answer = await senders.file(sender, key, body, raw, filed_json)
        return web.json_response(text=answer, status=201)

    @operation("申请办到哪一步", "Where an application stands", SENDERS, gives=StandingShape)
    async def standing(request: web.Request) -> web.Response:
        number = request.match_info["number"]
        sender = senders.must_be_signed(small_headers(request), b"", number)
        case, filing = await senders.standing(sender, number)
        shape = standing_json(
            case, filing.external_number, is_early=case.state in BEFORE_ACCEPTANCE
        )
        return web.json_response(shape)

    return [
        web.post("/api/v1/applications", file),
        web.get("/api/v1/applications/{number}", standing),
    ]


def small_headers(request: web.Request) -> dict[str, str]:
    """Names in small letters, as Standard Webhooks writes them."""
    return {name.lower(): value for name, value in request.headers.items()}
