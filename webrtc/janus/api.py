"""Janus' API: one session, in it handles on the VideoRoom plugin; and its Admin API for figures."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from webrtc.janus.wire import JanusAbsent, JanusRefused, Json, Wire

PLUGIN = "janus.plugin.videoroom"
KEEP_ALIVE_S = 20.0  # Janus ends a session after 60 s of silence


@dataclass(frozen=True)
class Reply:
    """What the plugin said; `sdp` of the description that came along, else empty."""

    data: Json
    sdp: str = ""


class Handle:
    """One attachment to the plugin: at most one peer connection."""

    def __init__(self, api: "JanusApi", number: int) -> None:
        self._api = api
        self.number = number

    async def ask(self, body: Json, *, offer: str = "", answer: str = "") -> Reply:
        """Sends a request to the plugin. Raises `JanusRefused`, `JanusAbsent`."""
        message: dict[str, Any] = {"janus": "message", "handle_id": self.number, "body": body}
        if offer or answer:
            message["jsep"] = {"type": "offer" if offer else "answer", "sdp": offer or answer}
        reply = await self._api.ask(message)
        data: Json = reply.get("plugindata", {}).get("data", {})
        if "error_code" in data:
            raise JanusRefused(int(data["error_code"]), str(data.get("error", "")))
        return Reply(data, str(reply.get("jsep", {}).get("sdp", "")))

    def listen(self, hear: Callable[[Json], None]) -> None:
        """From now on `hear` gets what Janus tells of the connection unasked."""
        self._api.listen(self.number, hear)

    async def trickle(self, candidates: Sequence[Json]) -> None:
        """Hands over candidates that came after the offer. Raises `JanusAbsent`."""
        await self._api.tell(
            {"janus": "trickle", "handle_id": self.number, "candidates": list(candidates)}
        )

    async def figures(self) -> Json:
        """The connection as the Admin API shows it. Raises `JanusRefused`, `JanusAbsent`."""
        return await self._api.figures(self.number)

    async def detach(self) -> None:
        """Ends the attachment and its connection; a second time is nothing."""
        self._api.forget(self.number)
        with suppress(JanusRefused, JanusAbsent):
            await self._api.ask({"janus": "detach", "handle_id": self.number})


class JanusApi:
    """Connected when first used, and anew after the connection broke.

    Args:
        url: of the WebSocket transport, `ws://127.0.0.1:8188`.
        admin_url: of the Admin API's; empty: no figures.
        secret: `api_secret` and `admin_secret` of `janus.jcfg`.
    """

    def __init__(self, url: str, admin_url: str, secret: str) -> None:
        self._url = url
        self._admin_url = admin_url
        self._secret = secret
        self._wire: Wire | None = None
        self._admin: Wire | None = None
        self._session = 0
        self._listeners: dict[int, Callable[[Json], None]] = {}
        self._beating: asyncio.Task[None] | None = None
        self._connecting = asyncio.Lock()

    async def attach(self, hear: Callable[[Json], None]) -> Handle:
        """A new handle; `hear` gets what Janus tells of it unasked, {"janus": "gone"} at the last.

        Raises `JanusRefused`, `JanusAbsent`.
        """
        await self._ensure_connected()
        reply = await self.ask({"janus": "attach", "plugin": PLUGIN})
        handle = Handle(self, int(reply["data"]["id"]))
        self._listeners[handle.number] = hear
        return handle

    def listen(self, handle: int, hear: Callable[[Json], None]) -> None:
        """Another listener of an attached handle."""
        self._listeners[handle] = hear

    def forget(self, handle: int) -> None:
        """Tells nobody any more about this handle."""
        self._listeners.pop(handle, None)

    async def ask(self, message: Json) -> Json:
        """A request within the session. Raises `JanusRefused`, `JanusAbsent`."""
        if self._wire is None:
            raise JanusAbsent("not connected")
        return await self._wire.ask(self._addressed(message))

    async def tell(self, message: Json) -> None:
        """A message without an answer. Raises `JanusAbsent`."""
        if self._wire is None:
            raise JanusAbsent("not connected")
        await self._wire.tell(self._addressed(message))

    def _addressed(self, message: Json) -> Json:
        where = {"session_id": self._session} if self._session else {}
        return {**message, **where, "apisecret": self._secret}

    async def figures(self, handle: int) -> Json:
        """What the Admin API knows of a handle. Raises `JanusRefused`, `JanusAbsent`."""
        admin = await self._opened_admin()
        asked = {"janus": "handle_info", "session_id": self._session, "handle_id": handle}
        return (await admin.ask({**asked, "admin_secret": self._secret}))["info"]

    async def _opened_admin(self) -> Wire:
        async with self._connecting:
            if self._admin is None or not self._admin.is_open:
                if not self._admin_url:
                    raise JanusAbsent("no Admin API")
                admin = Wire(self._admin_url, "janus-admin-protocol", _do_nothing)
                await admin.open()
                self._admin = admin
            return self._admin

    async def _ensure_connected(self) -> None:
        async with self._connecting:
            if self._wire is not None and self._wire.is_open and self._session:
                return
            await self._leave()
            self._wire = Wire(self._url, "janus-protocol", self._hear)
            await self._wire.open()
            self._session = int((await self.ask({"janus": "create"}))["data"]["id"])
            self._beating = asyncio.create_task(self._beat(), name="janus-alive")

    def _hear(self, message: Json) -> None:
        if message.get("janus") in {"gone", "timeout"}:
            self._session = 0
            listeners, self._listeners = self._listeners, {}
            for hear in listeners.values():
                hear({"janus": "gone"})
            return
        hear = self._listeners.get(int(message.get("sender", 0)))
        if hear is not None:
            hear(message)

    async def _beat(self) -> None:
        with suppress(JanusAbsent):
            while True:
                await asyncio.sleep(KEEP_ALIVE_S)
                await self.tell({"janus": "keepalive"})

    async def close(self) -> None:
        """Ends the session with everything in it."""
        self._listeners.clear()
        with suppress(JanusRefused, JanusAbsent):
            await self.ask({"janus": "destroy"})
        await self._leave()

    async def _leave(self) -> None:
        self._session = 0
        if self._beating is not None:
            self._beating.cancel()
            await asyncio.gather(self._beating, return_exceptions=True)
        for wire in (self._wire, self._admin):
            if wire is not None:
                await wire.close()
        self._wire, self._admin, self._beating = None, None, None


def _do_nothing(_message: Json) -> None:
    """The Admin API says nothing unasked."""
