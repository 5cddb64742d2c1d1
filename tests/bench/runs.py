"""One run of a measurement of the media plane: a fresh server, a load, processes of their own."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

FILM = Path("bench/film.webm")
WINDOW_S = 8
WITNESSED_S = 22  # as long as `load` needs for one call from beginning to end
STOP_S = 10
START_S = 60
RUN_S = 150


@dataclass(frozen=True)
class Server:
    """Where it listens, whose processor time is its own, at which address its media are."""

    origin: str
    pids: str
    address: str


async def loaded(kind: str, sessions: int) -> SimpleNamespace:
    """One run of `load` against a fresh server: precise, for few calls."""
    async with server(kind) as one:
        return await _load(one, sessions)


async def crowded(
    kind: str, sessions: int, desks: int = 1, *, has_witness: bool = False
) -> SimpleNamespace:
    """One run of `crowd` against a fresh server.

    Args:
        has_witness: whether `load` holds one more call meanwhile, to tell delays.
    """
    async with server(kind) as one:
        window_s = WITNESSED_S if has_witness else WINDOW_S
        arguments = (one.origin, one.pids, FILM, sessions, desks, window_s, one.address)
        async with _process("tests.bench.crowd", *arguments) as process:
            async with asyncio.timeout(RUN_S):
                await process.stdout.readline()  # up
                witness = await _load(one, 1) if has_witness else None
                output = await process.stdout.readline()
                await process.wait()
    if process.returncode or not output:
        raise RuntimeError(f"the crowd at {kind} ended with {process.returncode}")
    run = SimpleNamespace(**json.loads(output), witness=witness)
    run.cpu_percent = 100 * run.cpu_s / run.window_s / run.sessions
    run.lag_p99_ms = run.lag.get("p99_ms")
    run.memory_mb_per_session = (run.resident_mb - run.empty_mb) / run.sessions
    return run


async def _load(one: Server, sessions: int) -> SimpleNamespace:
    pid = one.pids.split(",")[0]
    async with _process("tests.bench.load", one.origin, pid, FILM, sessions) as process:
        async with asyncio.timeout(RUN_S):
            output, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"the load ended with {process.returncode}")
    run = SimpleNamespace(**json.loads(output))
    run.cpu_percent = 100 * run.cpu_s / run.window_s / run.sessions
    return run


@asynccontextmanager
async def server(kind: str) -> AsyncIterator[Server]:
    """A media server of this kind. Raises `RuntimeError` when it does not start."""
    async with _process("tests.bench.media_server", kind) as process:
        async with asyncio.timeout(START_S):
            said = (await process.stdout.readline()).decode().split()
        if not said:
            raise RuntimeError(f"the {kind} server did not start")
        port, *more = said
        pids, address = more or (str(process.pid), "127.0.0.1")
        yield Server(f"http://127.0.0.1:{port}", pids, address)


@asynccontextmanager
async def _process(module: str, *arguments: object) -> AsyncIterator[asyncio.subprocess.Process]:
    """Ended politely, then not."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *map(str, arguments), stdout=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            try:
                async with asyncio.timeout(STOP_S):
                    await process.wait()
            except TimeoutError:
                process.kill()
                await process.wait()
