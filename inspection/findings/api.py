"""HTTP of judging."""

from aiohttp import web
from typing_extensions import TypedDict

from checklists.errors import UnknownItem
from checklists.verdict import Verdict
from foundation.http.operation import operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from inspection.cases import rights
from inspection.findings.model import Judged
from inspection.findings.service import Findings, NoteTooLong, NotJudgingNow
from inspection.live.hub import Hub


class JudgeCommand(Command):
    """A verdict with its note; `verdict: null` takes the verdict back."""

    verdict: Verdict | None
    note: str = ""
    reason: str = ""


class FindingShape(TypedDict):
    """The latest word on one item; `verdict` is `null` after it was taken back."""

    item_id: str
    verdict: str | None
    note: str
    by: str
    at: str


def finding_json(judged: Judged) -> FindingShape:
    """The shape pages and socket frames carry."""
    return {
        "item_id": judged.item_id,
        "verdict": judged.verdict,
        "note": judged.note,
        "by": judged.by,
        "at": judged.at.isoformat(),
    }


def routes(findings: Findings, hub: Hub, door: Door) -> list[web.RouteDef]:
    """PUT /cases/{id}/findings/{item}."""

    @operation(
        "判定一项",
        "Judge an item",
        rights.INSPECTORS,
        takes=JudgeCommand,
        gives=FindingShape,
        refuses=(UnknownItem, NotJudgingNow, NoteTooLong),
    )
    async def judge(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, JudgeCommand)
        case_id = request.match_info["case"]
        judged = await findings.judge(
            user,
            case_id,
            request.match_info["item"],
            verdict=command.verdict.value if command.verdict else None,
            note=command.note,
            reason=command.reason,
        )
        hub.announce(case_id, "finding", {"finding": finding_json(judged)}, user.id)
        return web.json_response(finding_json(judged))

    return [web.put("/api/v1/cases/{case}/findings/{item}", judge)]
