"""HTTP of the link that a reminder carries: the applicant renews without an account."""

from aiohttp import web
from typing_extensions import TypedDict

from checklists.errors import FactWrong
from foundation.http.operation import ANYBODY, operation
from foundation.http.validation import read_command
from inspection.cases.machine import STATE_ZH
from inspection.licences.errors import LicenceExpired, RenewalLinkNotValid, RenewalUnderWay
from inspection.licences.ledger import Ledger
from inspection.licences.renewing import Renewals
from inspection.licences.shapes import ChangesCommand, RenewShape, renew_json
from inspection.templates.errors import NothingToAsk


class FiledShape(TypedDict):
    """The case that was opened. `is_accepted`: it is; else the window looks at it first."""

    number: str
    state: str
    state_zh: str
    is_accepted: bool


def routes(ledger: Ledger, renewals: Renewals, telephone: str) -> list[web.RouteDef]:
    """GET and POST /renewals/{token}: whoever has the link is the applicant."""

    @operation(
        "到期提醒链接的延续信息",
        "What the link of a reminder renews",
        ANYBODY,
        gives=RenewShape,
        refuses=(RenewalLinkNotValid,),
    )
    async def before(request: web.Request) -> web.Response:
        found = await renewals.seen_by_link(request.match_info["token"])
        return web.json_response(renew_json(found, ledger, telephone))

    @operation(
        "申请人提交延续（每张证件一次）",
        "The applicant files the renewal, once a licence",
        ANYBODY,
        takes=ChangesCommand,
        gives=FiledShape,
        status=201,
        refuses=(RenewalLinkNotValid, FactWrong, RenewalUnderWay, LicenceExpired, NothingToAsk),
    )
    async def renew(request: web.Request) -> web.Response:
        command = await read_command(request, ChangesCommand)
        opened = await renewals.file_by_link(request.match_info["token"], command.changes())
        state = opened.case.state
        shape: FiledShape = {
            "number": opened.case.number,
            "state": state.value,
            "state_zh": STATE_ZH[state],
            "is_accepted": opened.triage is not None,
        }
        return web.json_response(shape, status=201)

    return [
        web.get("/api/v1/renewals/{token}", before),
        web.post("/api/v1/renewals/{token}", renew),
    ]
