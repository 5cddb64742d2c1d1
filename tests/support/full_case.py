"""A case with one of everything that is kept around evidence, through the services themselves."""

from datetime import timedelta

from foundation.workdays import WorkCalendar
from inspection.evidence.copies import Copies
from inspection.evidence.notes.service import Notes
from inspection.evidence.reading_room import ReadingRoom
from inspection.evidence.redaction.model import Box
from inspection.evidence.redaction.service import Redactions
from inspection.evidence.service import EvidenceRoom
from inspection.live import challenge_store
from inspection.live.challenge_store import Challenge
from inspection.record.one_time_notice.places import Places
from inspection.record.one_time_notice.service import Notices
from tests.support.packs import Archive, Row
from tests.support.pictures import jpeg
from webrtc.engine import Clip

MEASURED, COVERED, PAPER, FILMED = "EX-03", "EX-05", "OF-05", "EX-17"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_MP4 = b"\0\0\0\x18ftypisom" + bytes(range(200))  # what counts here is that no byte may change


async def gathered(archive: Archive) -> None:
    """Codes, readings with a change, a clip, a document, a cover, a note and another taken back."""
    database, blobs, clock = archive.database, archive.blobs, archive.clock
    case_id, wang = archive.case.id, archive.wang
    room = EvidenceRoom(database, blobs, clock, lambda: None)
    readings, notes = ReadingRoom(database, clock), Notes(database, clock)
    code = Challenge("4711", clock.now(), clock.now() + timedelta(minutes=3))
    async with database.transaction() as transaction:
        await challenge_store.add(transaction, case_id, 1, code, wang.id)
    kept = {}
    for item in (MEASURED, COVERED):
        clock.move(seconds=1)
        frame = jpeg(item, (400, 300))
        kept[item] = await room.keep_frame(wang, case_id, item, frame, clock.now())
    for value, reason in (("1.85", ""), ("1.58", "看错了一位"), (None, "重新量"), ("1.86", "")):
        clock.move(seconds=1)
        said = {"value": value, "evidence_id": kept[MEASURED].id, "reason": reason}
        await readings.type_in(wang, case_id, MEASURED, 0, **said)
    await room.keep_document(archive.zhao, case_id, PAPER, PDF)
    film = Clip(_MP4, "video/mp4", clock.now(), 10_000, jpeg("poster"), 640, 480, "video/h264")
    kept[FILMED] = await room.keep_clip(wang, case_id, FILMED, film)
    copies = Copies(database, blobs, clock)
    for one in kept.values():
        await copies.handle(Row({"evidence": one.id}))
    boxes = [Box(0.2, 0.1, 0.4, 0.5)]
    await Redactions(database, blobs, clock).cover(wang, kept[COVERED].id, boxes, "店员人脸")
    for value in ("YJ-8000A", "YJ-8000B"):
        clock.move(seconds=1)
        how = {"is_code": False, "title": "型号", "value": value, "proposed": {"proposed": value}}
        note = await notes.confirm_read(wang, kept[MEASURED].id, **how)
    await notes.withdraw(wang, kept[MEASURED].id, note.id)


async def full_case(folder, clock) -> Archive:
    """Gathered, judged with a fault, signed; the one-time notice is made and printed."""
    archive = await Archive.opened(folder, clock)
    await gathered(archive)
    await archive.capture(2)
    await archive.determine(fail=(MEASURED,), noticed=notices)
    return archive


def notices(archive: Archive, press) -> Notices:
    """Those of the archive's house, which has no sample room."""
    basics = (archive.database, archive.blobs, archive.clock, press, archive.signer, None)
    return Notices(
        *basics, lambda: Places("none"), "http://localhost:8080", 20, WorkCalendar(), _no_view
    )


async def _no_view(_room, _hotspot):
    """Nothing was rendered."""
