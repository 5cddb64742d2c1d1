import os
from hashlib import sha256

import pytest

from foundation import blobs as blobs_module
from foundation.blobs import Damaged, StorageFull, TooManyUnknown


async def test_kept_bytes_come_back_under_their_hash(blobs):
    digest = await blobs.keep(b"picture")
    assert digest == sha256(b"picture").hexdigest()
    assert await blobs.read(digest) == b"picture"
    assert await blobs.keep(b"picture") == digest


async def test_the_file_and_its_folder_are_synced_before_saved_is_said(blobs, monkeypatch):
    calls = []
    real_fsync, real_rename = os.fsync, blobs_module.Path.rename
    monkeypatch.setattr(os, "fsync", lambda fd: (calls.append("fsync"), real_fsync(fd)))
    monkeypatch.setattr(
        blobs_module.Path,
        "rename",
        lambda self, to: (calls.append("rename"), real_rename(self, to)),
    )
    await blobs.keep(b"picture")
    assert calls[-3:] == ["fsync", "rename", "fsync"]


async def test_changed_bytes_are_never_handed_out(blobs, tmp_path):
    digest = await blobs.keep(b"picture")
    (tmp_path / "blobs" / digest[:2] / digest).write_bytes(b"another")
    with pytest.raises(Damaged):
        await blobs.read(digest)


async def test_a_full_disk_is_a_clear_refusal_and_leaves_no_half_file(blobs, tmp_path, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFull):
        await blobs.keep(b"picture")
    assert [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()] == []


async def test_files_without_a_row_are_swept_and_all_others_stay(blobs, tmp_path):
    known, orphan, fresh = [await blobs.keep(content) for content in (b"1", b"2", b"3")]
    folder = tmp_path / "blobs"
    half = folder / known[:2] / ".new-abc"
    half.write_bytes(b"half")
    for old in (folder / known[:2] / known, folder / orphan[:2] / orphan, half):
        os.utime(old, (1, 1))
    assert await blobs.sweep({known}) == 2
    assert await blobs.read(known) == b"1"
    assert await blobs.read(fresh) == b"3", "its row may be on its way"
    assert not half.exists()
    with pytest.raises(Damaged):
        await blobs.read(orphan)


async def test_a_database_that_knows_almost_nothing_costs_no_file(blobs, tmp_path, monkeypatch):
    monkeypatch.setattr(blobs_module, "MOST_SWEPT", 2)
    digests = [await blobs.keep(content) for content in (b"1", b"2", b"3", b"4")]
    for digest in digests:
        os.utime(tmp_path / "blobs" / digest[:2] / digest, (1, 1))
    with pytest.raises(TooManyUnknown):
        await blobs.sweep({digests[0]})
    assert await blobs.read(digests[3]) == b"4"


async def test_bytes_kept_again_count_as_fresh(blobs, tmp_path):
    digest = await blobs.keep(b"picture")
    os.utime(tmp_path / "blobs" / digest[:2] / digest, (1, 1))
    await blobs.keep(b"picture")
    assert await blobs.sweep(set()) == 0


@pytest.mark.parametrize("name", ["../../etc/passwd", "ab", "Z" * 64, ""])
async def test_a_name_that_is_no_hash_leads_nowhere(blobs, name):
    with pytest.raises(Damaged):
        await blobs.read(name)
