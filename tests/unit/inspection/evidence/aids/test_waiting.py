import asyncio

import aiohttp
import pytest
from aiohttp import web

from inspection.evidence.aids.waiting import while_awaited


@pytest.fixture
async def served():
    """A server as the service runs one: it does not cancel handlers of gone callers itself."""
    begun, ended = asyncio.Event(), asyncio.Event()

    async def endless():
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async def quick():
        return "read"

    async def handler(request):
        work = quick() if request.path == "/quick" else endless()
        return web.Response(text=await while_awaited(request, work))

    app = web.Application()
    app.add_routes([web.post("/{what}", handler)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    yield f"http://127.0.0.1:{port}", begun, ended
    await runner.cleanup()


async def test_work_ends_when_the_page_that_asked_is_closed(served):
    address, begun, ended = served
    async with aiohttp.ClientSession() as page:
        asking = asyncio.create_task(page.post(f"{address}/endless"))
        await begun.wait()
        asking.cancel()
    async with asyncio.timeout(10):
        await ended.wait()


async def test_who_waits_gets_the_result(served):
    address, _, _ = served
    async with aiohttp.ClientSession() as page, page.post(f"{address}/quick") as answer:
        assert await answer.text() == "read"
