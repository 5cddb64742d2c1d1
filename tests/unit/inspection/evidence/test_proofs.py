"""Scorecard E4: packs verify years later, over changed keys, and say which proof aged."""

from datetime import UTC, datetime, timedelta

import pytest

from foundation.gm import open_sm2
from foundation.keyring import rotate
from foundation.timestamps import HttpTimestamps, NotStamped
from inspection.evidence import custody_store as store
from inspection.evidence.proofs import Proofs
from inspection.evidence.verifier.command import verify
from tests.support.packs import Archive, verify_alone
from tests.support.tampering import files_of, packed, resealed, with_file
from tests.support.tsa import Authority

TODAY = datetime.now(UTC)  # openssl stamps with the machine's own time


@pytest.fixture
async def archive(tmp_path, clock):
    clock.moment = TODAY
    made = await Archive.opened(tmp_path, clock)
    await made.capture(1)
    await made.determine(on_paper=False)
    yield made
    await made.database.close()


@pytest.fixture
async def authority(tmp_path):
    (tmp_path / "tsa").mkdir()
    made = Authority(tmp_path / "tsa")
    server = await made.started()
    made.url = str(server.make_url("/"))
    yield made
    await server.close()


@pytest.fixture
def proofs(archive, authority):
    timestamps = HttpTimestamps(authority.url, authority.pem)
    return Proofs(archive.database, archive.clock, timestamps, None)


async def checked(archive, proofs, days):
    path = archive.folder / "pack.zip"
    path.write_bytes(await archive.export(proofs))
    return verify(path, now=TODAY + timedelta(days=days))


async def all_proved(archive, proofs):
    async with archive.database.reading() as view:
        for one in await store.checkpoints_of(view, archive.case.id):
            await proofs.prove(archive.case.id, one.size)


@pytest.mark.parametrize("days", [0, 400, 1000])
async def test_without_time_stamps_a_pack_is_good_while_its_certificate_is(archive, days):
    report = await checked(archive, None, days)
    assert (report.faults, report.aged) == ([], [])


@pytest.mark.parametrize("days", [1200, 3300, 4000])
async def test_without_time_stamps_the_report_says_that_the_signing_certificate_ended(
    archive, days
):
    report = await checked(archive, None, days)
    assert report.faults == []
    assert {one.path for one in report.aged} >= {"manifest.cms", "checkpoints/00000003.cms"}
    assert {one.place for one in report.aged} == {"certificate"}


@pytest.mark.parametrize("days", [0, 400, 1000, 3300, 4000])
async def test_stamped_anew_in_time_everything_verifies_without_a_word(
    archive, authority, proofs, days
):
    await all_proved(archive, proofs)
    archive.clock.move(days=300)
    authority.use(4200)
    assert await proofs.renew() == 2, "both checkpoints there are"
    assert await proofs.renew() == 0, "once is enough"
    report = await checked(archive, proofs, days)
    assert (report.faults, report.aged) == ([], [])
    assert "openssl ts" in report.tested["checkpoints/00000003.2.tst"]


@pytest.mark.parametrize("days", [400, 4000])
async def test_not_stamped_anew_the_report_names_the_stamp_that_aged(archive, proofs, days):
    await all_proved(archive, proofs)
    report = await checked(archive, proofs, days)
    assert report.faults == []
    stamps = [one.path for one in report.aged if one.path.endswith(".tst")]
    assert "checkpoints/00000003.1.tst" in stamps


async def test_after_the_key_was_changed_old_packs_and_old_cases_verify(archive, tmp_path):
    old = tmp_path / "old.zip"
    old.write_bytes(await archive.export())
    archive.signer = rotate(tmp_path, archive.clock.now())
    new = tmp_path / "new.zip"
    new.write_bytes(await archive.export())
    assert "certificates/signer-2.pem" in dict(files_of(new.read_bytes()))
    for pack in (old, new):
        status, said = verify_alone(pack, "--ca", tmp_path / "keys" / "ca.pem")
        assert status == 0, said


async def test_an_authority_that_is_down_costs_the_stamp_and_nothing_else(
    archive, authority, proofs
):
    authority.mood = "down"
    report = await checked(archive, proofs, 0)
    assert (report.faults, report.aged) == ([], [])
    with pytest.raises(NotStamped):  # the job's next try will do
        await proofs.prove(archive.case.id, 3)
    authority.mood = "good"
    await proofs.prove(archive.case.id, 3)
    await proofs.prove(archive.case.id, 3)
    assert "checkpoints/00000003.1.tst" in (await checked(archive, proofs, 0)).tested


async def test_a_stamp_of_another_checkpoint_is_named(archive, proofs):
    await all_proved(archive, proofs)
    files = files_of(await archive.export(proofs))
    one, other = "checkpoints/00000002.1.tst", "checkpoints/00000003.1.tst"
    files = with_file(files, one, dict(files)[other])
    path = archive.folder / "pack.zip"
    path.write_bytes(packed(resealed(files, archive.signer, TODAY)))
    report = verify(path, now=TODAY)
    assert [found.path for found in report.faults] == [one]


async def test_sm2_signatures_stand_beside_and_a_changed_one_is_named(archive, tmp_path):
    proofs = Proofs(archive.database, archive.clock, None, open_sm2(tmp_path))
    await all_proved(archive, proofs)
    path = tmp_path / "pack.zip"
    path.write_bytes(await archive.export(proofs))
    report = verify(path, now=TODAY)
    assert report.faults == []
    for signature in ("manifest.sm2", "checkpoints/00000003.sm2"):
        assert "openssl dgst -sm3" in report.tested[signature]
    files = files_of(path.read_bytes())
    broken = bytearray(dict(files)["manifest.sm2"])
    broken[-1] ^= 1
    path.write_bytes(packed(with_file(files, "manifest.sm2", bytes(broken))))
    assert [one.path for one in verify(path, now=TODAY).faults] == ["manifest.sm2"]
    path.write_bytes(packed([one for one in files if one[0] != "manifest.sm2"]))
    assert [one.path for one in verify(path, now=TODAY).faults] == ["manifest.sm2"]
