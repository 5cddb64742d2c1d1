"""The virtual phone's connections."""

import asyncio
import socket
from pathlib import Path

import aiohttp
import pytest

from webrtc.phone import PanoramaCamera, WhipPublisher


def open_files():
    """What is open now: sockets by their own numbers, for places in the table are used again."""
    return {one.readlink() for one in Path("/proc/self/fd").iterdir() if one.is_symlink()}


async def dial(http, port):
    camera = PanoramaCamera.of_room(None)
    await WhipPublisher.publish(http, f"http://127.0.0.1:{port}/whip", "token", camera)


async def test_a_dial_that_nobody_answers_leaves_no_socket_open():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with aiohttp.ClientSession() as http:
        before = open_files()
        with pytest.raises(aiohttp.ClientConnectorError):
            await dial(http, port)
        assert open_files() <= before


async def test_a_dial_given_up_while_the_service_is_silent_leaves_no_socket_open():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        async with aiohttp.ClientSession() as http:
            before = open_files()
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(2):
                    await dial(http, silent.getsockname()[1])
            assert open_files() <= before
