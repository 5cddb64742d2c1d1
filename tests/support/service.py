"""The service and a licensing system as processes of their own, as an administrator runs them."""

import asyncio
import os
import re
import signal
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

CHECKOUT = Path(__file__).parents[2]
READY_S = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def children(process: int) -> list[int]:
    """Processes that this one started itself."""
    text = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(one) for one in text.split()]


def media_processes(service: "Service") -> list[int]:
    """Process ids of the service's media processes."""
    return [
        process
        for process in children(service.process.pid)
        if b"webrtc.worker" in Path(f"/proc/{process}/cmdline").read_bytes()
    ]


async def end_of(process: int) -> None:
    """Waits, not for ever, for the end of a process that is not our child."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.add_reader(handle, ended.set)
    try:
        async with asyncio.timeout(10):
            await ended.wait()
    finally:
        loop.remove_reader(handle)
        os.close(handle)


@dataclass
class Service:
    """`server.py serve --demo` on a data folder that outlives it."""

    data: Path
    port: int = field(default_factory=free_port)
    host: str = "localhost"  # another address of this machine: media then goes by it as well
    licensing_url: str = ""
    builds_rooms: bool = False
    program: tuple[str, ...] = ("server.py",)
    process: asyncio.subprocess.Process | None = None
    output: str = ""

    @property
    def origin(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def log(self) -> Path:
        return self.data.parent / "service.log"

    @property
    def applicant_link(self) -> str:
        """The link of the first application, as printed at the first start."""
        return re.findall(re.escape(self.origin) + r"/j/[\w-]+", self.output)[0]

    async def start(self) -> None:
        arguments = ["serve", "--demo", "--data", str(self.data), "--port", str(self.port)]
        if self.host != "localhost":
            arguments += ["--host", self.host, "--public-url", self.origin]
        if self.licensing_url:
            arguments += ["--licensing-url", self.licensing_url]
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                *self.program,
                *arguments,
                cwd=CHECKOUT,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env={
                    **os.environ,
                    "YUNKAN_LICENSING_SECRET": "test-secret",
                    "YUNKAN_BUILD_ROOMS": str(self.builds_rooms).lower(),
                },
            )
        self.output = ""
        async with asyncio.timeout(READY_S):
            while "Ctrl+C" not in self.output:
                line = await self.process.stdout.readline()
                assert line, self.log.read_text()[-3000:]
                self.output += line.decode()

    async def kill(self) -> None:
        """What a power cut looks like to the process; its helpers must not outlive it."""
        helpers = children(self.process.pid)
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()
        await asyncio.gather(*(end_of(helper) for helper in helpers))

    async def stop(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.terminate()
            async with asyncio.timeout(15):
                await self.process.wait()


@dataclass
class Licensing:
    """`server.py licensing-simulator` with faults."""

    store: Path
    faults: str = ""
    port: int = field(default_factory=free_port)
    process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    async def start(self) -> None:
        more = ["--faults", self.faults] if self.faults else []
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "server.py",
            "licensing-simulator",
            "--port",
            str(self.port),
            "--store",
            str(self.store),
            "--secret",
            "test-secret",
            *more,
            cwd=CHECKOUT,
            stdout=asyncio.subprocess.DEVNULL,
        )
        async with asyncio.timeout(READY_S), aiohttp.ClientSession() as http:
            while True:
                try:
                    async with http.get(f"{self.url}/api/results"):
                        return
                except aiohttp.ClientError:
                    await asyncio.sleep(0.1)

    async def results(self) -> list[dict]:
        async with aiohttp.ClientSession() as http, http.get(f"{self.url}/api/results") as answer:
            return (await answer.json())["results"]

    async def stop(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.terminate()
            async with asyncio.timeout(10):
                await self.process.wait()
