"""HTTP of notices: what an applicant was told, and asking for one again."""

from collections.abc import Callable

from aiohttp import web
from typing_extensions import TypedDict

from foundation.clock import Clock
from foundation.http.operation import operation
from foundation.identity.door import Door
from inspection.cases import rights
from inspection.cases.model import Case, masked
from inspection.notices.service import NoticeOver, Notices, NoticeUnderway, Told, may_repeat


class NoticeEventShape(TypedDict):
    """One thing that happened to a notice; `channel` is `null` where it concerns none."""

    at: str
    what: str
    channel: str | None
    gateway: str
    said: str


class ToldNoticeShape(TypedDict):
    """A notice to the applicant. Links in its text are hidden.

    `state`: `scheduled`, `queued`, `sent`, `delivered`, `undelivered`, `uncertain`, `cancelled` or
    `too_late`. `to_masked`: the telephone number. `may_repeat`: whether it can be sent once more.
    """

    id: str
    kind: str
    title_zh: str
    title_en: str
    zh: str
    en: str
    state: str
    made_at: str
    due_at: str
    to_masked: str
    may_repeat: bool
    events: list[NoticeEventShape]


class ToldNoticesShape(TypedDict):
    """All notices of a case, newest first."""

    notices: list[ToldNoticeShape]


def told_json(case: Case, told: Told, clock: Clock) -> ToldNoticeShape:
    """The shape of one notice."""
    notice = told.notice
    return {
        "id": notice.id,
        "kind": notice.kind.value,
        "title_zh": told.title.zh,
        "title_en": told.title.en,
        "zh": notice.shown.zh,
        "en": notice.shown.en,
        "state": notice.state.value,
        "made_at": notice.made_at.isoformat(),
        "due_at": notice.due_at.isoformat(),
        "to_masked": masked(case.application.applicant_phone),
        "may_repeat": may_repeat(notice, clock.now()),
        "events": [
            {
                "at": one.at.isoformat(),
                "what": one.what.value,
                "channel": one.channel.value if one.channel else None,
                "gateway": one.gateway,
                "said": one.said,
            }
            for one in told.happened
        ],
    }


def routes(
    notices: Notices, door: Door, clock: Clock, wake: Callable[[], None]
) -> list[web.RouteDef]:
    """GET /cases/{id}/notices, POST /cases/{id}/notices/{notice}/again."""

    @operation("办件的通知", "What an applicant was told", rights.READERS, gives=ToldNoticesShape)
    async def listed(request: web.Request) -> web.Response:
        user = await door.staff(request)
        case, found = await notices.of_case(user, request.match_info["case"])
        return web.json_response({"notices": [told_json(case, one, clock) for one in found]})

    @operation(
        "再次通知",
        "Send a notice again",
        rights.KEEPERS,
        gives=ToldNoticeShape,
        refuses=(NoticeUnderway, NoticeOver),
    )
    async def again(request: web.Request) -> web.Response:
        user = await door.staff(request)
        names = request.match_info
        case, told = await notices.again(user, names["case"], names["notice"])
        wake()
        return web.json_response(told_json(case, told, clock))

    return [
        web.get("/api/v1/cases/{case}/notices", listed),
        web.post("/api/v1/cases/{case}/notices/{notice}/again", again),
    ]
