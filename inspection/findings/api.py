"""HTTP of judging: each inspector's own verdict, and what two that differ come to."""

from aiohttp import web
from typing_extensions import TypedDict

from checklists.agreement import SecondVerdict
from checklists.errors import UnknownItem
from checklists.verdict import Standing, Verdict
from foundation.http.operation import operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from foundation.identity.model import User
from inspection.cases import rights
from inspection.cases.departments import OtherDepartment
from inspection.cases.machine import State
from inspection.cases.model import Case
from inspection.findings.model import Finding, Judged
from inspection.findings.service import (
    Findings,
    NoteTooLong,
    NothingToReconcile,
    NotJudgingNow,
    ReasonMissing,
)
from inspection.live.hub import Hub


class JudgeCommand(Command):
    """A verdict with its note; `verdict: null` takes the verdict back."""

    verdict: Verdict | None
    note: str = ""
    reason: str = ""


class ReconcileCommand(Command):
    """What two verdicts that differ come to, and why."""

    verdict: Verdict
    note: str = ""
    reason: str


class WordShape(TypedDict):
    """What one inspector said."""

    verdict: str | None
    note: str
    by: str
    at: str


class FindingShape(TypedDict):
    """An item as one person may see it.

    `verdict` and `note` are what counts for them: what is settled, else their own word. `other` is
    the second inspector's word, shown once one's own stands; `is_other_set` tells earlier that
    there is one. `reason` belongs to a reconciliation.
    """

    item_id: str
    verdict: str | None
    note: str
    by: str
    at: str
    standing: str
    mine: WordShape | None
    other: WordShape | None
    is_other_set: bool
    reason: str


class StandingShape(TypedDict):
    """That somebody judged an item, without what they said: everybody reads what they may see."""

    item_id: str
    by: str
    standing: str


def finding_json(
    case: Case, finding: Finding, viewer: User, second_verdict: SecondVerdict
) -> FindingShape:
    """An item as this person may see it."""
    is_over = case.state is not State.INSPECTING or second_verdict is SecondVerdict.NONE
    mine = finding.own.get(viewer.id)
    others = [word for by, word in finding.own.items() if by != viewer.id]
    shown = [word for word in others if is_over or finding.may_show(viewer.id, word.by)]
    is_judge = viewer.id in finding.judges
    other = shown[-1] if shown and is_judge else None
    settled = finding.settled
    if settled is not None and not is_over and finding.is_unseen_by(viewer.id):
        settled = None  # one verdict settles this item, but the second inspector judges unseen
    word = settled or mine
    return {
        "item_id": finding.item_id,
        "verdict": word.verdict if word else None,
        "note": word.note if word else "",
        "by": word.by if word else "",
        "at": word.at.isoformat() if word else "",
        "standing": finding.standing.value,
        "mine": _word(mine),
        "other": _word(other),
        "is_other_set": any(word.verdict is not None for word in others),
        "reason": finding.reconciled.reason if finding.reconciled else "",
    }


def _word(judged: Judged | None) -> WordShape | None:
    if judged is None:
        return None
    return {
        "verdict": judged.verdict,
        "note": judged.note,
        "by": judged.by,
        "at": judged.at.isoformat(),
    }


def _nothing(item_id: str) -> FindingShape:
    return {
        "item_id": item_id,
        "verdict": None,
        "note": "",
        "by": "",
        "at": "",
        "standing": Standing.OPEN.value,
        "mine": None,
        "other": None,
        "is_other_set": False,
        "reason": "",
    }


def routes(
    findings: Findings, hub: Hub, door: Door, second_verdict: SecondVerdict
) -> list[web.RouteDef]:
    """GET and PUT /cases/{id}/findings/{item}, PUT …/reconciliation."""

    def told(user: User, case: Case, finding: Finding) -> web.Response:
        news: StandingShape = {
            "item_id": finding.item_id,
            "by": user.id,
            "standing": finding.standing.value,
        }
        hub.announce(case.id, "finding", {"finding": news}, user.id)
        return web.json_response(finding_json(case, finding, user, second_verdict))

    @operation(
        "判定一项（各部门只判本部门的项目）",
        "Judge an item; each department judges its own",
        rights.JUDGES,
        takes=JudgeCommand,
        gives=FindingShape,
        refuses=(UnknownItem, OtherDepartment, NotJudgingNow, NoteTooLong),
    )
    async def judge(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, JudgeCommand)
        case, finding = await findings.judge(
            user,
            request.match_info["case"],
            request.match_info["item"],
            verdict=command.verdict.value if command.verdict else None,
            note=command.note,
            reason=command.reason,
        )
        return told(user, case, finding)

    @operation(
        "合议：两人判定不同时作出认定",
        "Reconcile an item that two inspectors judged differently",
        rights.JUDGES,
        takes=ReconcileCommand,
        gives=FindingShape,
        refuses=(
            UnknownItem,
            OtherDepartment,
            NotJudgingNow,
            NoteTooLong,
            NothingToReconcile,
            ReasonMissing,
        ),
    )
    async def reconcile(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, ReconcileCommand)
        case, finding = await findings.reconcile(
            user,
            request.match_info["case"],
            request.match_info["item"],
            verdict=command.verdict,
            note=command.note,
            reason=command.reason,
        )
        return told(user, case, finding)

    @operation("一项的判定", "An item", rights.READERS, gives=FindingShape, refuses=(UnknownItem,))
    async def one(request: web.Request) -> web.Response:
        user, item_id = await door.staff(request), request.match_info["item"]
        case, finding = await findings.one(user, request.match_info["case"], item_id)
        shape = finding_json(case, finding, user, second_verdict) if finding else _nothing(item_id)
        return web.json_response(shape)

    path = "/api/v1/cases/{case}/findings/{item}"
    return [
        web.get(path, one),
        web.put(path, judge),
        web.put(f"{path}/reconciliation", reconcile),
    ]
