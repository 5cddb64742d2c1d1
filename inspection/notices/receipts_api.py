"""HTTP of delivery reports: an operator of short messages tells what became of them."""

import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from foundation.errors import NotFound
from foundation.http.operation import Policy, operation
from foundation.http.validation import MOST_JSON_BYTES, NotJson, read_bytes
from foundation.text import Bilingual
from inspection.notices.receipts import Receipts, Report

GATEWAY = Policy(
    "notice.gateways",
    Bilingual(
        "短信服务商，凭地址中的密钥（receipt_secret）",
        "The operator of short messages, by the secret in the path (receipt_secret)",
    ),
    ("gateway",),
    (),  # operators put nothing into a header; the secret stands in the path
    (NotFound,),
)
ReadReports = Callable[[object], list[Report]]


def routes(
    receipts: Receipts,
    gateways: Mapping[str, tuple[ReadReports, Mapping[str, object]]],
    secret: str,
    wake: Callable[[], None],
) -> list[web.RouteDef]:
    """POST /notice-receipts/{gateway}/{secret}.

    Args:
        gateways: by name, how reports are read and what is answered.
        secret: without one no report is taken.
    """

    @operation(
        "短信送达回执", "Delivery reports", GATEWAY, gives=dict[str, Any], refuses=(NotJson,)
    )
    async def report(request: web.Request) -> web.Response:
        name, given = request.match_info["gateway"], request.match_info["secret"]
        # as bytes: letters beyond ASCII are wrong, not a crash
        is_right = hmac.compare_digest(given.encode("utf-8", "surrogatepass"), secret.encode())
        if not secret or not is_right or name not in gateways:
            raise NotFound
        read, answer = gateways[name]
        try:
            body: object = json.loads(await read_bytes(request, MOST_JSON_BYTES))
        except (ValueError, RecursionError) as error:
            raise NotJson from error
        if await receipts.note(name, read(body)):
            wake()
        return web.json_response(dict(answer))

    return [web.post("/api/v1/notice-receipts/{gateway}/{secret}", report)]
