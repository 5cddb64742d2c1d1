import stat

import pytest

from foundation import gm
from tests.support.openssl import openssl

CONTENT = "国密".encode()


async def test_openssl_alone_takes_the_sm2_signature(tmp_path):
    signer = gm.open_sm2(tmp_path)
    (tmp_path / "content").write_bytes(CONTENT)
    (tmp_path / "sm2").write_bytes(await signer.sign(CONTENT))
    (tmp_path / "key.pem").write_text(signer.public_pem)
    ask = ("dgst", "-sm3", "-verify", tmp_path / "key.pem", "-sigopt", gm.SM2_ID, "-signature")
    assert openssl(*ask, tmp_path / "sm2", tmp_path / "content")[0]
    (tmp_path / "content").write_bytes(CONTENT + b" ")
    assert not openssl(*ask, tmp_path / "sm2", tmp_path / "content")[0]


def test_the_key_stays_and_nobody_else_can_read_it(tmp_path):
    first = gm.open_sm2(tmp_path)
    assert gm.open_sm2(tmp_path) == first
    assert stat.S_IMODE(first.key.stat().st_mode) == 0o600


def test_an_openssl_without_sm2_is_a_sentence_at_the_start(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(gm.NoSm2) as refusal:
        gm.open_sm2(tmp_path)
    assert "sm_signatures" in refusal.value.sentence_zh
