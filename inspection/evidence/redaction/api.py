"""HTTP of covering: put boxes on a picture, read who put them there."""

from typing import Annotated

from aiohttp import web
from pydantic import Field, StringConstraints, model_validator
from typing_extensions import TypedDict

from foundation.blobs import Damaged, StorageFull
from foundation.http.operation import operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from foundation.text import Bilingual
from inspection.cases import rights
from inspection.evidence.api import EvidenceShape, evidence_json
from inspection.evidence.errors import PicturesOnly
from inspection.evidence.redaction.model import (
    MOST_BOXES,
    Box,
    CopiesNotMade,
    NotCoveringNow,
    NothingCovered,
    Redaction,
)
from inspection.evidence.redaction.service import Redactions
from inspection.live.hub import Hub

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]
_EMPTY = Bilingual("左上角应在右下角的左上方", "left must be before right, top before bottom")


class BoxCommand(Command):
    """A part of the upright picture, as shares of its width and height."""

    left: Share
    top: Share
    right: Share
    bottom: Share

    @model_validator(mode="after")
    def must_hold_something(self) -> "BoxCommand":
        """A box has an inside."""
        if self.left >= self.right or self.top >= self.bottom:
            raise ValueError(_EMPTY)
        return self


class CoverCommand(Command):
    """All that is to be covered, and why; without boxes the cover comes off."""

    boxes: Annotated[tuple[BoxCommand, ...], Field(max_length=MOST_BOXES)]
    reason: Reason


class BoxShape(TypedDict):
    """A part of the upright picture, as shares of its width and height."""

    left: float
    top: float
    right: float
    bottom: float


class CoverShape(TypedDict):
    """One decision about a picture; without boxes it took the cover off."""

    number: int
    boxes: list[BoxShape]
    reason: str
    by: str
    name: str
    at: str
    covered_sha256: str | None


class CoversShape(TypedDict):
    """All decisions about a picture, oldest first; the last one counts."""

    covers: list[CoverShape]


def routes(redactions: Redactions, hub: Hub, door: Door) -> list[web.RouteDef]:
    """PUT /evidence/{id}/cover, GET /evidence/{id}/covers."""

    @operation(
        "遮盖照片的一部分；不给方框则取消遮盖",
        "Cover parts of a picture; without boxes the cover comes off",
        rights.INSPECTORS,
        takes=CoverCommand,
        gives=EvidenceShape,
        refuses=(
            PicturesOnly,
            NotCoveringNow,
            CopiesNotMade,
            NothingCovered,
            StorageFull,
            Damaged,
        ),
    )
    async def cover(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, CoverCommand)
        boxes = [Box(one.left, one.top, one.right, one.bottom) for one in command.boxes]
        evidence = await redactions.cover(
            user, request.match_info["evidence"], boxes, command.reason
        )
        shape = evidence_json(evidence)
        hub.announce(evidence.case_id, "evidence", {"evidence": shape}, user.id)
        return web.json_response(shape)

    @operation(
        "一张照片的遮盖记录", "Who covered what on a picture", rights.READERS, gives=CoversShape
    )
    async def covers(request: web.Request) -> web.Response:
        user = await door.staff(request)
        found, people = await redactions.of(user, request.match_info["evidence"])
        names = {key: person.name for key, person in people.items()}
        return web.json_response({"covers": [_cover_json(one, names) for one in found]})

    path = "/api/v1/evidence/{evidence}"
    return [web.put(f"{path}/cover", cover), web.get(f"{path}/covers", covers)]


def _cover_json(one: Redaction, names: dict[str, str]) -> CoverShape:
    return {
        "number": one.number,
        "boxes": [box_json(box) for box in one.boxes],
        "reason": one.reason,
        "by": one.by,
        "name": names.get(one.by, ""),
        "at": one.at.isoformat(),
        "covered_sha256": one.covered_sha256,
    }


def box_json(box: Box) -> BoxShape:
    """The shape of a box."""
    return {"left": box.left, "top": box.top, "right": box.right, "bottom": box.bottom}
