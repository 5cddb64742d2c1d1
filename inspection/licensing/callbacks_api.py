"""HTTP of callbacks: signed by Standard Webhooks, CloudEvents inside."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Annotated, ClassVar, Literal

from aiohttp import web
from pydantic import AwareDatetime, ConfigDict, Field, model_validator
from typing_extensions import TypedDict

from foundation.errors import NotFound
from foundation.http.operation import Policy, Proof, operation
from foundation.http.validation import Command, NotJson, command_from, read_bytes
from foundation.text import Bilingual
from inspection.cases.model import Case
from inspection.licensing.callback import (
    LICENCE_NUMBER,
    Callback,
    CallbackDiffers,
    CallbackNotGenuine,
    Licence,
    News,
)
from inspection.licensing.callbacks import Callbacks

MOST_BYTES = 64 * 1024
_ID = re.compile(r"[\x21-\x7e]{1,100}")
_TYPE = re.compile(r"cn\.yunkan\.licence\.([a-z]+)\.v1")
_NEEDS_LICENCE = Bilingual(
    "issued 需要 licence_number、issued_on 和不早于它的 valid_until",
    "issued needs licence_number, issued_on and a valid_until not before it",
)
_NEEDS_REASON = Bilingual("refused 需要 reason", "refused needs reason")

SIGNED = Policy(
    "licensing",
    Bilingual("签名正确的审批系统", "A licensing system, by its signature"),
    ("licensing_system",),
    (
        Proof(
            "webhook-signature",
            {
                "type": "apiKey",
                "in": "header",
                "name": "webhook-signature",
                "description": "Standard Webhooks 1.0: webhook-id, webhook-timestamp, "
                "webhook-signature",
            },
        ),
    ),
    (CallbackNotGenuine,),
)


class CallbackData(Command):
    """What happened to which case. Unknown fields are left alone."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="ignore", frozen=True)

    case_number: Annotated[str, Field(min_length=1, max_length=40)]
    licence_number: Annotated[str, Field(pattern=LICENCE_NUMBER)] | None = None
    issued_on: date | None = None
    valid_until: date | None = None
    download_url: Annotated[str, Field(max_length=2048)] | None = None
    reason: Annotated[str, Field(max_length=500)] = ""
    carrier: Annotated[str, Field(max_length=40)] = ""
    tracking_number: Annotated[str, Field(max_length=40)] = ""


class CallbackCommand(Command):
    """A CloudEvent of what a licensing system did. Unknown attributes are left alone."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="ignore", frozen=True)

    type: Literal[
        "cn.yunkan.licence.issued.v1",
        "cn.yunkan.licence.refused.v1",
        "cn.yunkan.licence.mailed.v1",
        "cn.yunkan.licence.collected.v1",
    ]
    time: AwareDatetime
    data: CallbackData

    @property
    def news(self) -> News:
        """What happened."""
        found = _TYPE.fullmatch(self.type)
        return News(found[1] if found else "")

    @model_validator(mode="after")
    def _says_enough(self) -> "CallbackCommand":
        if self.news is News.ISSUED and self.licence() is None:
            raise ValueError(_NEEDS_LICENCE)
        if self.news is News.REFUSED and not self.data.reason.strip():
            raise ValueError(_NEEDS_REASON)
        return self

    def licence(self) -> Licence | None:
        """The licence, where all of it is there and its days are in order."""
        data = self.data
        if data.licence_number is None or data.issued_on is None or data.valid_until is None:
            return None
        if data.valid_until < data.issued_on:
            return None
        return Licence(data.licence_number, data.issued_on, data.valid_until, data.download_url)


class ReceivedShape(TypedDict):
    """What a message did: `applied`, `known`, `waiting` or `contradicts`; the same every time."""

    received: str
    effect: str


def routes(callbacks: Callbacks, tell: Callable[[Case], None]) -> list[web.RouteDef]:
    """POST /licensing/callbacks. `tell` hears of a case that moved."""

    @operation(
        "审批系统回调（发证、不予许可、寄出、领取）",
        "A licensing system tells what it did",
        SIGNED,
        takes=CallbackCommand,
        gives=ReceivedShape,
        refuses=(CallbackDiffers, NotFound, NotJson),
    )
    async def receive(request: web.Request) -> web.Response:
        body = await read_bytes(request, MOST_BYTES)
        target = callbacks.sender(request.headers, body)
        id_ = request.headers.get("webhook-id", "")
        if not _ID.fullmatch(id_):
            raise CallbackNotGenuine
        try:
            command = command_from(json.loads(body), CallbackCommand)
        except (ValueError, RecursionError) as error:
            raise NotJson from error
        callback = _callback(target, id_, command)
        effect, moved = await callbacks.receive(callback, sha256(body).hexdigest())
        if moved is not None:
            tell(moved)
        shape: ReceivedShape = {"received": id_, "effect": effect.value}
        return web.json_response(shape)

    return [web.post("/api/v1/licensing/callbacks", receive)]


def _callback(target: str, id_: str, command: CallbackCommand) -> Callback:
    news, data = command.news, command.data
    words = data.reason.strip()
    if news is News.MAILED:
        words = " ".join(filter(None, (data.carrier.strip(), data.tracking_number.strip())))
    at: datetime = command.time.astimezone(UTC)
    licence = command.licence() if news is News.ISSUED else None
    return Callback(target, id_, news, data.case_number, at, licence, words)
