"""HTTP of a refusal to sign: note, witness, take back."""

from aiohttp import web

from foundation.http.operation import operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from inspection.cases import rights
from inspection.evidence.checkpoint import CustodyBroken
from inspection.live.hub import Hub
from inspection.record.api import RecordShape, told_record
from inspection.record.errors import (
    AlreadySigned,
    NoRecord,
    NoRefusal,
    OwnWitness,
    RecordChanged,
    RecordComplete,
    RefusalUnexplained,
)
from inspection.record.refusing import Refusals
from inspection.record.service import Records


class RefuseCommand(Command):
    """The applicant's reason in the inspector's words, and the record it is about."""

    reason: str
    record_sha256: str


class WitnessCommand(Command):
    """The record whose refusal is witnessed."""

    record_sha256: str


_ANY = (NoRecord, RecordComplete)


def routes(refusals: Refusals, records: Records, hub: Hub, door: Door) -> list[web.RouteDef]:
    """PUT and DELETE /cases/{id}/record/refusal, POST …/witness."""

    @operation(
        "记录申请人拒签（写明理由）",
        "Note that the applicant refuses to sign, with the reason",
        rights.INSPECTORS,
        takes=RefuseCommand,
        gives=RecordShape,
        refuses=(*_ANY, RecordChanged, AlreadySigned, RefusalUnexplained, CustodyBroken),
    )
    async def note(request: web.Request) -> web.Response:
        user, case_id = await door.staff(request), request.match_info["case"]
        command = await read_command(request, RefuseCommand)
        await refusals.note(user, case_id, command.reason, command.record_sha256)
        return await told_record(records, hub, case_id)

    @operation(
        "见证拒签（另一名勘验人员）",
        "Witness the refusal, as the second inspector",
        rights.INSPECTORS,
        takes=WitnessCommand,
        gives=RecordShape,
        refuses=(*_ANY, RecordChanged, NoRefusal, OwnWitness, CustodyBroken),
    )
    async def witness(request: web.Request) -> web.Response:
        user, case_id = await door.staff(request), request.match_info["case"]
        command = await read_command(request, WitnessCommand)
        await refusals.witness(user, case_id, command.record_sha256)
        return await told_record(records, hub, case_id)

    @operation(
        "撤回拒签记录",
        "Take the note of a refusal back",
        rights.INSPECTORS,
        gives=RecordShape,
        refuses=(*_ANY, NoRefusal),
    )
    async def withdraw(request: web.Request) -> web.Response:
        user, case_id = await door.staff(request), request.match_info["case"]
        await refusals.withdraw(user, case_id)
        return await told_record(records, hub, case_id)

    path = "/api/v1/cases/{case}/record/refusal"
    return [
        web.put(path, note),
        web.post(f"{path}/witness", witness),
        web.delete(path, withdraw),
    ]
