"""Keys that sign evidence, checked by the openssl program and by nothing of ours."""

import stat
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes

from foundation import keys_command
from foundation.keyring import NoAuthorityKey, fingerprint, open_keyring, rotate
from tests.support.openssl import accepts_cms, openssl

TEXT = '{"root":"检查点"}'.encode()


@pytest.fixture
def keyring(tmp_path, clock):
    return open_keyring(tmp_path, clock.now())


def accepts(tmp_path, keyring, content, cms, at):
    return accepts_cms(tmp_path, content, cms, keyring.certificates.authority, int(at.timestamp()))


def test_openssl_alone_takes_a_signature_and_refuses_other_bytes(tmp_path, keyring, clock):
    cms = keyring.sign(TEXT, clock.now())
    assert accepts(tmp_path, keyring, TEXT, cms, clock.now())[0]
    good, said = accepts(tmp_path, keyring, TEXT + b" ", cms, clock.now())
    assert not good, said


def test_openssl_reads_the_signature_as_plain_cms(tmp_path, keyring, clock):
    (tmp_path / "x.cms").write_bytes(keyring.sign(TEXT, clock.now()))
    good, said = openssl("cms", "-cmsout", "-print", "-inform", "DER", "-in", tmp_path / "x.cms")
    assert good, said
    for part in ("ecdsa-with-SHA256", "signingTime", "Nov 24", "id-smime-aa-signingCertificateV2"):
        assert part in said


def test_equal_content_time_and_key_give_equal_bytes(keyring, clock):
    assert keyring.sign(TEXT, clock.now()) == keyring.sign(TEXT, clock.now())
    assert keyring.sign(TEXT, clock.now()) != keyring.sign(TEXT + b" ", clock.now())


def test_the_same_keys_are_there_at_the_next_start(tmp_path, keyring, clock):
    assert open_keyring(tmp_path, clock.now()).certificates == keyring.certificates


def test_nobody_else_can_read_the_keys(tmp_path, keyring):
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    files = sorted(path.name for path in (tmp_path / "keys").iterdir())
    assert files == ["ca.key", "ca.pem", "signer-0001.key", "signer-0001.pem"]
    for path in (tmp_path / "keys").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


def test_signatures_of_an_earlier_key_stay_good(tmp_path, keyring, clock):
    old = keyring.sign(TEXT, clock.now())
    newer = rotate(tmp_path, clock.now())
    assert newer.certificate.serial_number != keyring.certificate.serial_number
    assert newer.certificates.authority == keyring.certificates.authority
    assert newer.certificates.signers[0] == keyring.certificates.signers[0]
    assert len(newer.certificates.signers) == 2
    for cms in (old, newer.sign(TEXT, clock.now())):
        good, said = accepts(tmp_path, newer, TEXT, cms, clock.now())
        assert good, said


def test_a_key_that_soon_ends_is_replaced_at_the_next_start(tmp_path, keyring, clock):
    ends = keyring.certificate.not_valid_after_utc
    assert open_keyring(tmp_path, ends - timedelta(days=31)).certificate == keyring.certificate
    assert open_keyring(tmp_path, ends - timedelta(days=29)).certificate != keyring.certificate


def test_without_the_authoritys_key_the_service_signs_on_but_makes_no_new_key(
    tmp_path, keyring, clock
):
    (tmp_path / "keys" / "ca.key").unlink()
    assert open_keyring(tmp_path, clock.now()).certificates == keyring.certificates
    with pytest.raises(NoAuthorityKey) as refusal:
        rotate(tmp_path, clock.now())
    assert "ca.key" in refusal.value.sentence_zh


def test_another_bureaus_signature_is_refused(tmp_path, keyring, clock):
    (tmp_path / "other").mkdir()
    other = open_keyring(tmp_path / "other", clock.now())
    assert not accepts(tmp_path, keyring, TEXT, other.sign(TEXT, clock.now()), clock.now())[0]


def test_the_fingerprint_is_the_one_openssl_names(tmp_path, keyring):
    path = tmp_path / "keys" / "ca.pem"
    _, said = openssl("x509", "-in", path, "-noout", "-fingerprint", "-sha256")
    assert said.rpartition("=")[2].replace(":", "").strip().lower() == fingerprint(
        keyring.certificates.authority
    )
    assert keyring.certificate.fingerprint(hashes.SHA256()).hex() == fingerprint(
        keyring.certificates.signers[0]
    )


def test_the_command_changes_the_key_and_names_it(tmp_path, keyring, capsys):
    assert keys_command.main(["rotate", "--data", str(tmp_path)]) == 0
    newest = (tmp_path / "keys" / "signer-0002.pem").read_text()
    assert fingerprint(newest) in capsys.readouterr().out
