"""HTTP of the public page of a record: for everybody who has the paper in hand."""

from aiohttp import web
from typing_extensions import TypedDict

from foundation.errors import NotFound
from foundation.http.operation import ANYBODY, operation
from foundation.identity.errors import TooManyTries
from foundation.text import Bilingual
from inspection.record.public import PublicRecord, PublicRecords

AREAS = {
    "food": Bilingual("食品经营", "Food business"),
    "fume": Bilingual("油烟治理", "Oil fume"),
}


class PublicConclusionShape(TypedDict):
    """One area's conclusion in code and words."""

    area_zh: str
    area_en: str
    code: str
    zh: str
    en: str


class CheckpointShape(TypedDict):
    """The custody log as printed on the record: lines, root, fingerprint of the certificate."""

    size: int
    root: str
    authority_sha256: str


class PublicRecordShape(TypedDict):
    """`standing`: `in_force`, `unsigned`, `withdrawn` or `superseded`."""

    standing: str
    shop_name: str
    case_number: str
    made_at: str
    completed_at: str | None
    conclusions: list[PublicConclusionShape]
    record_sha256: str
    pdf_sha256: str | None
    checkpoint: CheckpointShape | None


def public_json(record: PublicRecord) -> PublicRecordShape:
    """The shape of the public page."""
    custody = record.custody
    return {
        "standing": record.standing.value,
        "shop_name": record.shop_name,
        "case_number": record.case_number,
        "made_at": record.made_at.isoformat(),
        "completed_at": record.completed_at.isoformat() if record.completed_at else None,
        "conclusions": [
            {
                "area_zh": AREAS[area].zh,
                "area_en": AREAS[area].en,
                "code": one.code,
                "zh": one.zh,
                "en": one.en,
            }
            for area, one in record.conclusions
        ],
        "record_sha256": record.record_sha256,
        "pdf_sha256": record.pdf_sha256,
        "checkpoint": {
            "size": custody.size,
            "root": custody.root,
            "authority_sha256": custody.authority_sha256,
        }
        if custody
        else None,
    }


def routes(records: PublicRecords) -> list[web.RouteDef]:
    """GET /records/{token}."""

    @operation(
        "核验记录（纸上二维码所指，或签署的 PDF 的 SHA-256）",
        "What the QR code of a record leads to, or the SHA-256 of its signed PDF",
        ANYBODY,
        gives=PublicRecordShape,
        refuses=(NotFound, TooManyTries),
    )
    async def look_up(request: web.Request) -> web.Response:
        found = await records.look_up(request.match_info["token"], request.remote or "")
        return web.json_response(public_json(found))

    return [web.get("/api/v1/records/{token}", look_up)]
