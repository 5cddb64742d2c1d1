from types import SimpleNamespace

import pytest

from inspection.evidence import store
from inspection.evidence.aids.darkroom import Darkroom
from inspection.evidence.aids.faces import find_faces
from inspection.evidence.aids.service import Aids
from inspection.evidence.copies import Copies
from inspection.evidence.errors import PicturesOnly
from inspection.evidence.notes.service import Notes
from inspection.evidence.redaction.model import Box, CopiesNotMade
from inspection.evidence.redaction.service import Redactions
from inspection.evidence.service import EvidenceRoom
from tests.support.packs import Archive
from tests.support.pictures import jpeg
from webrtc.engine import Clip

BOX = [Box(0.2, 0.2, 0.5, 0.5)]


@pytest.fixture
async def archive(tmp_path, clock):
    opened = await Archive.opened(tmp_path, clock)
    yield opened
    await opened.database.close()


async def test_a_picture_whose_first_copies_are_not_made_is_covered_a_little_later(archive):
    room = EvidenceRoom(archive.database, archive.blobs, archive.clock, lambda: None)
    now = archive.clock.now()
    kept = await room.keep_frame(archive.wang, archive.case.id, "KL-01", jpeg(), now)
    redactions = Redactions(archive.database, archive.blobs, archive.clock)
    with pytest.raises(CopiesNotMade):
        await redactions.cover(archive.wang, kept.id, BOX, "店员人脸")


async def test_a_late_second_run_of_the_copies_job_does_not_show_what_is_covered(archive):
    await archive.capture(1)
    (kept,) = await archive.pictures()
    redactions = Redactions(archive.database, archive.blobs, archive.clock)
    covered = await redactions.cover(archive.wang, kept.id, BOX, "店员人脸")
    late = Copies(archive.database, archive.blobs, archive.clock)
    await late.handle(SimpleNamespace(body={"evidence": kept.id}))
    async with archive.database.transaction() as transaction:  # and one that had read before
        await store.set_copies(
            transaction,
            kept.id,
            thumbnail=kept.thumbnail_sha256,
            watermarked=kept.watermarked_sha256,
        )
    assert (await archive.pictures())[0] == covered
    assert covered.watermarked_sha256 != kept.watermarked_sha256


async def test_a_clip_is_neither_covered_nor_read_though_a_picture_shows_it(archive):
    room = EvidenceRoom(archive.database, archive.blobs, archive.clock, lambda: None)
    clip = Clip(b"film", "video/webm", archive.clock.now(), 4000, jpeg(), 640, 480, "video/VP8")
    kept = await room.keep_clip(archive.wang, archive.case.id, "KL-01", clip)
    await Copies(archive.database, archive.blobs, archive.clock).handle(
        SimpleNamespace(body={"evidence": kept.id})
    )
    redactions = Redactions(archive.database, archive.blobs, archive.clock)
    notes = Notes(archive.database, archive.clock)
    aids = Aids(archive.database, archive.blobs, Darkroom())
    with pytest.raises(PicturesOnly):
        await redactions.cover(archive.wang, kept.id, BOX, "店员人脸")
    with pytest.raises(PicturesOnly):
        await aids.see(archive.wang, kept.id, find_faces)
    with pytest.raises(PicturesOnly):
        await notes.confirm_read(
            archive.wang, kept.id, is_code=False, title="型号", value="A", proposed={}
        )
