"""HTTP reads of the pages: the queue, a case, an applicant's visit, and claiming a link."""

from collections.abc import Mapping
from typing import Literal

from aiohttp import web

from checklists.agreement import SecondVerdict
from foundation.clock import Clock
from foundation.errors import NotFound
from foundation.http.operation import ANYBODY, operation
from foundation.http.validation import Command, WrongField, command_from
from foundation.identity.door import Door
from foundation.identity.errors import InvitationNotValid, InvitationTaken
from foundation.identity.model import User
from foundation.identity.policies import INVITED, SIGNED_IN
from foundation.text import Bilingual
from foundation.workdays import WorkCalendar
from inspection.cases import rights
from inspection.cases.departments import Concern
from inspection.cases.limit import limit_of
from inspection.cases.machine import State
from inspection.cases.model import Case
from inspection.cases.service import Cases
from inspection.cases.steps import possible_steps
from inspection.cases.transfer import Transfer
from inspection.determination.api import deviation_json
from inspection.dossier.answers import (
    CaseRowShape,
    CaseShape,
    ClaimedShape,
    DepartmentShape,
    DeterminationShape,
    LiveShape,
    OtherCaseShape,
    QueueShape,
    ResultShape,
    TransferShape,
    VisitShape,
)
from inspection.dossier.service import Dossier, Dossiers
from inspection.dossier.shapes import application_json, case_row, checklist_json, text_json
from inspection.evidence.api import evidence_json, looked_at_json
from inspection.evidence.readings_api import readings_json
from inspection.findings.api import finding_json
from inspection.intake.visits import Visits
from inspection.licensing.api import delivery_json
from inspection.live import consent
from inspection.live.hub import Hub
from inspection.live.model import ApplicantAt
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


def determination_json(
    dossier: Dossier, viewer: User, second_verdict: SecondVerdict
) -> DeterminationShape | None:
    """What the rules say of the findings so far, and who deviates from it.

    A reason tells a verdict with its note: one that the viewer has still to judge unseen is left
    out until the record is made.
    """
    if dossier.computed is None:
        return None
    determination = dossier.computed.determination
    is_over = dossier.case.state is not State.INSPECTING or second_verdict is SecondVerdict.NONE
    hidden = {
        key for key, one in dossier.found.items() if not is_over and one.is_unseen_by(viewer.id)
    }
    return {
        "food_conclusion": determination.food.value,
        "fume_conclusion": determination.fume.value,
        "reasons": [
            {"item_id": reason.item_id, "area": reason.area.value, **text_json(reason.text)}
            for reason in determination.reasons
            if reason.item_id not in hidden
        ],
        "deviations": [
            deviation_json(one, dossier.names, viewer)
            for one in dossier.computed.deviations.values()
        ],
    }


def department_json(concern: Concern, dossier: Dossier, viewer: User) -> DepartmentShape:
    """A concerned department as somebody at the desk sees it."""
    department, reviewer = concern.department, concern.reviewer_id
    found = (dossier.found.get(entry.item.id) for entry in concern.entries)
    return {
        "id": department.id,
        **text_json(department.title),
        "concludes": department.concludes.value if department.concludes else None,
        "items": len(concern.entries),
        "settled": sum(one is not None and one.settled is not None for one in found),
        "reviewer": {"id": reviewer, "name": dossier.names.get(reviewer, "")} if reviewer else None,
        "is_yours": viewer.id in dossier.case.judges_of(department.id),
        "candidates": []
        if concern.is_lead
        else [{"id": one.id, "name": one.name} for one in concern.candidates],
    }


def transfer_json(one: Transfer, names: Mapping[str, str]) -> TransferShape:
    """A seat that changed hands, for the desk."""
    return {
        "at": one.at.isoformat(),
        "leaving": {"id": one.leaving_id, "name": names.get(one.leaving_id, "")},
        "coming": {"id": one.coming_id, "name": names.get(one.coming_id, "")},
        "by": names.get(one.by, ""),
        "reason": one.why,
        "item": one.item,
    }


def _other(user: User, case: Case | None) -> OtherCaseShape | None:
    """A case before or behind, for those who may see it."""
    if case is None or not rights.may_see(user, case):
        return None
    return {"id": case.id, "number": case.number}


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
            for one in (finding.settled for finding in dossier.found.values())
            if one is not None and one.verdict is not None
        ],
        "evidence": [evidence_json(one) for one in dossier.pictures],
        "record": record_json(record, dossier.needed) if record else None,
        "live": live_json(dossier, hub),
        "result": result,
        "sample_room": SAMPLE_ROOM,
    }


class PlaceCommand(Command):
    """Which page a phone shows; old ones say nothing. Who is in the room is known by its socket."""

    at: Literal["waiting", "papers", "elsewhere", "background"] = "waiting"


def routes(
    dossiers: Dossiers,
    cases: Cases,
    visits: Visits,
    hub: Hub,
    door: Door,
    clock: Clock,
    calendar: WorkCalendar,
    second_verdict: SecondVerdict,
) -> list[web.RouteDef]:
    """GET /cases, /cases/{id}, /visit; POST /invitations/{token}/claim."""

    def row(file: Case, inspectors: dict[str, User], user: User) -> CaseRowShape:
        limit = limit_of(file, clock.now(), calendar)
        return case_row(file, inspectors, user, limit, hub.applicant_at(file.id))

    @operation(
        "本人办件列表",
        "The queue",
        SIGNED_IN,
        gives=QueueShape,
        query={
            "state": Bilingual("只看这个状态", "only this state"),
            "q": Bilingual("编号、店名或申请人中的文字", "words in number, shop or applicant"),
            "unit": Bilingual("只看这个机构及其下级", "only of this office and those below it"),
            "overdue": Bilingual("1：只看超期办件", "1: only those past their deadline"),
        },
        refuses=(NotFound,),
    )
    async def queue(request: web.Request) -> web.Response:
        user = await door.staff(request)
        found = await cases.queue(
            user,
            request.query.get("state"),
            request.query.get("q", "").strip()[:80],
            request.query.get("unit", ""),
        )
        inspectors = await cases.inspectors(found)
        rows = [row(case, inspectors, user) for case in found]
        if request.query.get("overdue") == "1":
            rows = [one for one in rows if one["is_overdue"]]
        return web.json_response({"cases": rows})

    @operation("一个办件", "One case", rights.READERS, gives=CaseShape)
    async def case(request: web.Request) -> web.Response:
        user = await door.staff(request)
        dossier = await dossiers.for_staff(user, request.match_info["case"])
        file = dossier.case
        shape: CaseShape = {
            **row(file, dossier.inspectors, user),
            **application_json(file),
            "checklist": checklist_json(dossier.checklist),
            "departments": [department_json(one, dossier, user) for one in dossier.concerns],
            "findings": {
                key: finding_json(file, one, user, second_verdict)
                for key, one in dossier.found.items()
            },
            "evidence": [
                looked_at_json(one, dossier.looks.get(one.id), dossier.circumstances.get(one.id))
                for one in dossier.pictures
            ],
            "readings": {key: readings_json(one) for key, one in dossier.readings.items()},
            "determination": determination_json(dossier, user, second_verdict),
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
            "steps": [
                {
                    "act": step.act.value.partition(".")[2],
                    **text_json(step.title),
                    "asks_why": step.asks_why,
                }
                for step in possible_steps(user, file)
            ],
            "follows": _other(user, dossier.before),
            "followed_by": _other(user, dossier.behind),
            "transfers": [transfer_json(one, dossier.names) for one in file.transfers],
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

    @operation(
        "申请人的办件",
        "The applicant's visit",
        INVITED,
        gives=VisitShape,
        refuses=(WrongField,),
        query={
            "at": Bilingual(
                "手机正在显示的页面：waiting（默认）、papers、elsewhere 或 background",
                "the page shown: waiting (default), papers, elsewhere or background",
            )
        },
    )
    async def own_visit(request: web.Request) -> web.Response:
        visit = await door.visit(request)
        said = {"at": request.query["at"]} if request.query.get("at") else {}
        place = ApplicantAt(command_from(said, PlaceCommand).at)
        dossier = await dossiers.for_applicant(visit.case_id)
        if dossier.consent is not None and dossier.consent.is_given:
            hub.knock(visit.case_id, place)
        return web.json_response(visit_json(dossier, hub))

    return [
        web.get("/api/v1/cases", queue),
        web.get("/api/v1/cases/{case}", case),
        web.post("/api/v1/invitations/{token}/claim", claim),
        web.get("/api/v1/visit", own_visit),
    ]
