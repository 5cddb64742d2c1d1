"""HTTP reads of the pages: the queue, a case, an applicant's visit, and claiming a link."""

from aiohttp import web

from foundation.clock import Clock
from foundation.http.operation import ANYBODY, operation
from foundation.identity.door import Door
from foundation.identity.errors import InvitationNotValid, InvitationTaken
from foundation.identity.policies import INVITED, SIGNED_IN
from foundation.text import Bilingual
from inspection.cases import rights
from inspection.cases.service import Cases
from inspection.dossier.answers import (
    CaseShape,
    ClaimedShape,
    DeterminationShape,
    LiveShape,
    QueueShape,
    ResultShape,
    VisitShape,
)
from inspection.dossier.service import Dossier, Dossiers
from inspection.dossier.shapes import application_json, case_row, checklist_json, text_json
from inspection.evidence.api import evidence_json
from inspection.findings.api import finding_json
from inspection.intake.visits import Visits
from inspection.licensing.api import delivery_json
from inspection.live import consent
from inspection.live.hub import Hub
from inspection.record.api import record_json

SAMPLE_ROOM = "t2"  # chosen by format once there is more than one room


def live_json(dossier: Dossier, hub: Hub) -> LiveShape | None:
    """The call of the case, if there ever was one."""
    if dossier.session is None:
        return None
    return {
        "room": dossier.session.room,
        "opened_at": dossier.session.opened_at.isoformat(),
        "is_open": dossier.session.closed_at is None,
        "participants": hub.presence(dossier.case.id),
    }


def determination_json(dossier: Dossier) -> DeterminationShape | None:
    """What the rules say of the findings so far."""
    determination = dossier.determination
    if determination is None:
        return None
    return {
        "food_conclusion": determination.food.value,
        "fume_conclusion": determination.fume.value,
        "reasons": [
            {"item_id": reason.item_id, "area": reason.area.value, **text_json(reason.text)}
            for reason in determination.reasons
        ],
    }


def visit_json(dossier: Dossier, hub: Hub) -> VisitShape:
    """What an applicant's phone may know."""
    case, record = dossier.case, dossier.record
    given = dossier.consent
    result: ResultShape | None = None
    if record is not None and record.completed_at is not None:
        shape = record_json(record, ())
        result = {
            "food_conclusion": record.food_conclusion,
            "fume_conclusion": record.fume_conclusion,
            "zh": shape["conclusion_zh"],
            "en": shape["conclusion_en"],
        }
    return {
        "case": {
            "number": case.number,
            "shop_name": case.application.shop_name,
            "address": case.application.address,
            "state": case.state.value,
        },
        "consent": {
            "version": consent.VERSION,
            **text_json(consent.TEXT),
            "given_at": given.at.isoformat()
            if given is not None and given.is_given and given.version == consent.VERSION
            else None,
        },
        "checklist": checklist_json(dossier.checklist),
        "findings_public": [
            {"item_id": one.item_id, "verdict": one.verdict, "note": one.note}
            for one in dossier.judged.values()
            if one.verdict is not None
        ],
        "evidence": [evidence_json(one) for one in dossier.pictures],
        "record": record_json(record, dossier.needed) if record else None,
        "live": live_json(dossier, hub),
        "result": result,
        "sample_room": SAMPLE_ROOM,
    }


def routes(
    dossiers: Dossiers, cases: Cases, visits: Visits, hub: Hub, door: Door, clock: Clock
) -> list[web.RouteDef]:
    """GET /cases, /cases/{id}, /visit; POST /invitations/{token}/claim."""

    @operation(
        "本人办件列表",
        "The queue",
        SIGNED_IN,
        gives=QueueShape,
        query={
            "state": Bilingual("只看这个状态", "only this state"),
            "q": Bilingual("编号、店名或申请人中的文字", "words in number, shop or applicant"),
        },
    )
    async def queue(request: web.Request) -> web.Response:
        user = await door.staff(request)
        found = await cases.queue(
            user, request.query.get("state"), request.query.get("q", "").strip()[:80]
        )
        inspectors = await cases.inspectors(found)
        rows = [
            case_row(case, inspectors, user, clock.now(), is_waiting=hub.applicant_waits(case.id))
            for case in found
        ]
        return web.json_response({"cases": rows})

    @operation("一个办件", "One case", rights.READERS, gives=CaseShape)
    async def case(request: web.Request) -> web.Response:
        user = await door.staff(request)
        dossier = await dossiers.for_staff(user, request.match_info["case"])
        file = dossier.case
        waits = hub.applicant_waits(file.id)
        shape: CaseShape = {
            **case_row(file, dossier.inspectors, user, clock.now(), is_waiting=waits),
            **application_json(file),
            "checklist": checklist_json(dossier.checklist),
            "findings": {key: finding_json(one) for key, one in dossier.judged.items()},
            "evidence": [evidence_json(one) for one in dossier.pictures],
            "determination": determination_json(dossier),
            "record": record_json(dossier.record, dossier.needed) if dossier.record else None,
            "deliveries": [delivery_json(row) for row in dossier.deliveries],
            "story": [
                {
                    "at": line.at.isoformat(),
                    "who": dossier.names.get(line.who, ""),
                    **text_json(line.text),
                }
                for line in dossier.story
            ],
            "invitation": {
                "expires_at": dossier.link.expires_at.isoformat(),
                "state": dossier.link.state,
            }
            if dossier.link
            else None,
            "live": live_json(dossier, hub),
            "sample_room": SAMPLE_ROOM,
        }
        return web.json_response(shape)

    @operation(
        "打开邀请（由第一台设备获得）",
        "Claim an invitation; the first device wins",
        ANYBODY,
        gives=ClaimedShape,
        refuses=(InvitationNotValid, InvitationTaken),
    )
    async def claim(request: web.Request) -> web.Response:
        visit, device = await visits.claim(request.match_info["token"], door.device_secret(request))
        dossier = await dossiers.for_applicant(visit.case_id)
        response = web.json_response({"visit": visit_json(dossier, hub)})
        door.remember_device(response, device)
        return response

    @operation("申请人的办件", "The applicant's visit", INVITED, gives=VisitShape)
    async def own_visit(request: web.Request) -> web.Response:
        visit = await door.visit(request)
        dossier = await dossiers.for_applicant(visit.case_id)
        if dossier.consent is not None and dossier.consent.is_given:
            hub.knock(visit.case_id)
        return web.json_response(visit_json(dossier, hub))

    return [
        web.get("/api/v1/cases", queue),
        web.get("/api/v1/cases/{case}", case),
        web.post("/api/v1/invitations/{token}/claim", claim),
        web.get("/api/v1/visit", own_visit),
    ]
