"""`python -m tests.support.besieged guarded|unguarded`: a media server for strangers to shoot at.

WHIP and WHEP of the real engine on uvloop, and GET /figures about itself. `unguarded` is the
library's own way of taking datagrams in, to show that the guard is what keeps sessions alive.
Prints its port, runs until SIGTERM.
"""

import asyncio
import signal
import sys

import aioice.ice
import uvloop
from aiohttp import web

from foundation.http.app import new_app
from foundation.logs import set_up_logs
from foundation.processes import calm_collector
from tests.bench.media_server import loopback_only
from tests.support.media import HeardNews, OpenGate, new_engine
from webrtc import adapter_aiortc, whep, whip
from webrtc.lag import LagMeter


def engine_of(kind, news):
    if kind == "guarded":
        return new_engine(news)
    # on the shared socket of the fast path a stranger is nobody's: only the contained one has teeth
    adapter_aiortc.fast_path_holds = lambda: False
    engine = new_engine(news)
    protocol = aioice.ice.StunProtocol
    protocol.datagram_received = protocol._unguarded
    return engine


async def run(kind):
    news = HeardNews()
    engine, lag = engine_of(kind, news), LagMeter()

    async def figures(_request):
        return web.json_response({"lag_max_ms": lag.max_ms(), "news": news.news})

    app = new_app()
    app.add_routes([*whip.routes(engine, OpenGate()), *whep.routes(engine, OpenGate())])
    app.add_routes([web.get("/figures", figures)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)  # noqa: T201 - the one line whoever started us reads
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    await engine.close()
    await runner.cleanup()


if __name__ == "__main__":
    set_up_logs()
    loopback_only()
    calm_collector(is_swept=True)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as loops:
        loops.run(run(sys.argv[1]))
