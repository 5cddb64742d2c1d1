"""Calls against a running service without browsers: an inspector who watches and dials anew as the
page does, and a virtual phone with a camera that costs little.
"""

import asyncio
import time
from dataclasses import dataclass, field

import aiohttp
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError

from foundation.clock import SystemClock
from foundation.database import open_database
from foundation.identity import store as people
from foundation.migrations import upgrade
from inspection.cases.service import Cases
from inspection.intake.demo import PASSWORD, RESTAURANT, set_up_demo
from inspection.live.virtual_phone import VirtualPhone
from inspection.templates.stock import stock
from webrtc.phone import PanoramaCamera

RETRY_S = 0.3
NO_FRAME_S = 4.0  # the page's watchdog


class CheapCamera(PanoramaCamera):
    """A picture that is computed once and only moves: four of them fit beside a service."""

    def __init__(self):
        self._whole = PanoramaCamera.of_room(None)
        self._shown = {}
        self._count = 0

    def turn_to(self, _place):
        return True

    def view(self, size_px):
        if size_px not in self._shown:
            self._shown[size_px] = self._whole.view(size_px)
        picture = self._shown[size_px].copy()
        self._count += 1
        picture[:40, : 1 + self._count * 8 % size_px[0]] = 255
        return picture


@dataclass
class Watching:
    """The desk's picture: dialled anew whenever the room says it is gone or nothing comes."""

    http: aiohttp.ClientSession
    seat: dict
    dialled_at: float = 0.0
    frame_at: float = 0.0
    lost: asyncio.Event = field(default_factory=asyncio.Event)
    _seen: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self):
        while True:
            dialled_at = time.monotonic()
            self.lost.clear()
            pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
            try:
                await self._dial(pc)
                await self._look(pc, dialled_at)
            except (aiohttp.ClientError, TimeoutError, MediaStreamError):
                await asyncio.sleep(RETRY_S)
            finally:
                await pc.close()

    async def _dial(self, pc):
        pc.addTransceiver("video", direction="recvonly")
        pc.addTransceiver("audio", direction="recvonly")
        await pc.setLocalDescription(await pc.createOffer())
        headers = {
            "Authorization": f"Bearer {self.seat['token']}",
            "Content-Type": "application/sdp",
        }
        whep = self.seat["whep"] + "applicant"
        async with self.http.post(whep, data=pc.localDescription.sdp, headers=headers) as answer:
            answer.raise_for_status()
            answered = RTCSessionDescription(await answer.text(), "answer")
        await pc.setRemoteDescription(answered)

    async def _look(self, pc, dialled_at):
        track = next(one.receiver.track for one in pc.getTransceivers() if one.kind == "video")
        while not self.lost.is_set():
            async with asyncio.timeout(NO_FRAME_S):
                await track.recv()
            self.dialled_at, self.frame_at = dialled_at, time.monotonic()
            self._seen.set()

    async def sees(self, since=0.0):
        """Waits for a picture over a connection dialled after `since`; when it came."""
        while self.dialled_at <= since:
            self._seen.clear()
            await self._seen.wait()
        return self.frame_at


@dataclass
class Call:
    """An inspector and a phone in one call."""

    http: aiohttp.ClientSession
    case: str
    seat: dict
    watching: Watching
    phone: VirtualPhone
    socket: aiohttp.ClientWebSocketResponse | None = None
    sockets: int = 0
    tasks: list = field(default_factory=list)
    heard: list = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def ask(self, method, path, **more):
        async with self.http.request(method, f"/api/v1/cases/{self.case}{path}", **more) as answer:
            assert answer.status < 300, (path, answer.status, await answer.text())
            return await answer.json()

    async def keep_socket(self):
        """As the page: hello, listen, come back by itself."""
        while True:
            try:
                async with self.http.ws_connect(self.seat["socket"]) as socket:
                    self.socket, self.sockets = socket, self.sockets + 1
                    await socket.send_json({"type": "hello"})
                    async for message in socket:
                        self._hear(message.json())
            except aiohttp.ClientError:
                pass
            self.watching.lost.set()
            await asyncio.sleep(RETRY_S)

    def _hear(self, frame):
        self.heard.append(frame)
        self._news.set()
        if frame["type"] == "publisher" and frame["is"] == "gone":
            self.watching.lost.set()

    async def hears(self, kind, count=1):
        """Waits until so many frames of this kind have come; the last of them."""
        while len(found := [one for one in self.heard if one["type"] == kind]) < count:
            self._news.clear()
            await self._news.wait()
        return found[-1]

    async def still(self, item):
        """A photo by the phone, asked for, acknowledged and on the desk."""
        before = len([one for one in self.heard if one["type"] == "evidence"])
        await self.socket.send_json({"type": "want_still", "item": item})
        return (await self.hears("evidence", before + 1))["evidence"]


async def four_cases(data):
    """The demo's three and one more, before the service starts on this folder."""
    await demo_cases(data, 1)


async def demo_cases(data, more):
    """The demo's three and so many more."""
    data.mkdir(parents=True, exist_ok=True)
    url = f"sqlite+aiosqlite:///{data / 'yunkan.db'}"
    upgrade(url)
    database, clock = open_database(url), SystemClock()
    try:
        await stock(database, clock)
        await set_up_demo(database, clock)
        async with database.reading() as view:
            pair = [await people.account(view, name) for name in ("wang", "zhao")]
        for _ in range(more):
            await Cases(database, clock).accept(RESTAURANT, tuple(one.user for one in pair))
    finally:
        await database.close()


async def signed_in(service, name="wang"):
    http = aiohttp.ClientSession(
        service.origin,
        headers={"Origin": service.origin},
        cookie_jar=aiohttp.CookieJar(unsafe=True),  # also by IP address
        timeout=aiohttp.ClientTimeout(total=15),
    )
    async with http.post("/api/v1/sign-in", json={"username": name, "password": PASSWORD}) as one:
        one.raise_for_status()
    return http


async def begin_call(http, case):
    """The inspector invites, opens and watches; the phone joins and streams."""

    async def ask(path):
        async with http.post(f"/api/v1/cases/{case}{path}") as answer:
            assert answer.status < 300, await answer.text()
            return await answer.json()

    link, seat = (await ask("/invitations"))["url"], await ask("/call")
    phone = VirtualPhone(link, CheapCamera(), lambda _text: None)
    call = Call(http, case, seat, Watching(http, seat), phone)
    call.tasks = [
        asyncio.create_task(call.keep_socket()),
        asyncio.create_task(phone.run()),
        asyncio.create_task(call.watching.run()),
    ]
    return call


async def end_calls(calls):
    tasks = [task for call in calls for task in call.tasks]
    for task in tasks:
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        assert isinstance(outcome, asyncio.CancelledError), outcome
