"""WHIP and WHEP as their documents say: RFC 9725 and draft-ietf-wish-whep, status by status."""

import asyncio

import pytest
from aiortc import RTCSessionDescription

from tests.support.exchange import SDP, TRICKLE, WHEP, WHIP, Exchange
from webrtc.engine import IceServer
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
        (b"\xff\xfe", {}, (400, "media.not_text")),
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


async def test_a_viewer_that_could_send_as_well_is_sent_to_and_not_listened_to(
    exchange, engine, news
):
    await exchange.publish()
    await news.wait_for("came")
    caller = await exchange.camera()  # offers to send and to receive
    answer = await exchange.ask("POST", WHEP, caller.localDescription.sdp, "user_1")
    assert answer.status == 201
    assert "a=sendonly" in answer.text
    assert not {"a=sendrecv", "a=recvonly"} & set(answer.text.splitlines())
    await caller.setRemoteDescription(RTCSessionDescription(answer.text, "answer"))
    async with asyncio.timeout(15):
        await caller.getTransceivers()[0].receiver.track.recv()
    assert {one.participant for one in engine.statistics("room")} == {"applicant"}
    assert ("came", "user_1") not in news.news


async def test_after_all_that_a_good_offer_is_answered(exchange, news):
    for data in ("", "garbage", "v=0\r\n" * 1000):
        await exchange.ask("POST", WHIP, data)
    answer = await exchange.publish()
    assert answer.headers["Content-Type"].startswith(SDP)
    assert answer.headers["Location"].startswith(f"{WHIP}/")
    await news.wait_for("came")


# Other verbs.


@pytest.mark.parametrize("path", [WHIP, WHEP])
async def test_the_address_says_what_may_be_posted_there(exchange, path):
    for method in ("GET", "HEAD"):
        look = await exchange.ask(method, path)
        assert (look.status, look.text) == (200, "")
        assert look.headers["Content-Type"] == SDP
        assert (await exchange.ask(method, path, who="forged")).status == 404
    told = await exchange.ask("OPTIONS", path, who="")
    assert (told.status, told.headers["Accept-Post"]) == (200, SDP)
    assert "Access-Control-Allow-Origin" not in told.headers


@pytest.mark.parametrize("path", [WHIP, WHEP])
async def test_other_verbs_are_refused_with_the_ones_there_are(exchange, path):
    told = set((await exchange.ask("OPTIONS", path)).headers["Allow"].split(", "))
    for method in ("PUT", "PATCH", "DELETE"):
        answer = await exchange.ask(method, path, "v=0")
        assert (answer.status, answer.code) == (405, "http.method")
        assert set(answer.headers["Allow"].split(",")) == told


# Ending.


async def test_a_session_that_was_ended_is_gone_and_stays_gone(exchange, news):
    location = (await exchange.publish()).headers["Location"]
    await news.wait_for("came")
    other = await exchange.ask("DELETE", location, who="zhao")
    assert other.status == 404, "somebody else's"
    assert (await exchange.ask("DELETE", location, If_Match='"another"')).status == 200
    await news.wait_for("gone")
    assert (await exchange.ask("DELETE", location)).status == 404


# Trickle.


def fragment_of(caller, *, ufrag=None):
    """What a client sends after its offer: credentials of that, candidates found since."""
    lines = caller.localDescription.sdp.splitlines()
    wanted = ("a=ice-ufrag:", "a=ice-pwd:", "a=candidate:", "a=mid:")
    second = [n for n, one in enumerate(lines) if one.startswith("m=")][1]
    kept = [one for one in lines[:second] if one.startswith(wanted)]
    if ufrag is not None:
        kept = [f"a=ice-ufrag:{ufrag}" if one.startswith("a=ice-ufrag") else one for one in kept]
    return "\r\n".join([*kept, "a=end-of-candidates", ""])


async def test_a_phone_that_finds_its_addresses_after_the_offer_is_seen(exchange, news):
    caller = await exchange.camera()
    answer = await exchange.publish(caller, without=("a=candidate", "a=end-of-candidates"))
    assert answer.headers["Accept-Patch"] == TRICKLE
    added = await exchange.ask(
        "PATCH",
        answer.headers["Location"],
        fragment_of(caller),
        Content_Type=TRICKLE,
        If_Match=answer.headers["ETag"],
    )
    assert (added.status, added.text) == (204, "")
    assert "ETag" not in added.headers
    await news.wait_for("came")


async def test_candidates_reach_the_connection(exchange, engine, monkeypatch):
    caller = await exchange.camera()
    answer = await exchange.publish(caller, without=("a=candidate", "a=end-of-candidates"))
    session_id = answer.headers["Location"].rpartition("/")[2]
    leg = engine._sessions[session_id].leg._leg
    public = "a=candidate:7 1 udp 2122260223 11.22.33.44 40000 typ srflx raddr x rport y"
    named = "a=candidate:8 1 udp 2122260223 phone.local 40000 typ host"
    data = fragment_of(caller) + f"{public}\r\n{named}\r\na=candidate:9 nonsense\r\n"
    patch = {"Content_Type": TRICKLE, "If_Match": "*"}
    added = await exchange.ask("PATCH", answer.headers["Location"], data, **patch)
    assert added.status == 204, "what can not be used is left out in silence"
    known = leg._dtls.transport._connection.remote_candidates
    assert "11.22.33.44" in {one.host for one in known}
    assert not [one for one in known if one.host.endswith(".local")]


async def test_each_patch_that_does_not_fit_is_refused_by_its_own_status(exchange, news):
    caller = await exchange.camera()
    answer = await exchange.publish(caller)
    await news.wait_for("came")
    location, tag = answer.headers["Location"], answer.headers["ETag"]
    good = fragment_of(caller)
    many = "".join(f"a=candidate:{n} 1 udp 1 11.22.33.44 {n} typ host\r\n" for n in range(1, 40))
    for data, headers, refusal in [
        (good, {}, (428, "media.if_match_missing")),
        (good, {"If_Match": '"other"'}, (412, "media.if_match_failed")),
        (good, {"If_Match": tag, "Content_Type": SDP}, (415, "media.wrong_type")),
        ("garbage", {"If_Match": tag}, (400, "media.fragment_malformed")),
        (b"\xff", {"If_Match": tag}, (400, "media.not_text")),
        ("a=" * MOST_BYTES, {"If_Match": tag}, (413, "http.too_large")),
        (good + many, {"If_Match": tag}, (422, "media.too_many_candidates")),
        (fragment_of(caller, ufrag="ffff"), {"If_Match": "*"}, (422, "media.ice_restart")),
        (good, {"If_Match": tag, "who": "zhao"}, (404, "not_found")),
        (good, {"If_Match": tag, "who": "forged"}, (404, "not_found")),
    ]:
        sent = {"Content_Type": TRICKLE, **headers}
        got = await exchange.ask("PATCH", location, data, **sent)
        assert (got.status, got.code) == refusal, headers
    assert ("gone", "applicant") not in news.news, "a refused restart ends nothing (RFC 9725)"
    assert (await exchange.ask("DELETE", location)).status == 200


async def test_a_connection_that_was_replaced_takes_no_candidates_any_more(exchange, news):
    first = await exchange.camera()
    older = await exchange.publish(first)
    await news.wait_for("came")
    ended = asyncio.Event()
    first.on("connectionstatechange", lambda: first.connectionState == "closed" and ended.set())
    await exchange.publish()
    async with asyncio.timeout(20):
        await ended.wait()
    patch = {"Content_Type": TRICKLE, "If_Match": older.headers["ETag"]}
    got = await exchange.ask("PATCH", older.headers["Location"], fragment_of(first), **patch)
    assert got.status == 404
    assert ("gone", "applicant") not in news.news


async def test_a_viewer_trickles_like_a_publisher(exchange, news):
    await exchange.publish()
    await news.wait_for("came")
    caller = await exchange.viewer()
    answer = await exchange.ask("POST", WHEP, caller.localDescription.sdp, "user_1")
    assert answer.status == 201
    patch = {"Content_Type": TRICKLE, "If_Match": answer.headers["ETag"], "who": "user_1"}
    got = await exchange.ask("PATCH", answer.headers["Location"], fragment_of(caller), **patch)
    assert got.status == 204


async def test_the_answer_names_the_servers_of_its_participant(aiohttp_client, engine):
    def servers(_room, participant):
        return [IceServer(("turn:192.0.2.1:3478",), f"1790000000:{participant}", "secret")]

    exchange = await Exchange.open(aiohttp_client, engine, servers)
    answer = await exchange.publish()
    assert answer.headers.getall("Link") == [
        '<turn:192.0.2.1:3478>; rel="ice-server"; username="1790000000:applicant"; '
        'credential="secret"; credential-type="password"'
    ]
    await exchange.close()
