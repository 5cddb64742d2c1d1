"""HTTP of measuring in a picture and of confirming what was measured or read."""

import asyncio
from decimal import Decimal
from typing import Annotated, Any, Literal

from aiohttp import web
from pydantic import Field, StringConstraints
from typing_extensions import TypedDict

from checklists.template import Reading
from foundation.http.operation import ANYBODY, Media, operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from inspection.cases import rights
from inspection.evidence.errors import PicturesOnly
from inspection.evidence.measuring.asked import Marked, Measured
from inspection.evidence.measuring.limits import STANDING_TEXT
from inspection.evidence.measuring.plane import NotASheet, OutOfPlane, TooUnsure
from inspection.evidence.measuring.sheet import MARKER_MM, marker_pdf, marker_svg
from inspection.evidence.notes.model import NoSuchQuantity, Note, NotNotingNow, TooManyNotes
from inspection.evidence.notes.service import Notes
from inspection.evidence.redaction.api import Share

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
_MEASURE = (PicturesOnly, NoSuchQuantity, NotASheet, OutOfPlane, TooUnsure)
_KEEP = (PicturesOnly, NotNotingNow, TooManyNotes)


class PointCommand(Command):
    """A place on the upright picture, as shares of its width and height."""

    x: Share
    y: Share


class LengthCommand(Command):
    """Sheet and points; the first two corners end a long side of the sheet.

    `side_mm` is the printed marker's, by a ruler. `are_found`: the corners are as proposed.
    `coarseness`: pixels of the picture in one of the screen. `quantity`: place of the reading.
    """

    sheet: Literal["a4", "marker"]
    side_mm: Annotated[float, Field(ge=20, le=600, allow_inf_nan=False)] = MARKER_MM
    corners: Annotated[tuple[PointCommand, ...], Field(min_length=4, max_length=4)]
    are_found: bool = False
    points: Annotated[tuple[PointCommand, ...], Field(min_length=2, max_length=2)]
    coarseness: Annotated[float, Field(gt=0, le=50, allow_inf_nan=False)] = 1.0
    quantity: Annotated[int, Field(ge=0, le=50)] | None = None

    def marked(self) -> Marked:
        """The domain's value of it."""
        return Marked(
            self.sheet,
            self.side_mm,
            [(one.x, one.y) for one in self.corners],
            self.are_found,
            [(one.x, one.y) for one in self.points],
            self.coarseness,
        )


class LengthNoteCommand(Command):
    """A length somebody stands for, in the quantity's unit."""

    length: LengthCommand
    quantity: Annotated[int, Field(ge=0, le=50)]
    value: Annotated[Decimal, Field(gt=0, le=1_000_000, max_digits=12, allow_inf_nan=False)]


class ReadNoteCommand(Command):
    """A text or code somebody stands for, and what was proposed."""

    is_code: bool
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    value: Line
    proposed: Annotated[str, StringConstraints(max_length=2000)]
    confidence: Share


class LengthShape(TypedDict):
    """A length in millimetres with its 95 % error bar, and beside the quantity's limits."""

    value_mm: float
    error_mm: float
    value: str | None
    error: str | None
    standing: str | None
    standing_zh: str
    standing_en: str


class QuantityShape(TypedDict):
    """A length the picture's item asks for."""

    quantity: int
    zh: str
    en: str
    unit: str
    at_least: str | None
    at_most: str | None


class NoteShape(TypedDict):
    """What somebody confirmed of a picture; `content` keeps what was measured or proposed."""

    id: str
    kind: str
    title: str
    value: str
    unit: str
    content: dict[str, Any]
    by: str
    name: str
    at: str


class NotesShape(TypedDict):
    """All that counts, oldest first, and what could be measured."""

    notes: list[NoteShape]
    quantities: list[QuantityShape]


def routes(notes: Notes, door: Door) -> list[web.RouteDef]:
    """POST /evidence/{id}/length, …/notes/length, …/notes/text; GET, DELETE notes; the marker."""

    @operation(
        "在照片中量长度（不保存）",
        "Measure a length in a picture; nothing is kept",
        rights.INSPECTORS,
        takes=LengthCommand,
        gives=LengthShape,
        refuses=_MEASURE,
    )
    async def length(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, LengthCommand)
        measured = await notes.measure(
            user, request.match_info["evidence"], command.marked(), command.quantity
        )
        return web.json_response(_length_json(measured))

    @operation(
        "确认量得的长度",
        "Confirm a measured length",
        rights.INSPECTORS,
        takes=LengthNoteCommand,
        gives=NoteShape,
        status=201,
        refuses=(*_MEASURE, NotNotingNow, TooManyNotes),
    )
    async def confirm_length(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, LengthNoteCommand)
        note = await notes.confirm_length(
            user,
            request.match_info["evidence"],
            command.length.marked(),
            command.quantity,
            command.value,
        )
        return web.json_response(note_json(note, user.name), status=201)

    @operation(
        "确认识别的文字或码",
        "Confirm a text or code that was read",
        rights.INSPECTORS,
        takes=ReadNoteCommand,
        gives=NoteShape,
        status=201,
        refuses=_KEEP,
    )
    async def confirm_read(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, ReadNoteCommand)
        note = await notes.confirm_read(
            user,
            request.match_info["evidence"],
            is_code=command.is_code,
            title=command.title,
            value=command.value,
            proposed={"proposed": command.proposed, "confidence": command.confidence},
        )
        return web.json_response(note_json(note, user.name), status=201)

    @operation("撤回一条确认", "Withdraw a note", rights.INSPECTORS, refuses=_KEEP)
    async def withdraw(request: web.Request) -> web.Response:
        user = await door.staff(request)
        await notes.withdraw(user, request.match_info["evidence"], request.match_info["note"])
        return web.json_response({})

    @operation(
        "一张照片上确认的量测与识别",
        "What was confirmed of a picture",
        rights.READERS,
        gives=NotesShape,
    )
    async def listed(request: web.Request) -> web.Response:
        user = await door.staff(request)
        found = await notes.of(user, request.match_info["evidence"])
        names = {key: person.name for key, person in found.people.items()}
        shape: NotesShape = {
            "notes": [note_json(one, names.get(one.by, "")) for one in found.notes],
            "quantities": [_quantity_json(at, one) for at, one in found.lengths.items()],
        }
        return web.json_response(shape)

    @operation(
        "量测标记（SVG，原大打印）", "The marker to print", ANYBODY, gives=Media("image/svg+xml")
    )
    async def svg(_request: web.Request) -> web.Response:
        return web.Response(text=marker_svg(), content_type="image/svg+xml")

    @operation(
        "量测标记（PDF，原大打印）", "The marker to print", ANYBODY, gives=Media("application/pdf")
    )
    async def pdf(_request: web.Request) -> web.Response:
        return web.Response(
            body=await asyncio.to_thread(marker_pdf), content_type="application/pdf"
        )

    path = "/api/v1/evidence/{evidence}"
    return [
        web.post(f"{path}/length", length),
        web.get(f"{path}/notes", listed),
        web.post(f"{path}/notes/length", confirm_length),
        web.post(f"{path}/notes/text", confirm_read),
        web.delete(f"{path}/notes/{{note}}", withdraw),
        web.get("/api/v1/measuring-marker.svg", svg),
        web.get("/api/v1/measuring-marker.pdf", pdf),
    ]


def note_json(note: Note, name: str) -> NoteShape:
    """The shape of a note."""
    return {
        "id": note.id,
        "kind": note.kind.value,
        "title": note.title,
        "value": note.value,
        "unit": note.unit,
        "content": dict(note.content),
        "by": note.by,
        "name": name,
        "at": note.at.isoformat(),
    }


def _length_json(measured: Measured) -> LengthShape:
    told = measured.compared
    text = STANDING_TEXT[told.standing] if told else None
    return {
        "value_mm": round(measured.length.value_mm, 2),
        "error_mm": round(measured.length.error_mm, 2),
        "value": str(told.value) if told else None,
        "error": str(told.error) if told else None,
        "standing": told.standing.value if told else None,
        "standing_zh": text.zh if text else "",
        "standing_en": text.en if text else "",
    }


def _quantity_json(at: int, reading: Reading) -> QuantityShape:
    return {
        "quantity": at,
        "zh": reading.quantity.zh,
        "en": reading.quantity.en,
        "unit": reading.unit,
        "at_least": None if reading.at_least is None else str(reading.at_least),
        "at_most": None if reading.at_most is None else str(reading.at_most),
    }
