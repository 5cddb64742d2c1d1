"""`python -m tests.bench.load ORIGIN PID FILM SESSIONS`: loads a media server, prints one line.

Runs in a process of its own, so that what it costs is not the server's.
"""

import asyncio
import gc
import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import aiohttp
import uvloop

from tests.bench.callers import Call, Counted, call, direct_call
from tests.bench.figures import p95
from tests.bench.film import Film, film
from tests.bench.media_server import loopback_only
from tests.bench.process import used_by

WARM_S = 3.0
WINDOW_S = 8.0
ALONE_S = 5.0  # until the first session's memory of recent packets is full


@dataclass(frozen=True)
class Load:
    """What one run gave. Delays are of pictures, phone's socket to desk."""

    sessions: int
    cpu_s: float
    window_s: float
    waited_s: float
    packets: int
    lost: int
    pictures_per_s: float
    memory_mb_per_session: float | None
    resident_mb: float
    first_frame_ms: float
    delay_p50_ms: float | None
    delay_p95_ms: float | None
    direct_p50_ms: float | None
    direct_p95_ms: float | None


async def load(origin: str, pid: int, reel: Film, sessions: int) -> Load:
    """Holds this many calls over the window."""
    async with aiohttp.ClientSession(origin) as http:
        calls = [await call(http, "room-0", reel)]
        await asyncio.sleep(ALONE_S)
        alone_mb = used_by(pid).resident_mb
        for number in range(1, sessions):
            calls.append(await call(http, f"room-{number}", reel))  # noqa: PERF401 - one by one
        direct = await direct_call(reel)
        await asyncio.sleep(ALONE_S if sessions > 1 else WARM_S)
        for one in (*calls, direct):
            one.desk.counted = Counted()
        before, began = used_by(pid), time.perf_counter()
        await asyncio.sleep(WINDOW_S)
        after, window_s = used_by(pid), time.perf_counter() - began
        await asyncio.gather(*(one.close() for one in (*calls, direct)))
    counted = [one.desk.counted for one in calls]
    more = sessions - 1
    return Load(
        sessions=sessions,
        cpu_s=after.cpu_s - before.cpu_s,
        window_s=window_s,
        waited_s=after.waited_s - before.waited_s,
        packets=sum(one.packets for one in counted),
        lost=sum(one.lost for one in counted),
        pictures_per_s=sum(one.pictures for one in counted) / sessions / window_s,
        memory_mb_per_session=(after.resident_mb - alone_mb) / more if more else None,
        resident_mb=after.resident_mb,
        first_frame_ms=median(one.first_frame_s for one in calls) * 1000,
        **_delays("delay", calls),
        **_delays("direct", [direct]),
    )


def _delays(name: str, calls: list[Call]) -> dict[str, float | None]:
    delays = [one * 1000 for each in calls for one in each.desk.counted.delays_s]
    return {
        f"{name}_p50_ms": median(delays) if delays else None,
        f"{name}_p95_ms": p95(delays) if delays else None,
    }


def main(argv: list[str]) -> None:
    origin, pid, path, sessions = argv
    loopback_only()
    reel = film(Path(path))
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        given = runner.run(load(origin, int(pid), reel, int(sessions)))
    print(json.dumps(asdict(given)), flush=True)  # noqa: T201 - read by whoever started us


if __name__ == "__main__":
    main(sys.argv[1:])
