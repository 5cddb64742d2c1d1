"""From a press to kept evidence: the running service, a virtual phone, an inspector over HTTP.

Service and phone are processes of their own; the service is started as an administrator starts it,
the phone sends 720p at 30 pictures a second (`phone`).
The inspector does what the desk's page does: POST, then the picture for the card; the socket tells
of stills.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import aiohttp

from inspection.intake.demo import PASSWORD
from tests.bench.figures import figure, p95
from tests.bench.film import FRAMES_PER_S, SIZE, film
from tests.bench.runs import FILM
from tests.support.service import CHECKOUT, Service
from webrtc.phone import STILL_PX

PRESSES = 30
STILLS = 20
PAUSE_S = 0.5  # between presses; a hand on the key is hardly faster
HEARD_S = 30
ITEM = "EX-01"


async def measure() -> list[dict[str, object]]:
    """Presses and stills one after another, in one call."""
    await asyncio.to_thread(film, FILM)  # made here, not while the phone is waited for
    with TemporaryDirectory(prefix="bench-evidence-") as folder:
        service = Service(Path(folder) / "data")
        await service.start()
        try:
            async with _phone(service.applicant_link), _inspector(service.origin) as desk:
                await desk.open_call()
                presses = [await desk.press() for _ in range(PRESSES)]
                stills = [await desk.want_still() for _ in range(STILLS)]
        finally:
            await service.stop()
    return figures(presses, stills)


def figures(
    presses: list[tuple[float, float]], stills: list[tuple[float, float]]
) -> list[dict[str, object]]:
    """Figures of (saved, picture) and (from the shutter, from the wish) in ms."""
    place = "SQLite and folder with fsync, virtual phone, loopback"
    video = f"{SIZE[0]}x{SIZE[1]} at {FRAMES_PER_S}/s"
    saved, picture = zip(*presses, strict=True)
    shutter, wish = zip(*stills, strict=True)
    first = f"first press, which starts the decoder: {saved[0]:.0f} ms"
    return [
        figure(
            "evidence.press_to_picture_p95_ms",
            p95(list(picture)),
            "ms",
            f"key press to the original's bytes at the desk; {PRESSES} presses of {video}, median "
            f"{median(picture):.0f} ms; {place}",
        ),
        figure(
            "evidence.press_to_saved_p95_ms",
            p95(list(saved)),
            "ms",
            f"POST /captures to its 201, which means durable; {PRESSES} presses of {video}, median "
            f"{median(saved):.0f} ms; {first}; {place}",
        ),
        figure(
            "evidence.still_to_saved_p95_ms",
            p95(list(shutter)),
            "ms",
            "phone has the photo to the desk hears that it is kept: hash, commitment, upload; "
            f"{STILLS} photos of {STILL_PX[0]}x{STILL_PX[1]}, median {median(shutter):.0f} ms; "
            "from the inspector's wish, the virtual phone's drawing of the photo included: p95 "
            f"{p95(list(wish)):.0f} ms; {place}",
        ),
    ]


class Desk:
    """An inspector's page without the page."""

    def __init__(self, http: aiohttp.ClientSession, tasks: asyncio.TaskGroup) -> None:
        self._http = http
        self._tasks = tasks
        self._frames: asyncio.Queue[dict] = asyncio.Queue()
        self._known: set[str] = set()

    async def ask(self, method: str, path: str, **more) -> object:
        async with self._http.request(method, f"/api/v1{path}", **more) as answer:
            is_json = answer.content_type.endswith("json")
            body = await (answer.json() if is_json else answer.read())
            if answer.status >= 300:
                raise ConnectionError(f"{method} {path}: {answer.status} {body}")
            return body

    async def open_call(self) -> None:
        """Opens the call and waits until pictures come."""
        await self.ask("POST", "/sign-in", json={"username": "wang", "password": PASSWORD})
        cases = (await self.ask("GET", "/cases"))["cases"]
        self._case = next(one["id"] for one in cases if one["stoves"] == 4)
        seat = await self.ask("POST", f"/cases/{self._case}/call")
        self._socket = await self._http.ws_connect(seat["socket"])
        await self._socket.send_json({"type": "hello"})
        self._tasks.create_task(self._listen())
        await self._heard(lambda frame: frame["type"] == "publisher" and frame["is"] == "live")
        await asyncio.sleep(PAUSE_S)

    async def press(self) -> tuple[float, float]:
        """ms until the press is saved, and until its picture is here."""
        began = time.perf_counter()
        kept = await self.ask("POST", f"/cases/{self._case}/captures", json={"item": ITEM})
        saved = time.perf_counter()
        await self.ask("GET", f"/evidence/{kept['id']}/original")
        seen = time.perf_counter()
        await asyncio.sleep(PAUSE_S)
        return (saved - began) * 1000, (seen - began) * 1000

    async def want_still(self) -> tuple[float, float]:
        """ms from the phone's shutter and from the wish until the desk hears of a kept still."""
        began = time.time()
        await self._socket.send_json({"type": "want_still", "item": ITEM})
        frame = await self._heard(self._is_new_still)
        heard = time.time()  # one machine, one clock: comparable with the phone's
        evidence = frame["evidence"]
        self._known.add(evidence["id"])
        taken = datetime.fromisoformat(evidence["captured_at"]).timestamp()
        await asyncio.sleep(PAUSE_S)
        return (heard - taken) * 1000, (heard - began) * 1000

    async def leave(self) -> None:
        """Closes the page."""
        await self._socket.close()

    def _is_new_still(self, frame: dict) -> bool:
        if frame["type"] != "evidence":
            return False
        evidence = frame["evidence"]
        return evidence["kind"] == "still" and evidence["id"] not in self._known

    async def _heard(self, wanted) -> dict:
        async with asyncio.timeout(HEARD_S):
            while True:
                frame = await self._frames.get()
                if wanted(frame):
                    return frame

    async def _listen(self) -> None:
        # All the time: the service hangs up on a page that does not answer its pings.
        async for message in self._socket:
            self._frames.put_nowait(message.json())


@asynccontextmanager
async def _inspector(origin: str) -> AsyncIterator[Desk]:
    async with (
        aiohttp.ClientSession(origin, headers={"Origin": origin}) as http,
        asyncio.TaskGroup() as tasks,
    ):
        desk = Desk(http, tasks)
        yield desk
        await desk.leave()


@asynccontextmanager
async def _phone(link: str) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bench.phone",
        link,
        cwd=CHECKOUT,
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.kill()
        await process.wait()
