"""HTTP of what a machine sees in a picture: proposals, on demand, given up when nobody waits."""

from collections.abc import AsyncGenerator
from typing import Any

from aiohttp import web
from typing_extensions import TypedDict

from foundation.blobs import Damaged
from foundation.http.operation import operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from inspection.cases import rights
from inspection.evidence.aids.codes import read_codes
from inspection.evidence.aids.darkroom import Darkroom, DarkroomBusy, NothingSeen
from inspection.evidence.aids.faces import find_faces
from inspection.evidence.aids.model import Corner, Read
from inspection.evidence.aids.parts import WHOLE
from inspection.evidence.aids.service import Aids
from inspection.evidence.aids.sheets import find_sheet
from inspection.evidence.aids.texts import read_texts
from inspection.evidence.aids.waiting import while_awaited
from inspection.evidence.errors import PicturesOnly
from inspection.evidence.redaction.api import BoxCommand, BoxShape, box_json
from inspection.evidence.redaction.model import Box

_REFUSES = (PicturesOnly, DarkroomBusy, NothingSeen, Damaged)


class PartCommand(Command):
    """The part of the picture to read; left out: all of it."""

    box: BoxCommand | None = None

    def part(self) -> Box:
        """The box."""
        one = self.box
        return WHOLE if one is None else Box(one.left, one.top, one.right, one.bottom)


class FacesShape(TypedDict):
    """What may be faces, the largest first."""

    boxes: list[BoxShape]


class PointShape(TypedDict):
    """A place on the upright picture, as shares of its width and height."""

    x: float
    y: float


class ReadShape(TypedDict):
    """A line of text or a code (`form` says of which kind), until somebody confirms it."""

    text: str
    confidence: float
    form: str
    corners: list[PointShape]


class ReadsShape(TypedDict):
    """Everything that was read."""

    reads: list[ReadShape]


class SheetShape(TypedDict):
    """What to measure by: `marker`, `a4` or `null`; corners go round, a long side first."""

    kind: str | None
    corners: list[PointShape]


def routes(aids: Aids, door: Door) -> list[web.RouteDef]:
    """POST /evidence/{id}/faces, …/texts, …/codes, …/sheet."""

    @operation(
        "找人脸（只是建议）",
        "Propose faces to cover",
        rights.INSPECTORS,
        gives=FacesShape,
        refuses=_REFUSES,
    )
    async def faces(request: web.Request) -> web.Response:
        user = await door.staff(request)
        found = await while_awaited(
            request, aids.see(user, request.match_info["evidence"], find_faces)
        )
        return web.json_response({"boxes": [box_json(box) for box in found]})

    @operation(
        "识别文字（只是建议，由人确认）",
        "Read text; a person confirms it",
        rights.INSPECTORS,
        takes=PartCommand,
        gives=ReadsShape,
        refuses=_REFUSES,
    )
    async def texts(request: web.Request) -> web.Response:
        user, part = await door.staff(request), (await read_command(request, PartCommand)).part()
        found = await while_awaited(
            request, aids.see(user, request.match_info["evidence"], read_texts, part)
        )
        return web.json_response({"reads": [_read_json(one) for one in found]})

    @operation(
        "识别二维码、条形码（只是建议，由人确认）",
        "Read QR and bar codes; a person confirms it",
        rights.INSPECTORS,
        takes=PartCommand,
        gives=ReadsShape,
        refuses=_REFUSES,
    )
    async def codes(request: web.Request) -> web.Response:
        user, part = await door.staff(request), (await read_command(request, PartCommand)).part()
        found = await while_awaited(
            request, aids.see(user, request.match_info["evidence"], read_codes, part)
        )
        return web.json_response({"reads": [_read_json(one) for one in found]})

    @operation(
        "找量测标记或 A4 纸（只是建议）",
        "Propose the marker or sheet to measure by",
        rights.INSPECTORS,
        gives=SheetShape,
        refuses=_REFUSES,
    )
    async def sheet(request: web.Request) -> web.Response:
        user = await door.staff(request)
        found = await while_awaited(
            request, aids.see(user, request.match_info["evidence"], find_sheet)
        )
        shape: SheetShape = {
            "kind": found.kind.value if found else None,
            "corners": _points(found.corners) if found else [],
        }
        return web.json_response(shape)

    path = "/api/v1/evidence/{evidence}"
    return [
        web.post(f"{path}/faces", faces),
        web.post(f"{path}/texts", texts),
        web.post(f"{path}/codes", codes),
        web.post(f"{path}/sheet", sheet),
    ]


def life_of(darkroom: Darkroom) -> Any:
    """Ends the helper process with the application."""

    async def life(_app: web.Application) -> AsyncGenerator[None, None]:
        yield
        darkroom.close()

    return life


def _read_json(one: Read) -> ReadShape:
    return {
        "text": one.text,
        "confidence": one.confidence,
        "form": one.form,
        "corners": _points(list(one.corners)),
    }


def _points(corners: list[Corner]) -> list[PointShape]:
    return [{"x": x, "y": y} for x, y in corners]
