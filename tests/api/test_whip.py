"""WHIP and WHEP as their documents say: RFC 9725 and draft-ietf-wish-whep, status by status."""

import pytest

from tests.support.exchange import SDP, WHEP, WHIP, Exchange
from webrtc.sdp import MOST_BYTES


@pytest.fixture
async def exchange(aiohttp_client, engine):
    opened = await Exchange.open(aiohttp_client, engine)
    yield opened
    await opened.close()


async def offer_of(caller):
    return (await caller).localDescription.sdp


# Bad input: each refusal says what is wrong, and a good offer after it is answered as ever.


@pytest.mark.parametrize("path", [WHIP, WHEP])
@pytest.mark.parametrize(
    ("data", "headers", "refusal"),
    [
        ("v=0\r\n", {"Content_Type": "application/json"}, (415, "media.wrong_type")),
        ("v=0\r\n", {"Content_Type": "text/plain"}, (415, "media.wrong_type")),
        ("v=0\r\n", {"Accept": "application/json"}, (406, "media.answer_not_wanted")),
        ("v=0\r\n", {"Accept": "application/sdp;q=0"}, (406, "media.answer_not_wanted")),
        ("", {}, (400, "media.sdp_malformed")),
        (b"\xff\xfe", {}, (400, "media.sdp_malformed")),
        ("garbage", {"Accept": "*/*"}, (400, "media.sdp_malformed")),
        ("v" * (MOST_BYTES + 1), {}, (413, "http.too_large")),
        ("v=0\r\n", {"who": "forged"}, (404, "not_found")),
        ("v=0\r\n", {"who": ""}, (404, "not_found")),
    ],
)
async def test_bad_input_is_refused_by_its_own_status(exchange, path, data, headers, refusal):
    answer = await exchange.ask("POST", path, data, **headers)
    assert (answer.status, answer.code) == refusal


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("a=sendrecv", "a=recvonly"), "recvonly"),
        (("a=sendrecv", "a=inactive"), "inactive"),
        (("opus/48000", "speex/48000"), "audio"),
    ],
)
async def test_an_offer_that_can_not_be_answered_whole_is_refused_whole(exchange, change, says):
    offer = (await offer_of(exchange.camera())).replace(*change)
    answer = await exchange.ask("POST", WHIP, offer)
    assert (answer.status, answer.code) == (422, "media.offer_not_answerable")
    assert says in answer.text


async def test_a_phone_with_only_codecs_nobody_here_forwards_is_told_so(exchange):
    offer = await offer_of(exchange.camera())
    offer = offer.replace("VP8/90000", "AV1/90000").replace("H264/90000", "H265/90000")
    answer = await exchange.ask("POST", WHIP, offer)
    assert (answer.status, answer.code) == (422, "media.offer_not_answerable")


async def test_a_viewer_of_nobody_is_told_to_come_again(exchange):
    answer = await exchange.ask("POST", WHEP, await offer_of(exchange.viewer()))
    assert (answer.status, answer.code) == (409, "media.publisher_absent")
    assert int(answer.headers["Retry-After"]) > 0


async def test_a_viewer_that_wants_to_send_is_refused(exchange, news):
    await exchange.publish()
    await news.wait_for("came")
    offer = (await offer_of(exchange.viewer())).replace("a=recvonly", "a=sendonly")
    answer = await exchange.ask("POST", WHEP, offer)
    assert (answer.status, answer.code) == (422, "media.offer_not_answerable")


async def test_after_all_that_a_good_offer_is_answered(exchange, news):
    for data in ("", "garbage", "v=0\r\n" * 1000):
        await exchange.ask("POST", WHIP, data)
    answer = await exchange.publish()
    assert answer.headers["Content-Type"].startswith(SDP)
    assert answer.headers["Location"].startswith(f"{WHIP}/")
    await news.wait_for("came")


# Ending.


async def test_a_session_that_was_ended_is_gone_and_stays_gone(exchange, news):
    location = (await exchange.publish()).headers["Location"]
    await news.wait_for("came")
    other = await exchange.ask("DELETE", location, who="zhao")
    assert other.status == 404, "somebody else's"
    assert (await exchange.ask("DELETE", location, If_Match='"another"')).status == 200
    await news.wait_for("gone")
    assert (await exchange.ask("DELETE", location)).status == 404
