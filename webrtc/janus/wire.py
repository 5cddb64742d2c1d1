"""One WebSocket to Janus: requests with their answers, and what it says unasked."""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

import aiohttp

from foundation.ids import new_secret

ANSWER_S = 8.0
Json = Mapping[str, Any]


class JanusRefused(Exception):
    """Janus answered with an error; `code` as in its documentation."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason


class JanusAbsent(Exception):
    """Janus does not answer, or the connection to it ended."""


class Wire:
    """Connected from `open` until `close` or until the other side goes."""

    def __init__(self, url: str, protocol: str, hear: Callable[[Json], None]) -> None:
        """`hear` gets messages nobody asked for, and {"janus": "gone"} when the wire breaks."""
        self._url = url
        self._protocol = protocol
        self._hear = hear
        self._http: aiohttp.ClientSession | None = None
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reading: asyncio.Task[None] | None = None
        self._waiting: dict[str, asyncio.Future[Json]] = {}

    @property
    def is_open(self) -> bool:
        """Whether requests can be sent."""
        return self._socket is not None and not self._socket.closed

    async def open(self) -> None:
        """Connects. Raises `JanusAbsent`."""
        self._http = aiohttp.ClientSession()
        try:
            async with asyncio.timeout(ANSWER_S):
                self._socket = await self._http.ws_connect(self._url, protocols=[self._protocol])
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            await self._http.close()
            raise JanusAbsent(type(error).__name__) from error
        except asyncio.CancelledError:
            await self._http.close()
            raise
        self._reading = asyncio.create_task(self._read(self._socket), name="janus-read")

    async def ask(self, message: Json) -> Json:
        """One request and its final answer. Raises `JanusRefused`, `JanusAbsent`."""
        socket = self._socket
        if socket is None or socket.closed:
            raise JanusAbsent("not connected")
        transaction = _new_transaction()
        waiting: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[transaction] = waiting
        try:
            async with asyncio.timeout(ANSWER_S):
                await socket.send_str(json.dumps({**message, "transaction": transaction}))
                reply = await waiting
        except (TimeoutError, ConnectionError, aiohttp.ClientError) as error:
            raise JanusAbsent(type(error).__name__) from error
        finally:
            self._waiting.pop(transaction, None)
        if reply.get("janus") == "error":
            raise JanusRefused(int(reply["error"]["code"]), str(reply["error"]["reason"]))
        return reply

    async def tell(self, message: Json) -> None:
        """Sends what is answered by an acknowledgement only. Raises `JanusAbsent`."""
        if self._socket is None or self._socket.closed:
            raise JanusAbsent("not connected")
        try:
            await self._socket.send_str(json.dumps({**message, "transaction": _new_transaction()}))
        except (ConnectionError, aiohttp.ClientError) as error:
            raise JanusAbsent(type(error).__name__) from error

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in socket:
            if frame.type is aiohttp.WSMsgType.TEXT:
                self._sort(json.loads(frame.data))
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(JanusAbsent("the connection ended"))
        self._hear({"janus": "gone"})

    def _sort(self, message: Json) -> None:
        if message.get("janus") == "ack":
            return  # the answer proper follows, or none was asked for
        waiting = self._waiting.get(str(message.get("transaction", "")))
        if waiting is None:
            self._hear(message)
        elif not waiting.done():
            waiting.set_result(message)

    async def close(self) -> None:
        """Disconnects; what still waits for an answer gets `JanusAbsent`."""
        if self._socket is not None:
            await self._socket.close()
        if self._reading is not None:
            await asyncio.gather(self._reading, return_exceptions=True)
        if self._http is not None:
            await self._http.close()


def _new_transaction() -> str:
    return new_secret()[:12]
