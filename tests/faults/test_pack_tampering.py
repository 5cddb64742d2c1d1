"""Scorecard E2: whatever is done to an evidence pack is detected, and the report names it.

The verifier under test is `verify.py` as it lies in packs: one file, loaded on its own. It is made
of the product's own modules (`tests/unit/inspection/evidence/test_verify_alone.py`).
"""

import asyncio
import io
import json
import random
import types
import zipfile
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from foundation import cms
from foundation.keyring import open_keyring
from inspection.evidence.verifier.bundle import single_file
from inspection.evidence.verifier.form import canonical, leaves
from tests.support.clock import FrozenClock
from tests.support.forging import rewritten
from tests.support.full_case import full_case
from tests.support.tampering import (
    edited_line,
    files_of,
    packed,
    resealed,
    with_file,
    with_value,
)

NOW = datetime(2026, 11, 25, tzinfo=UTC)
ROWS = (
    *("case.json", "findings.json", "evidence.json", "record/content.json"),
    *("readings.json", "notes.json", "redactions.json", "challenges.json"),
    *("notice/content.json", "notice/notice.json"),
)
MANY = settings(max_examples=40)  # each runs openssl four times


class Packed(bytes):
    """A pack; a failing example does not print half a megabyte."""

    def __repr__(self):
        return f"<{len(self)} bytes>"


class Words(list):
    """All words of a pack."""

    def __repr__(self):
        return f"<{len(self)} words>"


@pytest.fixture(scope="module")
def verifier():
    """`verify.py` as a module of its own."""
    alone = types.ModuleType("verify")
    exec(single_file(), alone.__dict__)  # noqa: S102 - our own file
    return alone


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    async def made():
        found = await full_case(tmp_path_factory.mktemp("archive"), FrozenClock())
        found.packed = await found.export()
        await found.database.close()
        return found

    return asyncio.run(made())


@pytest.fixture(scope="module")
def clean(archive):
    return Packed(archive.packed)


@pytest.fixture(scope="module")
def check(verifier, tmp_path_factory):
    """The faults a pack's report names, as (file, field)."""
    path = tmp_path_factory.mktemp("packs") / "pack.zip"

    def faults(pack, **more):
        path.write_bytes(pack)
        report = verifier.verify(path, now=NOW, **more)
        return [(one.path, one.place) for one in report.faults]

    return faults


def names(faults):
    return {path for path, _ in faults}


def owner_of(verifier, pack, at):
    """The file a byte belongs to; `None` in the directory at the end."""
    for part in verifier.Pack(io.BytesIO(pack)).parts:
        if part.at <= at < part.data_at + part.size:
            return part.path
    return None


def test_a_clean_pack_raises_no_alarm(check, clean):
    assert check(clean) == []


def test_the_pack_under_test_holds_one_of_everything(verifier, clean):
    roles = {verifier.role_of(path) for path, _ in files_of(clean)}
    every = {role for _, role in verifier._ROLES}
    assert every - roles == {"time_stamp", "sm2_signature"}, "those need a server, have their own"
    endings = {path.rpartition("/")[2] for path, _ in files_of(clean)}
    assert endings >= {"original.pdf", "original.mp4", "poster.jpg", "covered.jpg", "notice.pdf"}


def test_a_clean_pack_fits_everything_that_was_kept_outside(check, archive, clean):
    files = dict(files_of(clean))
    said = json.loads(files["record/signatures.json"])
    held = [
        files[name].decode()
        for name in files
        if name.startswith("checkpoints/") and name.endswith("json")
    ]
    authority = archive.signer.certificates.authority.encode()
    assert check(clean, authority=authority, held=held, record_sha256=said["record_sha256"]) == []


@MANY
@given(st.data())
def test_a_flipped_bit_in_any_file_is_named_with_that_file_and_no_other(
    verifier, check, clean, data
):
    parts = verifier.Pack(io.BytesIO(clean)).parts
    part = data.draw(st.sampled_from(parts))
    is_header = data.draw(st.booleans())
    begin, end = (part.at, part.data_at) if is_header else (part.data_at, part.data_at + part.size)
    at, bit = data.draw(st.integers(begin, end - 1)), data.draw(st.integers(0, 7))
    changed = bytearray(clean)
    changed[at] ^= 1 << bit
    assert names(check(bytes(changed))) == {part.path}


@MANY
@given(st.data())
def test_a_flipped_bit_in_the_zip_directory_is_named(verifier, check, clean, data):
    last = verifier.Pack(io.BytesIO(clean)).parts[-1]
    at = data.draw(st.integers(last.data_at + last.size, len(clean) - 1))
    changed = bytearray(clean)
    changed[at] ^= 1 << data.draw(st.integers(0, 7))
    (fault,) = check(bytes(changed))
    assert fault[1].startswith(("ZIP directory", "end of directory"))


@pytest.mark.parametrize("path", ["manifest.json", "manifest.cms", "case.json"])
def test_a_changed_name_in_the_zip_directory_is_named_also_of_what_the_manifest_does_not_list(
    check, clean, path
):
    """One flipped bit in 300 of the directory fell on the name of the signature."""
    changed = bytearray(clean)
    changed[clean.rindex(path.encode())] ^= 1
    assert check(bytes(changed)) == [(path, "ZIP directory name")]


@pytest.mark.nightly
@pytest.mark.timeout(7200)
def test_every_byte_of_headers_signatures_and_checkpoints_is_guarded(verifier, check, clean):
    """Where bytes might be that no hash and no signature covers. Minutes: openssl judges each."""
    parts = verifier.Pack(io.BytesIO(clean)).parts
    places = [(at, part.path) for part in parts for at in range(part.at, part.data_at)]
    for part in parts:
        if part.path.startswith(("manifest.", "checkpoints/")):
            end = part.data_at + part.size
            places += [(at, part.path) for at in range(part.data_at, end)]
    for at, path in places:
        changed = bytearray(clean)
        changed[at] ^= 1 << (at % 8)
        assert names(check(bytes(changed))) == {path}, at


@pytest.fixture(scope="module")
def words(clean):
    """(file, place, value) of every word in the rows of a pack."""
    files = dict(files_of(clean))
    return Words(
        (path, place, value)
        for path in ROWS
        for place, value in leaves(json.loads(files[path]))
        if isinstance(value, str)
    )


@MANY
@given(number=st.integers(0, 10**6), more=st.sampled_from(["改", " ", "x"]))
def test_an_edited_row_is_named_with_its_file_and_field(check, clean, words, number, more):
    files = files_of(clean)
    path, place, value = words[number % len(words)]
    content = json.loads(dict(files)[path])
    changed = canonical(with_value(content, place, value + more)).encode()
    found = check(packed(with_file(files, path, changed)))
    assert names(found) == {path}
    assert place in [one for _, one in found]
    is_name_of_row = place.rpartition("/")[2] in {"id", "number", "item_id"}
    assert len(found) == 1 or is_name_of_row


@pytest.mark.parametrize("path", ["custody.jsonl", "audit.jsonl"])
@pytest.mark.parametrize("key", ["at", "previous"])
def test_an_edited_line_of_a_log_is_named_with_its_number_and_field(check, clean, path, key):
    files = files_of(clean)
    content = dict(files)[path]
    number = json.loads(content.splitlines()[2])["number"]
    changed = edited_line(content, 2, key, "x")
    assert check(packed(with_file(files, path, changed))) == [(path, f"/{number}/{key}")]


def test_every_file_that_is_dropped_is_named(check, clean):
    files = files_of(clean)
    for dropped, _ in files:
        found = check(packed([one for one in files if one[0] != dropped]))
        assert dropped in names(found), dropped


def test_an_added_file_is_named(check, clean):
    files = [*files_of(clean), ("evidence/ev_x/original.jpg", b"another")]
    assert check(packed(files)) == [("evidence/ev_x/original.jpg", "")]


def test_swapped_files_are_both_named(check, clean):
    files = files_of(clean)
    one, other = [path for path, _ in files if path.endswith("original.jpg")][:2]
    content = dict(files)
    swapped = with_file(with_file(files, one, content[other]), other, content[one])
    assert names(check(packed(swapped))) == {one, other}


def test_reordered_files_are_detected(check, clean):
    files = files_of(clean)
    moved = [*files[:5], files[6], files[5], *files[7:]]
    assert check(packed(moved)) == [(files[6][0], "")]


@MANY
@given(st.floats(0.0001, 0.9999))
def test_a_pack_that_is_cut_off_is_detected_wherever_and_what_is_lost_is_named(
    verifier, check, clean, share
):
    cut = int(len(clean) * share)
    try:
        found = names(check(clean[:cut]))
    except verifier.Unreadable:
        assert cut < 64, "not even the first header is whole"
        return
    lost = owner_of(verifier, clean, cut)
    assert (lost in found) if lost else found


def test_a_picture_that_was_encoded_anew_is_named(check, clean):
    files = files_of(clean)
    path = next(path for path, _ in files if path.endswith("original.jpg"))
    out = io.BytesIO()
    Image.open(io.BytesIO(dict(files)[path])).save(out, "JPEG", quality=95)
    assert check(packed(with_file(files, path, out.getvalue()))) == [(path, "content")]


def test_json_that_was_written_in_another_way_is_named(check, clean):
    files = files_of(clean)
    pretty = json.dumps(json.loads(dict(files)["case.json"]), ensure_ascii=False, indent=1)
    assert check(packed(with_file(files, "case.json", pretty.encode()))) == [("case.json", "")]


@pytest.mark.parametrize("path", ["manifest.json", "manifest.cms"])
def test_a_manifest_or_signature_of_another_pack_is_named(check, clean, archive, path):
    files = files_of(clean)
    said = json.loads(dict(files)["manifest.json"])
    said["made_at"] = "2026-11-24T09:00:00.000000+00:00"
    other = canonical(said).encode()
    content = other if path == "manifest.json" else archive.signer.sign(other, NOW)
    assert path in names(check(packed(with_file(files, path, content))))


def test_a_signature_with_another_version_inside_is_named_though_openssl_takes_it(check, clean):
    files = files_of(clean)
    ours = dict(files)["manifest.cms"]
    other = ours.replace(b"\x02\x01\x01\x31", b"\x02\x01\x03\x31", 1)
    assert other != ours
    assert check(packed(with_file(files, "manifest.cms", other))) == [("manifest.cms", "")]


def test_the_second_signature_that_every_ecdsa_signature_has_is_refused(
    check, clean, archive, monkeypatch
):
    """(r, order - s) is as good as (r, s): somebody without the key can write it."""
    monkeypatch.setattr(cms, "min", max, raising=False)
    files = files_of(clean)
    content = dict(files)["manifest.json"]
    at = datetime.fromisoformat(json.loads(content)["made_at"])
    other = archive.signer.sign(content, at)
    assert other != dict(files)["manifest.cms"]
    assert check(packed(with_file(files, "manifest.cms", other))) == [("manifest.cms", "")]


def test_another_key_is_detected_when_only_the_signature_is_exchanged(check, clean, tmp_path):
    forger = open_keyring(tmp_path, NOW)
    files = resealed(files_of(clean), forger, NOW)
    assert ("manifest.cms", "signature") in check(packed(files))


def test_another_key_with_its_own_certificates_does_not_fit_the_record(check, clean, tmp_path):
    forger = open_keyring(tmp_path, NOW)
    files = files_of(clean)
    files = with_file(files, "certificates/ca.pem", forger.certificates.authority.encode())
    files = with_file(files, "certificates/signer-1.pem", forger.certificates.signers[0].encode())
    for path, content in files:
        if path.startswith("checkpoints/") and path.endswith(".cms"):
            text = dict(files)[path.replace(".cms", ".json")]
            files = with_file(files, path, forger.sign(text, NOW))
            assert content != dict(files)[path]
    assert check(packed(resealed(files, forger, NOW))) == [("certificates/ca.pem", "")]


def test_a_forged_pack_that_fits_in_itself_is_detected_by_what_was_kept_outside(
    check, clean, archive, tmp_path
):
    forged = rewritten(files_of(clean), open_keyring(tmp_path, NOW), NOW)
    files = dict(files_of(clean))
    assert check(forged) == [], "in itself it is a good pack: that is why copies are kept outside"
    authority = archive.signer.certificates.authority.encode()
    assert ("certificates/ca.pem", "") in check(forged, authority=authority)
    said = json.loads(files["record/signatures.json"])["record_sha256"]
    assert check(forged, record_sha256=said) == [("record/content.json", "")]
    pushed = max(
        path for path in files if path.startswith("checkpoints/") and path.endswith("json")
    )
    assert names(check(forged, held=[files[pushed].decode()])) == {"custody.jsonl"}


@pytest.mark.parametrize(
    "name", ["../evil.py", "/etc/passwd", "a\\b", "evidence/../../x", "C:x", "a//b", ".ssh/x"]
)
def test_a_name_that_leads_outside_is_refused(verifier, check, clean, name):
    with pytest.raises(verifier.Unreadable, match="refused name"):
        check(packed([*files_of(clean), (name, b"x")]))


@pytest.mark.parametrize("name", ["case.json", "CASE.JSON"])
def test_a_name_that_is_there_twice_is_refused(verifier, check, clean, name):
    with pytest.raises(verifier.Unreadable, match="twice"):
        check(packed([*files_of(clean), (name, b"x")]))


def test_a_bomb_is_refused_without_being_opened(verifier, check):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("manifest.json", b"0" * 200_000_000)
    with pytest.raises(verifier.Unreadable, match="compressed"):
        check(out.getvalue())


def test_a_pack_that_was_packed_anew_with_compression_is_refused(verifier, check, clean):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again:
        for path, content in files_of(clean):
            again.writestr(path, content)
    with pytest.raises(verifier.Unreadable, match="compressed"):
        check(out.getvalue())


@pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.7", b"\0" * 5000])
def test_what_is_no_pack_is_unreadable(verifier, check, content):
    with pytest.raises(verifier.Unreadable):
        check(content)


@MANY
@given(st.integers(0, 2**32))
def test_damage_of_any_extent_gives_a_report_and_never_a_crash(verifier, check, clean, seed):
    dice = random.Random(seed)  # noqa: S311 - damage that can be repeated
    changed = bytearray(clean)
    for _ in range(dice.choice([2, 20, 500])):
        begin = dice.randrange(len(changed))
        changed[begin : begin + dice.randrange(40)] = dice.randbytes(dice.randrange(40))
    with suppress(verifier.Unreadable):
        assert check(bytes(changed))
