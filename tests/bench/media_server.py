"""`python -m tests.bench.media_server ours|recording|stock|janus`: one media server, one process.

Both speak WHIP and WHEP on loopback, on uvloop and with the garbage collector set as `server.py
serve` sets it; they differ in nothing but what forwards. Prints its port, runs until SIGTERM.
"""

import asyncio
import gc
import os
import signal
import sys
import tempfile
from pathlib import Path

import aioice.ice
import uvloop
from aiohttp import web
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaRelay

from foundation.clock import SystemClock
from foundation.http.app import new_app
from foundation.http.operation import operation
from foundation.logs import set_up_logs
from tests.bench.janus_server import janus_app
from tests.support.media import HeardNews, OpenGate
from webrtc import whep, whip
from webrtc.adapter_aiortc import aiortc_engine
from webrtc.gate import IN_ROOM
from webrtc.lag import LagMeter
from webrtc.recording.shelf import RecordingShelf

SDP = "application/sdp"


def loopback_only() -> None:
    """Offers 127.0.0.1 and nothing else, so that no measured packet leaves this machine."""
    aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: ["127.0.0.1"]


def ours(recordings: RecordingShelf | None = None) -> web.Application:
    """The service's engine behind the service's own WHIP and WHEP; `/lag` tells of its loop."""
    engine = aiortc_engine(
        ice_servers=[],
        observer=HeardNews(),
        loopback=True,
        clock=SystemClock(),
        recordings=recordings,
    )
    app = new_app()
    app.add_routes([*whip.routes(engine, OpenGate()), *whep.routes(engine, OpenGate())])
    meters: list[LagMeter] = []

    async def lag(_request: web.Request) -> web.Response:
        late = [(one.p99_ms(), one.max_ms()) for one in meters]
        meters[:] = [LagMeter()]
        return web.json_response(
            dict(zip(("p99_ms", "max_ms"), late[0], strict=True)) if late else {}
        )

    async def close(_app: web.Application) -> None:
        await engine.close()

    app.router.add_get("/lag", operation("延迟", "Lag", IN_ROOM)(lag))
    app.on_cleanup.append(close)
    return app


def recording() -> web.Application:
    """Ours, which records every phone into a folder that is removed at the end."""
    folder = tempfile.TemporaryDirectory(prefix="films-", dir="bench")
    app = ours(RecordingShelf(Path(folder.name), SystemClock()))

    async def remove(_app: web.Application) -> None:
        folder.cleanup()

    app.on_cleanup.append(remove)
    return app


class Stock:
    """What the library's own examples do: `MediaRelay`, so every picture is decoded and encoded."""

    def __init__(self) -> None:
        self.relay = MediaRelay()
        self.tracks: dict[str, list] = {}
        self.pcs: list[RTCPeerConnection] = []

    async def publish(self, request: web.Request) -> web.Response:
        pc = self._connection()
        arrived = self.tracks.setdefault(request.match_info["room"], [])
        pc.on("track", arrived.append)
        return await self._answer(pc, request)

    async def play(self, request: web.Request) -> web.Response:
        tracks = self.tracks.get(request.match_info["room"], ())
        if not tracks:
            raise web.HTTPConflict
        pc = self._connection()
        for track in tracks:
            pc.addTrack(self.relay.subscribe(track))
        return await self._answer(pc, request)

    def _connection(self) -> RTCPeerConnection:
        pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.pcs.append(pc)
        return pc

    async def _answer(self, pc: RTCPeerConnection, request: web.Request) -> web.Response:
        await pc.setRemoteDescription(RTCSessionDescription(await request.text(), "offer"))
        await pc.setLocalDescription(await pc.createAnswer())
        return web.Response(status=201, text=pc.localDescription.sdp, content_type=SDP)


def stock() -> web.Application:
    """Stock aiortc under the same addresses."""
    server = Stock()
    app = web.Application()
    app.add_routes(
        [
            web.post("/api/v1/media/{room}/whip", server.publish),
            web.post("/api/v1/media/{room}/whep/{publisher}", server.play),
        ]
    )
    return app


KINDS = ("ours", "recording", "stock", "janus")


async def run(kind: str) -> None:
    more = ""
    if kind == "janus":
        app, more = await janus_app()
    else:
        app = {"ours": ours, "recording": recording, "stock": stock}[kind]()
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], more, flush=True)  # noqa: T201 - the one line whoever started us reads
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    await runner.cleanup()
    if kind == "stock":
        os._exit(0)  # its decoder threads would keep the process alive (media-notes, pitfall 1)


if __name__ == "__main__":
    set_up_logs()
    loopback_only()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run(sys.argv[1]))
