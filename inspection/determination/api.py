"""HTTP of deviating from a computed conclusion: propose, confirm, take back."""

from collections.abc import Mapping
from enum import Enum

from aiohttp import web
from typing_extensions import TypedDict

from checklists.schemes import Conclusion
from checklists.template import Area
from foundation.errors import NotFound
from foundation.http.operation import operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from foundation.identity.model import User
from inspection.cases import rights
from inspection.cases.departments import OtherDepartment
from inspection.determination.deviating import Deviations
from inspection.determination.errors import (
    DeviationClosed,
    DeviationUnexplained,
    NoDeviation,
    NothingComputed,
    OwnDeviation,
    SameConclusion,
)
from inspection.determination.model import Deviation


class Proposable(Enum):
    """What a deviation may conclude."""

    PASS = "pass"  # noqa: S105
    RECTIFY = "rectify"
    FAIL = "fail"
    GO_ON_SITE = "go_on_site"
    SUPPLEMENT = "supplement"


class DeviateCommand(Command):
    """Another conclusion than the computed one, and why."""

    conclusion: Proposable
    reason: str


class ConfirmCommand(Command):
    """The proposal that was read; a newer one is not confirmed by it."""

    proposal: int


class DeviationShape(TypedDict):
    """A deviation that stands: `confirmed_by` and `confirmed_at` are `null` until it is confirmed.

    `is_own`: the reader proposed it, so somebody else has to confirm it.
    """

    area: str
    proposal: int
    computed: str
    conclusion: str
    reason: str
    proposed_by: str
    proposed_at: str
    confirmed_by: str | None
    confirmed_at: str | None
    is_own: bool


def deviation_json(one: Deviation, names: Mapping[str, str], viewer: User) -> DeviationShape:
    """The shape of a deviation for somebody who reads the case; `names` by user id."""
    confirmed = one.confirmed
    return {
        "area": one.proposed.area.value,
        "proposal": one.proposed.number,
        "computed": one.proposed.computed.value,
        "conclusion": one.proposed.conclusion.value,
        "reason": one.proposed.reason,
        "proposed_by": names.get(one.proposed.by, ""),
        "proposed_at": one.proposed.at.isoformat(),
        "confirmed_by": names.get(confirmed.by, "") if confirmed else None,
        "confirmed_at": confirmed.at.isoformat() if confirmed else None,
        "is_own": one.proposed.by == viewer.id,
    }


def routes(deviations: Deviations, door: Door) -> list[web.RouteDef]:
    """PUT and DELETE /cases/{id}/conclusions/{area}/deviation, POST …/confirmation."""

    @operation(
        "提议偏离推算结论（写明理由，由另一人确认）",
        "Propose to deviate from the computed conclusion, with a reason; another person confirms",
        rights.JUDGES,
        takes=DeviateCommand,
        refuses=(
            NothingComputed,
            OtherDepartment,
            DeviationClosed,
            SameConclusion,
            DeviationUnexplained,
        ),
    )
    async def propose(request: web.Request) -> web.Response:
        user, area = await door.staff(request), _area(request)
        command = await read_command(request, DeviateCommand)
        await deviations.propose(
            user,
            request.match_info["case"],
            area,
            conclusion=Conclusion(command.conclusion.value),
            reason=command.reason,
        )
        return web.json_response({})

    @operation(
        "确认他人提议的偏离",
        "Confirm a deviation somebody else proposed",
        rights.DECIDERS,
        takes=ConfirmCommand,
        refuses=(NoDeviation, OwnDeviation, DeviationClosed),
    )
    async def confirm(request: web.Request) -> web.Response:
        user, area = await door.staff(request), _area(request)
        command = await read_command(request, ConfirmCommand)
        case_id = request.match_info["case"]
        await deviations.confirm(user, case_id, area, proposal=command.proposal)
        return web.json_response({})

    @operation(
        "撤回偏离，或不同意他人的提议",
        "Take a deviation back, or do not agree to it",
        rights.DECIDERS,
        refuses=(NoDeviation, DeviationClosed),
    )
    async def withdraw(request: web.Request) -> web.Response:
        user, area = await door.staff(request), _area(request)
        await deviations.withdraw(user, request.match_info["case"], area)
        return web.json_response({})

    path = "/api/v1/cases/{case}/conclusions/{area}/deviation"
    return [
        web.put(path, propose),
        web.post(f"{path}/confirmation", confirm),
        web.delete(path, withdraw),
    ]


def _area(request: web.Request) -> Area:
    """Food or fume; no other area has a conclusion."""
    try:
        area = Area(request.match_info["area"])
    except ValueError:
        raise NotFound from None
    if area not in (Area.FOOD, Area.FUME):
        raise NotFound
    return area
