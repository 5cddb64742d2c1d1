import asyncio
from unittest.mock import Mock

import pytest
from aiohttp.streams import StreamReader
from aiohttp.test_utils import make_mocked_request

from webrtc.engine import MalformedOffer
from webrtc.sdp import MOST_BYTES
from webrtc.sessions import SDP, read_offer


def posting(**headers):
    loop = asyncio.get_running_loop()
    body = StreamReader(Mock(_reading_paused=False), 2**16, loop=loop)
    return make_mocked_request("POST", "/", {"Content-Type": SDP, **headers}, payload=body), body


async def test_an_offer_that_arrives_in_pieces_over_a_slow_network_is_read_whole():
    request, body = posting()
    reading = asyncio.create_task(read_offer(request))
    body.feed_data(b"v=0\r\n")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    body.feed_data(b"a=mid:0\r\n")
    body.feed_eof()
    assert await reading == "v=0\r\na=mid:0\r\n"


async def test_an_offer_without_end_is_refused_by_its_size():
    request, body = posting()
    reading = asyncio.create_task(read_offer(request))
    body.feed_data(b"v" * (MOST_BYTES + 1))
    with pytest.raises(MalformedOffer, match=str(MOST_BYTES)):
        await reading
