"""Forwarding against stock aiortc in one run: server CPU, added latency, first picture, memory.

Servers and load generator are processes of their own; runs alternate, so that a busy machine is
busy for both. Each ratio is of neighbours in time, the median of them is the figure.
"""

import asyncio
import json
import shutil
import sys
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
START_S = 60
RUN_S = 90


async def measure() -> list[dict[str, object]]:
    """Three rounds of ours and stock by turns."""
    reel = await asyncio.to_thread(film, FILM)
    rounds = []
    for _ in range(ROUNDS):
        ours = await loaded("ours", SESSIONS)
        stock = await loaded("stock", STOCK_SESSIONS)
        rounds.append((ours, stock))
    return figures(rounds, _conditions(reel))


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
    # By what arrived, not by the clock: on a busy machine a starved server would look cheap.
    delivered_s = run.pictures_per_s / FRAMES_PER_S * run.window_s * run.sessions
    run.cpu_percent = 100 * run.cpu_s / delivered_s
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
        # stock aiortc does not end on SIGTERM while calls are open (media-notes, 6.1)
        process.kill()
        await process.wait()


def figures(rounds: list[tuple], conditions: str) -> list[dict[str, object]]:
    """The figures of some rounds of (ours, stock)."""
    ours, stock = zip(*rounds, strict=True)
    percent = median(one.cpu_percent for one in ours)
    stock_percent = median(one.cpu_percent for one in stock)
    ratios = [theirs.cpu_percent / mine.cpu_percent for mine, theirs in rounds]
    ratio = median(ratios)
    runs = (
        f"CPU seconds per 100 s of video delivered: ours {_list(one.cpu_percent for one in ours)} with {ours[0].sessions} "
        f"sessions, stock {_list(one.cpu_percent for one in stock)} with {stock[0].sessions}"
    )
    arrived = (
        f"lost packets: ours {sum(one.lost for one in ours)} of "
        f"{sum(one.packets for one in ours)}, stock {sum(one.lost for one in stock)} of "
        f"{sum(one.packets for one in stock)}; pictures/s at a viewer: ours "
        f"{_list(one.pictures_per_s for one in ours)}, stock "
        f"{_list(one.pictures_per_s for one in stock)}; the servers' main threads waited for a "
        f"core {_list(one.waited_s for one in ours)} and {_list(one.waited_s for one in stock)} s "
        "of each window"
    )
    through, direct = [
        _list(getattr(one, f"{name}_p95_ms") for one in ours) for name in ("delay", "direct")
    ]
    added = [one.delay_p95_ms - one.direct_p95_ms for one in ours]
    peer = "stock aiortc"
    return [
        figure(
            "media.cpu_percent_per_session",
            percent,
            "% of a core",
            f"{runs}; {arrived}; {conditions}",
            peer=peer,
            ratio=stock_percent / percent,
        ),
        figure(
            "media.ratio_to_stock",
            ratio,
            "times less",
            f"rounds {_list(ratios)}; {runs}; {arrived}; {conditions}",
            peer=peer,
            ratio=ratio,
        ),
        _janus(),
        figure(
            "media.added_latency_p95_ms",
            median(added),
            "ms",
            f"last packet of a picture, phone's socket to viewer, p95 {through} ms; less the same "
            f"without a server in between, {direct} ms; {ours[0].sessions} sessions; {conditions}",
        ),
        figure(
            "media.first_frame_ms",
            median(one.first_frame_ms for one in ours),
            "ms",
            "from a viewer's making of the offer to its first whole keyframe, both ends' "
            f"negotiation included; runs {_list(one.first_frame_ms for one in ours)}; the phone "
            f"answers a wish for a keyframe with its next picture; {conditions}",
            peer=peer,
            ratio=median(one.first_frame_ms for one in stock)
            / median(one.first_frame_ms for one in ours),
        ),
        figure(
            "media.memory_mb_per_session",
            median(one.memory_mb_per_session for one in ours),
            "MB",
            f"resident memory of {ours[0].sessions} sessions less that of the first alone, per "
            f"session; in all {_list(one.resident_mb for one in ours)} MB; {conditions}",
        ),
    ]


def _janus() -> dict[str, object]:
    found = shutil.which("janus")
    why = "installed, but this measurement does not drive it yet" if found else "not installed here"
    return figure("media.ratio_to_janus_1to1", None, "times", f"janus is {why}", peer="janus")


def _conditions(reel: Film) -> str:
    return (
        f"VP8 1280x720 at 30/s {reel.video_bps / 1e6:.2f} Mbit/s + Opus, encoded beforehand, "
        f"1 viewer per phone, SRTP on loopback, windows of {WINDOW_S:.0f} s by turns"
    )


def _list(values) -> str:
    return "/".join(f"{value:.3g}" for value in values)
