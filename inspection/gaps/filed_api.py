"""HTTP for systems that file applications: which papers may follow, and the words of the pledge."""

from aiohttp import web
from typing_extensions import TypedDict

from foundation.http.operation import operation
from inspection.gaps.answers import ListShape, list_json
from inspection.gaps.filed import FiledGaps
from inspection.intake.rights import SENDERS
from inspection.intake.senders import Senders
from inspection.intake.senders_api import small_headers

ABOUT = "gap-list"  # what `webhook-id` has to be


class PledgeWordsShape(TypedDict):
    """What an applicant pledges, by paragraphs; `version` is sent along with a filing."""

    version: str
    zh: list[str]
    en: list[str]


class OfferedShape(ListShape):
    """The bureau's list with its pledge."""

    pledge: PledgeWordsShape


def routes(filed: FiledGaps, senders: Senders) -> list[web.RouteDef]:
    """GET /filing/gap-list."""

    @operation(
        "可容缺的材料清单与承诺书（供推送申请的系统）",
        "Which papers may follow, and the pledge, for systems that file",
        SENDERS,
        gives=OfferedShape,
    )
    async def offered(request: web.Request) -> web.Response:
        senders.must_be_signed(small_headers(request), b"", ABOUT)
        text = filed.listed.pledge
        shape: OfferedShape = {
            **list_json(filed.listed),
            "pledge": {"version": text.version, "zh": list(text.zh), "en": list(text.en)},
        }
        return web.json_response(shape)

    return [web.get("/api/v1/filing/gap-list", offered)]
