import asyncio
from unittest.mock import Mock

import pytest
from aiohttp.streams import StreamReader
from aiohttp.test_utils import make_mocked_request

from foundation.http.problems import BodyTooLarge
from webrtc.sdp import MOST_BYTES
from webrtc.sessions import SDP, read_text, takes_sdp


def posting(**headers):
    loop = asyncio.get_running_loop()
    body = StreamReader(Mock(_reading_paused=False), 2**16, loop=loop)
    return make_mocked_request("POST", "/", {"Content-Type": SDP, **headers}, payload=body), body


async def test_an_offer_that_arrives_in_pieces_over_a_slow_network_is_read_whole():
    request, body = posting()
    reading = asyncio.create_task(read_text(request, SDP))
    body.feed_data(b"v=0\r\n")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    body.feed_data(b"a=mid:0\r\n")
    body.feed_eof()
    assert await reading == "v=0\r\na=mid:0\r\n"


async def test_an_offer_without_end_is_refused_by_its_size():
    request, body = posting()
    reading = asyncio.create_task(read_text(request, SDP))
    body.feed_data(b"v" * (MOST_BYTES + 1))
    with pytest.raises(BodyTooLarge):
        await reading


@pytest.mark.parametrize(
    ("accept", "is_taken"),
    [
        ("", True),
        ("*/*", True),
        ("application/sdp", True),
        ("text/html, application/*;q=0.5", True),
        ("Application/SDP", True),
        ("application/json", False),
        ("application/sdp; q=0", False),
    ],
)
def test_a_client_that_takes_no_sdp_is_known_before_a_connection_is_made(accept, is_taken):
    assert takes_sdp(accept) is is_taken
