"""HTTP of one-time notices, for the desk and for the applicant; pictures of right for both."""

import json
from typing import cast

from aiohttp import web
from typing_extensions import TypedDict

from foundation.blobs import Damaged
from foundation.errors import NotFound
from foundation.http.operation import ANYBODY, Media, operation
from foundation.identity.door import Door
from foundation.identity.policies import INVITED
from inspection.cases import rights
from inspection.record.one_time_notice.model import Notice
from inspection.record.one_time_notice.right_views import RightViews
from inspection.record.one_time_notice.service import NoNotice, Notices
from inspection.record.pdf import PaperFailed


class PhotoShape(TypedDict):
    """Evidence of a fault: its id for `/evidence/{id}/…`, and its hash."""

    id: str
    sha256: str


class FaultShape(TypedDict):
    """One item to put right.

    `todo`: `mend`, `hand_in` (a paper) or `we_come` (the bureau looks on site). `room` and
    `hotspot` lead to `/rooms#room/hotspot`; an empty hotspot leads nowhere.
    """

    item_id: str
    title_zh: str
    title_en: str
    todo: str
    found: str
    right_zh: str
    right_en: str
    clauses: list[str]
    photos: list[PhotoShape]
    room: str
    hotspot: str


class NoticeConclusionShape(TypedDict):
    """An area's conclusion."""

    area_zh: str
    area_en: str
    zh: str
    en: str


class OneTimeNoticeShape(TypedDict):
    """The whole message; `sha256` is of its canonical JSON, `deadline` a day."""

    sha256: str
    case_number: str
    shop_name: str
    applicant: str
    made: str
    record_sha256: str
    conclusions: list[NoticeConclusionShape]
    reasons: list[str]
    deadline: str
    deadline_zh: str
    working_days: int
    is_provisional: bool
    faults: list[FaultShape]


_PDF = Media("application/pdf")
_PRINTING = (NoNotice, PaperFailed, Damaged)


def notice_json(notice: Notice | None) -> OneTimeNoticeShape | None:
    """The content as it was fixed, with its hash."""
    if notice is None:
        return None
    return cast(OneTimeNoticeShape, {**json.loads(notice.content), "sha256": notice.sha256})


def routes(notices: Notices, views: RightViews, door: Door) -> list[web.RouteDef]:
    """GET notice and notice.pdf for both sides; GET /sample-rooms/{room}/views/{hotspot}."""

    @operation(
        "一次性告知（没有时为 null）",
        "The one-time notice; null when there is none",
        rights.READERS,
        gives=OneTimeNoticeShape | None,
    )
    async def notice(request: web.Request) -> web.Response:
        user = await door.staff(request)
        found = await notices.of_case(user, request.match_info["case"])
        return web.json_response(notice_json(found))

    @operation(
        "一次性告知（没有时为 null）",
        "The one-time notice; null when there is none",
        INVITED,
        gives=OneTimeNoticeShape | None,
    )
    async def own_notice(request: web.Request) -> web.Response:
        visit = await door.visit(request)
        return web.json_response(notice_json(await notices.of_case(visit, visit.case_id)))

    @operation(
        "一次性告知 PDF",
        "The one-time notice as PDF",
        rights.READERS,
        gives=_PDF,
        refuses=_PRINTING,
    )
    async def pdf(request: web.Request) -> web.Response:
        user = await door.staff(request)
        return _pdf(await notices.pdf(user, request.match_info["case"]))

    @operation(
        "一次性告知 PDF", "The one-time notice as PDF", INVITED, gives=_PDF, refuses=_PRINTING
    )
    async def own_pdf(request: web.Request) -> web.Response:
        visit = await door.visit(request)
        return _pdf(await notices.pdf(visit, visit.case_id))

    @operation(
        "样板间中一处的正确样子",
        "What right looks like at a place of the sample room",
        ANYBODY,
        gives=Media("image/jpeg"),
        refuses=(NotFound,),
    )
    async def view(request: web.Request) -> web.Response:
        made = await views.view(request.match_info["room"], request.match_info["hotspot"])
        if made is None:
            raise NotFound
        return web.Response(
            body=made, content_type="image/jpeg", headers={"Cache-Control": "public, max-age=60"}
        )

    return [
        web.get("/api/v1/cases/{case}/notice", notice),
        web.get("/api/v1/cases/{case}/notice.pdf", pdf),
        web.get("/api/v1/visit/notice", own_notice),
        web.get("/api/v1/visit/notice.pdf", own_pdf),
        web.get("/api/v1/sample-rooms/{room}/views/{hotspot}", view),
    ]


def _pdf(content: bytes) -> web.Response:
    return web.Response(
        body=content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="notice.pdf"'},
    )
