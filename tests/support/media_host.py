"""`python -m tests.support.media_host ADDRESS`: the media plane alone, in a process of its own.

WHIP and WHEP of the real engine, on uvloop as `server.py serve` runs it; a participant's name is
their token. Prints its port, runs until SIGTERM.
"""

import asyncio
import gc
import signal
import sys

import uvloop
from aiohttp import web

from foundation.clock import SystemClock
from foundation.http.app import new_app
from foundation.logs import set_up_logs
from tests.support.media import HeardNews, OpenGate
from webrtc import whep, whip
from webrtc.adapter_aiortc import aiortc_engine


async def run(address: str) -> None:
    # Loopback is not offered, so media takes the way the pages took.
    engine = aiortc_engine(
        ice_servers=[], observer=HeardNews(), loopback=False, clock=SystemClock()
    )
    app = new_app()
    app.add_routes([*whip.routes(engine, OpenGate()), *whep.routes(engine, OpenGate())])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, address, 0).start()
    print(runner.addresses[0][1], flush=True)  # noqa: T201 - the one line whoever started us reads
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    await engine.close()
    await runner.cleanup()


if __name__ == "__main__":
    set_up_logs()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as loops:
        loops.run(run(sys.argv[1]))
