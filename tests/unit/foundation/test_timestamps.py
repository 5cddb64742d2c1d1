"""Time stamps of a real authority (`openssl ts`), and answers that are refused."""

from datetime import timedelta

import pytest

from foundation import der
from foundation.timestamps import HttpTimestamps, NotStamped, token_of
from tests.support.openssl import openssl
from tests.support.tsa import Authority

CONTENT = "检查点".encode()


@pytest.fixture
async def authority(tmp_path):
    made = Authority(tmp_path)
    made.server = await made.started()
    yield made
    await made.server.close()


@pytest.fixture
def timestamps(authority):
    return HttpTimestamps(str(authority.server.make_url("/")), authority.pem)


async def test_openssl_alone_takes_the_token_and_refuses_it_for_other_bytes(timestamps, tmp_path):
    stamp = await timestamps.stamp(CONTENT)
    (tmp_path / "token").write_bytes(stamp.token)
    (tmp_path / "ca.pem").write_text(timestamps.authority)
    (tmp_path / "content").write_bytes(CONTENT)
    ask = ("ts", "-verify", "-in", tmp_path / "token", "-token_in", "-CAfile", tmp_path / "ca.pem")
    assert openssl(*ask, "-data", tmp_path / "content")[0]
    (tmp_path / "content").write_bytes(CONTENT + b" ")
    assert not openssl(*ask, "-data", tmp_path / "content")[0]


async def test_a_stamp_says_when_it_was_made_and_how_long_it_can_be_checked(timestamps):
    stamp = await timestamps.stamp(CONTENT)
    assert timedelta(days=364) < stamp.valid_until - stamp.at < timedelta(days=366)


@pytest.mark.parametrize("mood", ["down", "garbage", "empty", "refuses", "of other bytes"])
async def test_an_answer_that_is_no_stamp_of_our_bytes_is_refused(timestamps, authority, mood):
    authority.mood = mood
    with pytest.raises(NotStamped):
        await timestamps.stamp(CONTENT)


async def test_a_stamp_of_another_authority_is_refused(timestamps, tmp_path):
    (tmp_path / "other").mkdir()
    foreign = HttpTimestamps(timestamps.url, Authority(tmp_path / "other").pem)
    with pytest.raises(NotStamped, match="timestamp_ca"):
        await foreign.stamp(CONTENT)


async def test_an_authority_that_is_not_there_is_a_sentence(timestamps):
    gone = HttpTimestamps("http://127.0.0.1:9/", timestamps.authority)
    with pytest.raises(NotStamped) as refusal:
        await gone.stamp(CONTENT)
    assert "稍后" in refusal.value.sentence_zh


def test_a_reply_without_a_token_is_refused():
    with pytest.raises(ValueError, match="status 02"):
        token_of(der.sequence(der.sequence(der.integer(2))))
