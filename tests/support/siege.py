"""A besieged media server, cheap calls through it, and a stranger who knows its ports."""

import asyncio
import re
import socket
import sys
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import aiohttp
import av
import numpy as np

from tests.bench.callers import Call, Counted, call
from tests.bench.film import FRAMES_PER_S, Film
from tests.support.service import CHECKOUT

SIZE = (320, 180)
ALERT = b"\x15\xfe\xfd" + bytes(8) + b"\x00\x02" + b"\x02\x28"  # fatal: handshake failure
GARBAGE_DTLS, GARBAGE_STUN = b"\x16" * 200, bytes(30)
GARBAGE_SRTP, GARBAGE_SRTCP = b"\x80" * 60, b"\x80\xc8" * 30
BASIC = [b"", b"\x80" + bytes(60_000), ALERT]
BASIC += [GARBAGE_DTLS, GARBAGE_STUN, GARBAGE_SRTP, GARBAGE_SRTCP]


def small_film(seconds=2) -> Film:
    """A picture of one packet each, so that two dozen calls fit beside the server."""
    encoder = av.CodecContext.create("libvpx", "w")
    encoder.width, encoder.height, encoder.pix_fmt = *SIZE, "yuv420p"
    encoder.time_base, encoder.bit_rate = Fraction(1, FRAMES_PER_S), 100_000
    encoder.options = {"deadline": "realtime", "cpu-used": "-6", "lag-in-frames": "0"}
    encoder.gop_size = 10_000
    rows, columns = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
    video = []
    for number in range(FRAMES_PER_S * seconds):
        grey = ((rows + columns + 2 * number) % 256).astype(np.uint8)
        frame = av.VideoFrame.from_ndarray(np.dstack([grey] * 3), format="bgr24")
        frame.pts = number
        video += [bytes(one) for one in encoder.encode(frame)]
    silence = b"\xf8\xff\xfe"  # 20 ms of Opus
    return Film(tuple(video), (silence,) * (50 * seconds))


@dataclass
class Besieged:
    """The server's process, its log, and the calls that are open."""

    process: asyncio.subprocess.Process
    http: aiohttp.ClientSession
    log: Path
    film: Film
    calls: list[Call] = field(default_factory=list)

    async def connect(self, count, rooms="room"):
        for number in range(count):
            self.calls.append(await call(self.http, f"{rooms}-{number}", self.film))

    @property
    def ports(self):
        return {
            port
            for one in self.calls
            for pc in (one.phone.pc, one.desk.pc)
            for port in ports_of(pc.remoteDescription.sdp)
        }

    async def pictures_in(self, seconds):
        """How many pictures reached each desk in so many seconds."""
        for one in self.calls:
            one.desk.counted = Counted()
        await asyncio.sleep(seconds)
        return [one.desk.counted.pictures for one in self.calls]

    async def figures(self):
        async with self.http.get("/figures") as answer:
            return await answer.json()

    async def gone(self):
        """How many connections of phones ended."""
        return sum(what == "gone" for what, _ in (await self.figures())["news"])


def ports_of(answer: str) -> set[int]:
    """Where the server listens, as its answer says."""
    return {int(port) for port in re.findall(r" 127\.0\.0\.1 (\d+) typ host", answer)}


@asynccontextmanager
async def besieged(folder: Path, kind="guarded"):
    """A server of its own for one test."""
    log = folder / f"{kind}.log"
    with log.open("wb") as written:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.support.besieged", kind),
            cwd=CHECKOUT,
            stdout=asyncio.subprocess.PIPE,
            stderr=written,
        )
    try:
        port = int(await asyncio.wait_for(process.stdout.readline(), 60))
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http:
            made = Besieged(process, http, log, small_film())
            yield made
            await asyncio.gather(*(one.close() for one in made.calls))
    finally:
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 10)
        except TimeoutError:
            process.kill()
            await process.wait()


class Stranger:
    """Sends from an address that belongs to no call."""

    def __init__(self):
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._firing = None

    def send(self, datagrams, ports):
        for port in ports:
            for datagram in datagrams:
                self._socket.sendto(datagram, ("127.0.0.1", port))

    def keep_firing(self, datagrams, ports, every_s=0.05):
        """From now on to all ports that `ports` names, until `cease`."""

        async def fire():
            while True:
                self.send(datagrams, ports())
                await asyncio.sleep(every_s)

        self._firing = asyncio.create_task(fire())

    async def cease(self):
        if self._firing is not None:
            self._firing.cancel()
            with suppress(asyncio.CancelledError):
                await self._firing  # raises what ended it before its time
        self._socket.close()
