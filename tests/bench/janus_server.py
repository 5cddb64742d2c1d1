"""WHIP and WHEP of a private Janus, so that the same load can be put on it as on our engine."""

import tempfile
from pathlib import Path

from aiohttp import web

from foundation.certificate import lan_address
from tests.support.janus import Janus
from webrtc.janus.api import Handle, JanusApi
from webrtc.janus.sdp import crossed, for_janus

SDP = "application/sdp"
EVENT_LOOPS = 2  # what was best for it (media-notes, section 2)


class JanusServer:
    """One Janus process and its VideoRoom plugin; rooms are made when first published to."""

    def __init__(self, janus: Janus) -> None:
        self.janus = janus
        self._api = JanusApi(janus.url, "", janus.secret)
        self._feeds: dict[str, int] = {}

    async def publish(self, request: web.Request) -> web.Response:
        room = request.match_info["room"]
        handle = await self._handle()
        await handle.ask({"request": "create", "room": room, "videocodec": "vp8", "bitrate": 0})
        await handle.ask({"request": "join", "ptype": "publisher", "room": room})
        offer = for_janus(await request.text())
        reply = await handle.ask({"request": "publish"}, offer=offer)
        return web.Response(status=201, text=reply.sdp, content_type=SDP)

    async def play(self, request: web.Request) -> web.Response:
        room = request.match_info["room"]
        handle = await self._handle()
        there = await handle.ask({"request": "listparticipants", "room": room})
        feeds = [one["id"] for one in there.data["participants"] if one["publisher"]]
        if not feeds:
            await handle.detach()
            raise web.HTTPConflict
        streams = [{"feed": feeds[0]}]
        asked = {"request": "join", "ptype": "subscriber", "room": room, "streams": streams}
        reply = await handle.ask(asked)
        for_viewer, to_janus = crossed(await request.text(), reply.sdp)
        await handle.ask({"request": "start"}, answer=to_janus)
        return web.Response(status=201, text=for_viewer, content_type=SDP)

    async def _handle(self) -> Handle:
        return await self._api.attach(lambda _message: None)

    async def close(self, _app: web.Application) -> None:
        await self._api.close()
        await self.janus.stop()


async def janus_app() -> tuple[web.Application, str]:
    """The application, and what a load must know: whose processor time counts, which address."""
    folder = tempfile.TemporaryDirectory(prefix="janus-")
    janus = Janus(Path(folder.name), event_loops=EVENT_LOOPS)
    await janus.start()
    server = JanusServer(janus)
    app = web.Application()
    app.add_routes(
        [
            web.post("/api/v1/media/{room}/whip", server.publish),
            web.post("/api/v1/media/{room}/whep/{publisher}", server.play),
        ]
    )
    app.on_cleanup.append(server.close)
    app["folder"] = folder  # removed with the application
    return app, f"{janus.pid} {lan_address()}"
