"""HTTP of the applicant's status card."""

from typing import Annotated, Literal

from aiohttp import web
from pydantic import Field
from typing_extensions import TypedDict

from foundation.clock import Clock
from foundation.http.operation import operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from foundation.identity.policies import INVITED
from foundation.text import TextShape
from inspection.cases.machine import ENDS
from inspection.dossier.status import STEPS, Status, Statuses
from inspection.licensing.wish import (
    WISHES,
    NoLicenceToWishFor,
    ParcelNeedsAddress,
    Way,
    Wish,
)
from inspection.ratings.api import RatingShape, rating_json
from inspection.ratings.model import BLAME, PRAISE


class WishCommand(Command):
    """How the licence is wanted; a parcel needs all the rest."""

    way: Literal["download", "collect", "mail"]
    recipient: Annotated[str, Field(max_length=64)] = ""
    phone: Annotated[str, Field(max_length=32)] = ""
    address: Annotated[str, Field(max_length=300)] = ""


class StepShape(TypedDict):
    """A step of the way; `at` is `null` until it is done."""

    id: str
    zh: str
    en: str
    at: str | None


class LicenceShape(TypedDict):
    """The licence; days are of Shanghai."""

    number: str
    issued_on: str
    valid_until: str
    download_url: str | None


class WishShape(TypedDict):
    """How the licence is wanted."""

    way: str
    recipient: str
    phone: str
    address: str


class TagShape(TypedDict):
    """A tag to choose."""

    id: str
    zh: str
    en: str


class SentShape(TypedDict):
    """How the newest wish stands with licensing: `waiting`, `received` or `failed`."""

    version: int
    state: str


class StatusShape(TypedDict):
    """Where the case is and what the applicant may do now.

    `is_over`: steps that are not done will not be. `reason`: why it ended without a licence.
    """

    number: str
    shop_name: str
    state: str
    now: TextShape
    next: TextShape
    is_over: bool
    reason: str
    steps: list[StepShape]
    licence: LicenceShape | None
    refusal: str | None
    parcel: str | None
    wish: WishShape | None
    wish_sent: SentShape | None
    can_wish: bool
    rating: RatingShape | None
    can_rate: bool
    praise: list[TagShape]
    blame: list[TagShape]


def status_json(status: Status) -> StatusShape:
    """The shape of a status."""
    licence, wish = status.licence, status.wish
    return {
        "number": status.case.number,
        "shop_name": status.case.application.shop_name,
        "state": status.case.state.value,
        "now": {"zh": status.words.now.zh, "en": status.words.now.en},
        "next": {"zh": status.words.next.zh, "en": status.words.next.en},
        "is_over": status.case.state in ENDS,
        "reason": status.reason,
        "steps": [
            {"id": key, "zh": text.zh, "en": text.en, "at": at.isoformat() if at else None}
            for (key, (_, text)), at in zip(STEPS.items(), status.steps.values(), strict=True)
        ],
        "licence": None
        if licence is None
        else {
            "number": licence.number,
            "issued_on": licence.issued_on.isoformat(),
            "valid_until": licence.valid_until.isoformat(),
            "download_url": licence.download_url,
        },
        "refusal": status.refusal,
        "parcel": status.parcel,
        "wish": None
        if wish is None
        else {
            "way": wish.way.value,
            "recipient": wish.recipient,
            "phone": wish.phone,
            "address": wish.address,
        },
        "wish_sent": {"version": wish.version, "state": status.wish_sent.value}
        if wish and status.wish_sent
        else None,
        "can_wish": status.case.state in WISHES,
        "rating": rating_json(status.rating) if status.rating else None,
        "can_rate": status.can_rate,
        "praise": [{"id": key, "zh": text.zh, "en": text.en} for key, text in PRAISE.items()],
        "blame": [{"id": key, "zh": text.zh, "en": text.en} for key, text in BLAME.items()],
    }


def routes(statuses: Statuses, door: Door, clock: Clock) -> list[web.RouteDef]:
    """GET /visit/status; POST /visit/licence-wish."""

    @operation("办到哪一步了", "Where the case is", INVITED, gives=StatusShape)
    async def status(request: web.Request) -> web.Response:
        visit = await door.visit(request)
        return web.json_response(status_json(await statuses.of(visit)))

    @operation(
        "选择领证方式",
        "Choose how to get the licence",
        INVITED,
        takes=WishCommand,
        gives=StatusShape,
        refuses=(NoLicenceToWishFor, ParcelNeedsAddress),
    )
    async def wish(request: web.Request) -> web.Response:
        visit = await door.visit(request)
        command = await read_command(request, WishCommand)
        wanted = Wish(
            Way(command.way),
            command.recipient.strip(),
            command.phone.strip(),
            command.address.strip(),
            clock.now(),
        )
        await statuses.wish(visit, wanted)
        return web.json_response(status_json(await statuses.of(visit)))

    return [
        web.get("/api/v1/visit/status", status),
        web.post("/api/v1/visit/licence-wish", wish),
    ]
