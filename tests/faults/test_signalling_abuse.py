"""One ill-meaning page on the room's socket harms itself only (scorecard M9)."""

import asyncio
import resource

import aiohttp
import pytest
from aiohttp import WSCloseCode, WSMsgType

from inspection.live import socket as live_socket
from inspection.live.hub import MOST_OWN_PAGES
from tests.support.exchange import Exchange
from tests.support.house import open_bureau
from webrtc.phone import PanoramaCamera, WhipPublisher

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
NEW_CALL_WITHIN_S = 2.0  # scorecard M9


@pytest.fixture
async def bureau(database, clock, tmp_path, aiohttp_client):
    return await open_bureau(database, clock, tmp_path, aiohttp_client)


@pytest.fixture
async def wang(bureau):
    return await bureau.staff("wang")


@pytest.fixture
async def phone(bureau, wang):
    return await bureau.applicant(wang, bureau.case_id)


@pytest.fixture
async def seat(bureau, wang, phone):
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    return await phone.good("POST", "/api/v1/visit/call")


async def said_until_closed(socket):
    """What a page hears until the service lets go of it."""
    frames = []
    async with asyncio.timeout(10):
        while (message := await socket.receive()).type is WSMsgType.TEXT:
            frames.append(message.json())
    return frames


async def is_welcome(browser, address):
    socket = await browser.socket(address)
    await socket.send_json({"type": "hello"})
    async with asyncio.timeout(5):
        while (await socket.receive_json())["type"] != "welcome":
            pass
    await socket.close()


async def test_a_frame_over_64_kb_closes_the_page_with_1009(phone, seat):
    socket = await phone.socket(seat["socket"])
    await socket.send_str("x" * (live_socket.MOST_BYTES + 1))
    await said_until_closed(socket)
    assert socket.close_code == WSCloseCode.MESSAGE_TOO_BIG
    await is_welcome(phone, seat["socket"])


async def test_two_hundred_messages_in_a_second_close_the_page_with_a_reason(phone, seat):
    socket = await phone.socket(seat["socket"])
    for _ in range(200):
        await socket.send_json({"type": "hello"})
    codes = [one["code"] for one in await said_until_closed(socket) if one["type"] == "problem"]
    assert codes == ["call.too_fast"]
    await is_welcome(phone, seat["socket"])


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"type":1}', '{"type":"hello"', "\0"])
async def test_malformed_json_is_refused_and_the_page_stays(phone, seat, text):
    socket = await phone.socket(seat["socket"])
    await socket.send_str(text)
    while (frame := await socket.receive_json(timeout=5))["type"] != "problem":
        pass
    assert frame["code"] == "call.wrong_frame"
    await socket.send_json({"type": "hello"})
    while (await socket.receive_json(timeout=5))["type"] != "welcome":
        pass
    await socket.close()


@pytest.mark.parametrize("room", ["room_none", "room%00", "..%2f..", "x" * 3000])
async def test_a_wrong_room_does_not_exist(phone, seat, room):
    for query in ("", "?as=applicant"):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
            await phone.socket(f"/api/v1/calls/{room}/socket{query}")
        assert refusal.value.status == 404


@pytest.fixture
def many_files():
    """A process that holds both ends of 1,000 sockets."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


async def idle_sockets(http, address, count):
    """That many pages of one phone, none of which ever says or answers anything."""
    opened = []
    for _ in range(count // 100):
        batch = (http.ws_connect(address, headers=SAME_ORIGIN) for _ in range(100))
        opened += await asyncio.gather(*batch)
    return opened


@pytest.mark.usefixtures("many_files")
async def test_a_thousand_idle_sockets_are_capped_and_a_new_call_begins_in_two_seconds(
    bureau, wang, phone, seat
):
    unlimited = aiohttp.TCPConnector(limit=0)
    http = aiohttp.ClientSession(cookie_jar=phone.client.session.cookie_jar, connector=unlimited)
    address = phone.client.make_url(seat["socket"])
    flood = await idle_sockets(http, address, 1000)
    loop = asyncio.get_running_loop()
    cases = (await wang.good("GET", "/api/v1/cases"))["cases"]
    case = next(one["id"] for one in cases if one["id"] != bureau.case_id)
    began = loop.time()
    other = await wang.good("POST", f"/api/v1/cases/{case}/call")
    await is_welcome(wang, other["socket"])
    publisher = await WhipPublisher.publish(
        wang.client, other["whip"], other["token"], PanoramaCamera.of_room(None)
    )
    assert loop.time() - began <= NEW_CALL_WITHIN_S
    await publisher.close()
    open_pages = [
        page
        for page in bureau.house.hub._pages[bureau.case_id]  # what 1,000 sockets came to
        if page.person.id == "applicant"
    ]
    assert len(open_pages) == MOST_OWN_PAGES
    refused = [one for one in flood if (await one.receive()).data == WSCloseCode.TRY_AGAIN_LATER]
    assert len(refused) == len(flood) - MOST_OWN_PAGES
    await http.close()


async def test_who_does_not_have_the_certificate_he_named_sends_no_picture(
    aiohttp_client, engine, news
):
    exchange = await Exchange.open(aiohttp_client, engine)
    for attempt in range(10):
        caller = await exchange.camera()
        offer = caller.localDescription.sdp
        start = offer.index("a=fingerprint:sha-256 ") + len("a=fingerprint:sha-256 ")
        other = "00" if offer[start : start + 2] != "00" else "11"
        lines = (offer[:start] + other + offer[start + 2 :]).splitlines(keepends=True)
        stronger = ("a=fingerprint:sha-384", "a=fingerprint:sha-512")
        await exchange.publish(caller, f"stranger{attempt}", without=stronger, offer="".join(lines))
        await news.wait_for("gone", f"stranger{attempt}")
    assert not [what for what, _ in news.news if what == "came"], "no media in 10 of 10"
    assert not engine.statistics("room")
    await exchange.close()
