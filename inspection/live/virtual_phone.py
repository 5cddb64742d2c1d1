"""`server.py phone LINK`: an applicant without a person - claims, agrees, streams, signs.

Speaks only what a real phone speaks: HTTPS, the room's socket, WHIP. Used by the demo, the tests
and the benchmarks; its picture is a walk through a sample room's panorama.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from foundation.ids import new_secret
from inspection.live.model import APPLICANT
from inspection.live.virtual_hand import drawn_name
from inspection.live.virtual_place import Fix, fix_of, keep_telling
from inspection.live.virtual_sending import RETRY_S, Sending
from webrtc.phone import PanoramaCamera

POLL_S = 1.0  # how often the waiting room asks whether the call is open
RESTART_S = 10.0
DEMO_ROOM = Path("data/rooms/t2")  # where `./run` renders it; until then a test pattern


class Refused(Exception):
    """The service said no; the text is its own sentence."""


class VirtualPhone:
    """One applicant's phone. `run` returns when the result is known or the time is over."""

    def __init__(
        self,
        link: str,
        camera: PanoramaCamera,
        say: Callable[[str], None],
        fix: Fix | None = None,
    ) -> None:
        address = urlsplit(link)
        self._origin = f"{address.scheme}://{address.netloc}"
        self._token = address.path.rpartition("/")[2]
        self._camera = camera
        self._say = say
        self._fix = fix
        self._sending: Sending | None = None
        self._restarts_until = 0.0  # a service that stopped in good order said that it comes back
        self._waiting: dict[str, tuple[str, bytes]] = {}  # committed stills not yet acknowledged
        self.stills: dict[str, str] = {}  # evidence id -> SHA-256 this phone computed itself
        self.result: dict[str, Any] | None = None

    async def run(self) -> None:
        """Lives through the inspection, reconnecting by itself when the service goes away."""
        headers = {"Origin": self._origin}
        jar = aiohttp.CookieJar(unsafe=True)  # the demo is reached by IP address
        async with aiohttp.ClientSession(self._origin, headers=headers, cookie_jar=jar) as http:
            await self._enter(http)
            failures = 0
            while self.result is None:
                try:
                    await self._call(http)
                    failures = 0
                except (aiohttp.ClientError, ConnectionError, TimeoutError) as error:
                    self._say(f"连接中断，重连 reconnecting: {type(error).__name__}")
                    if time.monotonic() < self._restarts_until:
                        failures = 0  # it is back in seconds: growing pauses would cost more
                    await asyncio.sleep(RETRY_S[min(failures, len(RETRY_S) - 1)])
                    failures += 1

    async def _enter(self, http: aiohttp.ClientSession) -> None:
        answer = await self._ask(http, "POST", f"/api/v1/invitations/{self._token}/claim", json={})
        visit = answer["visit"]
        self._say(f"{visit['case']['shop_name']}：链接有效 link opened")
        if visit["consent"]["given_at"] is None:
            version = visit["consent"]["version"]
            await self._ask(
                http, "POST", "/api/v1/visit/consent", json={"version": version, "is_given": True}
            )

    async def _call(self, http: aiohttp.ClientSession) -> None:
        """One stretch of the call, from joining to the end of the connection."""
        visit = await self._ask(http, "GET", "/api/v1/visit")
        if self._finish(visit):
            return
        if visit["live"] is None or not visit["live"]["is_open"]:
            await asyncio.sleep(POLL_S)
            return
        seat = await self._ask(http, "POST", "/api/v1/visit/call")
        async with http.ws_connect(seat["socket"], heartbeat=10, max_msg_size=0) as socket:
            await socket.send_json({"type": "hello", "last_seq": 0})
            sending = asyncio.create_task(self._send(http, socket, seat))
            telling = asyncio.create_task(keep_telling(socket.send_json, self._fix))
            try:
                await self._answer_record(http, visit["record"])
                async for message in socket:
                    if message.type is not aiohttp.WSMsgType.TEXT:
                        break
                    await self._hear(http, socket, message.json())
                    if self.result is not None:
                        return
            finally:
                sending.cancel()
                telling.cancel()
                await asyncio.gather(sending, telling, return_exceptions=True)
                if socket.close_code == aiohttp.WSCloseCode.SERVICE_RESTART:
                    self._restarts_until = time.monotonic() + RESTART_S
        await asyncio.sleep(RETRY_S[0])

    async def _send(
        self,
        http: aiohttp.ClientSession,
        socket: aiohttp.ClientWebSocketResponse,
        seat: dict[str, Any],
    ) -> None:
        self._sending = Sending(http, seat, self._camera)
        live = {"type": "camera", "state": "live", "cause": ""}
        await self._sending.run(lambda: socket.send_json(live), self._say)
        await socket.close()  # a new seat is needed

    async def _hear(
        self,
        http: aiohttp.ClientSession,
        socket: aiohttp.ClientWebSocketResponse,
        frame: dict[str, Any],
    ) -> None:
        match frame["type"]:
            case "item" if frame["item"]:
                self._camera.turn_to(str(frame["item"]))
            case "still_wanted":
                self._camera.turn_to(str(frame["item"]))
                await self._shutter(socket, str(frame["item"]))
            case "committed":
                await self._send_still(http, frame["id"])
            case "clock_wanted":
                now = datetime.now(UTC).isoformat()
                said = {"type": "clock", "question": frame["question"], "phone_at": now}
                await socket.send_json(said)
            case "record":
                await self._answer_record(http, frame["record"])
            case "publisher" if (frame["participant"], frame["is"]) == (APPLICANT, "gone"):
                if self._sending is not None:
                    self._sending.told_gone()
            case "ended" | "state":
                self._finish(await self._ask(http, "GET", "/api/v1/visit"))
            case _:
                pass

    async def _shutter(self, socket: aiohttp.ClientWebSocketResponse, item: str) -> None:
        jpeg, width_px, height_px = await asyncio.to_thread(self._camera.still)
        number = new_secret()[:20]
        self._waiting[number] = (item, jpeg)
        await socket.send_json(
            {
                "type": "commit",
                "id": number,
                "item": item,
                "sha256": sha256(jpeg).hexdigest(),
                "width_px": width_px,
                "height_px": height_px,
                "taken_at": datetime.now(UTC).isoformat(),
            }
        )

    async def _send_still(self, http: aiohttp.ClientSession, number: str) -> None:
        if number not in self._waiting:
            return
        _, jpeg = self._waiting[number]
        headers = {"Content-Type": "image/jpeg"}
        path = f"/api/v1/visit/stills/{number}"
        evidence = await self._ask(http, "PUT", path, data=jpeg, headers=headers)
        del self._waiting[number]
        self.stills[evidence["id"]] = sha256(jpeg).hexdigest()
        self._say(f"照片已保存 still kept: {evidence['item_id']}")

    async def _answer_record(
        self, http: aiohttp.ClientSession, record: dict[str, Any] | None
    ) -> None:
        if record is None or all(one["id"] != "applicant" for one in record["needed"]):
            return
        body = {"png_base64": drawn_name(), "record_sha256": record["sha256"]}
        await self._ask(http, "POST", "/api/v1/visit/signature", json=body)
        self._say("已签字 signed")

    def _finish(self, visit: dict[str, Any]) -> bool:
        if visit["result"] is not None:
            self.result = visit["result"]
            self._say(f"{visit['result']['zh']} · {visit['result']['en']}")
        return self.result is not None

    async def _ask(self, http: aiohttp.ClientSession, method: str, path: str, **more: Any) -> Any:
        timeout = aiohttp.ClientTimeout(total=30)
        async with http.request(method, path, timeout=timeout, **more) as response:
            body = await response.json(content_type=None)
            if response.status >= 500:
                raise ConnectionError(body.get("detail_zh", str(response.status)))
            if response.status >= 400:
                raise Refused(f"{body['detail_zh']} / {body['detail_en']}")
            return body


def main(argv: Sequence[str]) -> int:
    """`LINK [--room FOLDER_OR_PICTURE] [--at LATITUDE,LONGITUDE] [--seconds N]`."""
    parser = argparse.ArgumentParser(prog="server.py phone")
    parser.add_argument("link")
    parser.add_argument(
        "--room",
        type=Path,
        default=DEMO_ROOM,
        help=f"a built room's folder, or one panorama (default: {DEMO_ROOM})",
    )
    parser.add_argument(
        "--at", type=fix_of, help="所在位置：纬度,经度 · where it says it is; nowhere if left out"
    )
    parser.add_argument("--seconds", type=float, default=3600)
    given = parser.parse_args(argv)

    async def walk() -> None:
        phone = VirtualPhone(given.link, PanoramaCamera.of_room(given.room), _say, given.at)
        async with asyncio.timeout(given.seconds):
            await phone.run()

    try:
        asyncio.run(walk())
    except Refused as refusal:
        _say(str(refusal))
        return 1
    except TimeoutError:
        _say("时间到 time is over")
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
