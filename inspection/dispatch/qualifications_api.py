"""HTTP of certificates and exams."""

from datetime import date
from typing import Annotated

from aiohttp import web
from pydantic import Field, StringConstraints
from typing_extensions import TypedDict

from foundation.http.operation import operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from foundation.identity.policies import must_be
from inspection.dispatch.errors import ExamToCome
from inspection.dispatch.exams import Result
from inspection.dispatch.qualifications import KEEPERS, READERS, Qualifications, Qualified

Exam = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]


class ResultCommand(Command):
    """An exam somebody took; `score` of 100."""

    inspector: str = Field(max_length=40)
    exam: Exam
    taken_on: date
    score: int = Field(ge=0, le=100)
    is_passed: bool
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""


class CertificateCommand(Command):
    """The last day the certificate is good; null: not known."""

    until: date | None


class ResultShape(TypedDict):
    """An exam somebody took."""

    id: str
    exam: str
    taken_on: str
    score: int
    is_passed: bool
    note: str


class QualifiedShape(TypedDict):
    """How an inspector stands: `valid`, `ends_soon`, `ended` or `missing`.

    `exam`, `exam_until`: towards the exam that is asked; null where none is.
    """

    id: str
    name: str
    unit: str
    certificate: str
    certificate_until: str | None
    exam: str | None
    exam_until: str | None
    results: list[ResultShape]


class QualificationsShape(TypedDict):
    """Inspectors by name. `asks`: the exam that is asked, empty for none; a pass counts `days`."""

    asks: str
    days: int
    inspectors: list[QualifiedShape]


def _result_json(one: Result) -> ResultShape:
    return {
        "id": one.id,
        "exam": one.exam,
        "taken_on": one.taken_on.isoformat(),
        "score": one.score,
        "is_passed": one.is_passed,
        "note": one.note,
    }


def _json(one: Qualified) -> QualifiedShape:
    return {
        "id": one.user.id,
        "name": one.user.name,
        "unit": one.user.unit,
        "certificate": one.certificate.value,
        "certificate_until": one.certificate_until and one.certificate_until.isoformat(),
        "exam": one.exam and one.exam.value,
        "exam_until": one.exam_until and one.exam_until.isoformat(),
        "results": [_result_json(result) for result in one.results],
    }


def routes(qualifications: Qualifications, door: Door) -> list[web.RouteDef]:
    """GET /qualifications, PUT /qualifications/{inspector}, POST /exam-results."""

    @operation(
        "勘验人员的资格与考核",
        "Certificates and exams of inspectors",
        READERS,
        gives=QualificationsShape,
    )
    async def look(request: web.Request) -> web.Response:
        found = await qualifications.look(await door.staff(request))
        shape: QualificationsShape = {
            "asks": qualifications.asks.exam,
            "days": qualifications.asks.days,
            "inspectors": [_json(one) for one in found],
        }
        return web.json_response(shape)

    @operation(
        "登记考核成绩",
        "Enter an exam result",
        KEEPERS,
        takes=ResultCommand,
        gives=ResultShape,
        status=201,
        refuses=(ExamToCome,),
    )
    async def note(request: web.Request) -> web.Response:
        user = await door.staff(request)
        must_be(user, KEEPERS)
        command = await read_command(request, ResultCommand)
        result = await qualifications.note_result(
            *(user, command.inspector, command.exam, command.taken_on),
            score=command.score,
            is_passed=command.is_passed,
            note=command.note,
        )
        return web.json_response(_result_json(result), status=201)

    @operation(
        "登记资格有效期",
        "Set until when a certificate is good",
        KEEPERS,
        takes=CertificateCommand,
    )
    async def set_certificate(request: web.Request) -> web.Response:
        user = await door.staff(request)
        must_be(user, KEEPERS)
        command = await read_command(request, CertificateCommand)
        inspector_id = request.match_info["inspector"]
        await qualifications.set_certificate(user, inspector_id, command.until)
        return web.json_response({})

    return [
        web.get("/api/v1/qualifications", look),
        web.put("/api/v1/qualifications/{inspector}", set_certificate),
        web.post("/api/v1/exam-results", note),
    ]
