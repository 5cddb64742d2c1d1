"""Forwarding against stock aiortc in one run: server CPU, added latency, first picture, memory.

Servers and load generator are processes of their own; runs alternate, so that a busy machine is
busy for both. Each ratio is of neighbours in time, the median of them is the figure.
"""

import asyncio
import json
import shutil
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from types import SimpleNamespace

from tests.bench.figures import figure
from tests.bench.film import FRAMES_PER_S, Film, film
from tests.bench.load import WINDOW_S

FILM = Path("bench/film.webm")
SESSIONS = 8
STOCK_SESSIONS = 1  # takes about half a core already
ROUNDS = 3
LONGEST_S = 130  # no further round is begun after that
LEAST_SHARE = 0.95  # of the pictures, at both servers' viewers
STOP_S = 10
START_S = 60
RUN_S = 90
PEER = "stock aiortc"
Round = tuple[SimpleNamespace, SimpleNamespace]  # ours, stock


async def measure() -> list[dict[str, object]]:
    """Ours and stock by turns, until enough rounds are whole or the time is over."""
    reel = await asyncio.to_thread(film, FILM)
    rounds: list[Round] = []
    began = time.monotonic()
    while sum(map(is_whole, rounds)) < ROUNDS and time.monotonic() - began < LONGEST_S:
        rounds.append((await loaded("ours", SESSIONS), await loaded("stock", STOCK_SESSIONS)))
    return figures(rounds, _conditions(reel))


def is_whole(of: Round) -> bool:
    """Whether both viewers got the film without a loss; a server starved of CPU looks cheap."""
    return all(one.lost == 0 and one.pictures_per_s >= LEAST_SHARE * FRAMES_PER_S for one in of)


async def loaded(kind: str, sessions: int) -> SimpleNamespace:
    """One run of the load generator against a fresh server; its `Load` with what follows from it.

    Raises:
        RuntimeError: a process did not start or the load did not come up.
    """
    async with _server(kind) as (origin, pid):
        arguments = ("-m", "tests.bench.load", origin, str(pid), str(FILM), str(sessions))
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, stdout=asyncio.subprocess.PIPE
        )
        try:
            async with asyncio.timeout(RUN_S):
                output, _ = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
        if process.returncode:
            raise RuntimeError(f"the load on {kind} ended with {process.returncode}")
    run = SimpleNamespace(**json.loads(output))
    run.cpu_percent = 100 * run.cpu_s / run.window_s / run.sessions
    return run


@asynccontextmanager
async def _server(kind: str) -> AsyncIterator[tuple[str, int]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.media_server", kind, stdout=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(START_S):
            port = (await process.stdout.readline()).decode().strip()
        if not port:
            raise RuntimeError(f"the {kind} server did not start")
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        try:
            async with asyncio.timeout(STOP_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


def figures(rounds: list[Round], conditions: str) -> list[dict[str, object]]:
    """The figures of some rounds; without a value when none of them is whole."""
    told = f"{_told(rounds)}; {conditions}"
    whole = [one for one in rounds if is_whole(one)]
    if not whole:
        why = f"no round without loss and with {LEAST_SHARE:.0%} of the pictures; {told}"
        return [_janus(), *(figure(name, None, unit, why) for name, unit in _UNITS.items())]
    ours, stock = zip(*whole, strict=True)
    percent, first = _middle(ours, "cpu_percent"), _middle(ours, "first_frame_ms")
    ratio = median(theirs.cpu_percent / mine.cpu_percent for mine, theirs in whole)
    added = median(one.delay_p95_ms - one.direct_p95_ms for one in ours)
    values = {
        "media.cpu_percent_per_session": (percent, _middle(stock, "cpu_percent") / percent),
        "media.ratio_to_stock": (ratio, ratio),
        "media.added_latency_p95_ms": (added, None),
        "media.first_frame_ms": (first, _middle(stock, "first_frame_ms") / first),
        "media.memory_mb_per_session": (_middle(ours, "memory_mb_per_session"), None),
    }
    return [
        _janus(),
        *(
            figure(
                name,
                value,
                _UNITS[name],
                f"{_MEANING[name]}{len(whole)} of {len(rounds)} rounds whole; {told}",
                peer=PEER if than_stock else None,
                ratio=than_stock,
            )
            for name, (value, than_stock) in values.items()
        ),
    ]


_UNITS = {
    "media.cpu_percent_per_session": "% of a core",
    "media.ratio_to_stock": "times less",
    "media.added_latency_p95_ms": "ms",
    "media.first_frame_ms": "ms",
    "media.memory_mb_per_session": "MB",
}
_MEANING = {
    "media.cpu_percent_per_session": "",
    "media.ratio_to_stock": "",
    "media.added_latency_p95_ms": "last packet of a picture, phone's socket to viewer, less the "
    "same without a server in between; ",
    "media.first_frame_ms": "from a viewer's making of its offer to the first whole keyframe, both "
    "ends' negotiation included; the phone answers a wish with its next picture; ",
    "media.memory_mb_per_session": "resident memory of all sessions less that of the first alone; ",
}


def _told(rounds: list[Round]) -> str:
    """Every run's figures, those that do not count too."""
    ours, stock = zip(*rounds, strict=True)

    def of_both(what: str, name: str) -> str:
        return f"{what} {_list(ours, name)}, stock {_list(stock, name)}"

    return "; ".join(
        [
            of_both("CPU % per session: ours", "cpu_percent"),
            f"{ours[0].sessions} sessions, stock {stock[0].sessions}",
            of_both("lost packets: ours", "lost"),
            of_both("of", "packets"),
            of_both("pictures/s at a viewer: ours", "pictures_per_s"),
            of_both("s of a window the server waited for a core: ours", "waited_s"),
            f"p95 ms through ours {_list(ours, 'delay_p95_ms')}, direct "
            f"{_list(ours, 'direct_p95_ms')}",
            of_both("first picture ms: ours", "first_frame_ms"),
            f"resident MB in all {_list(ours, 'resident_mb')}",
        ]
    )


def _janus() -> dict[str, object]:
    found = shutil.which("janus")
    why = "installed, but this measurement does not drive it yet" if found else "not installed here"
    return figure("media.ratio_to_janus_1to1", None, "times", f"janus is {why}", peer="janus")


def _conditions(reel: Film) -> str:
    return (
        f"VP8 1280x720 at 30/s {reel.video_bps / 1e6:.2f} Mbit/s + Opus, encoded beforehand, "
        f"1 viewer per phone, SRTP on loopback, windows of {WINDOW_S:.0f} s by turns"
    )


def _middle(runs, name: str) -> float:
    return median(getattr(one, name) for one in runs)


def _list(runs, name: str) -> str:
    values = [getattr(one, name) for one in runs]
    return "/".join(f"{one:.0f}" if one >= 100 else f"{one:.3g}" for one in values)
