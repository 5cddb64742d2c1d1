"""Forwarding against its peers in one run: server CPU, latency, first picture, memory, how many.

Runs take turns, so that a busy machine is busy for all; each ratio is of neighbours in time, the
median of them is the figure. What every run gave is told in the conditions, also when it does not
count: a server starved of CPU looks cheap.
"""

import asyncio
import shutil
from statistics import median
from types import SimpleNamespace

from tests.bench import media_server
from tests.bench.figures import figure
from tests.bench.film import FRAMES_PER_S, Film, film
from tests.bench.runs import FILM, WINDOW_S, crowded, loaded

SESSIONS = 20
FANNED_OUT = 10  # calls with three viewers each
SCALES = (10, 40, 80)  # beside SESSIONS: what a session costs must not grow with their number
CARRIED = (60, 80, 100, 120)
ROUNDS = 3
LEAST_SHARE = 0.95  # of the pictures, at all viewers
MOST_LOSS = 0.001
MOST_LAG_MS = 10
JANUS, STOCK = "janus 1.1.2, event_loops=2", "stock aiortc"
Runs = list[SimpleNamespace]


async def measure() -> list[dict[str, object]]:
    """Ours, its peers and its own recording by turns, then larger and larger crowds."""
    reel = await asyncio.to_thread(film, FILM)
    has_janus = not _without_janus()
    rounds: dict[str, Runs] = {}

    async def turn(name: str, kind: str, sessions: int, desks: int = 1) -> None:
        rounds.setdefault(name, []).append(await crowded(kind, sessions, desks))

    for _ in range(ROUNDS):
        await turn("ours", "ours", SESSIONS)
        if has_janus:
            await turn("janus", "janus", SESSIONS)
        await turn("stock", "stock", 1)
        await turn("recording", "recording", SESSIONS)
        await turn("ours to three", "ours", FANNED_OUT, 3)
        if has_janus:
            await turn("janus to three", "janus", FANNED_OUT, 3)
    scales = [await crowded("ours", sessions) for sessions in SCALES]
    witnessed = [await crowded("ours", 40, has_witness=True) for _ in range(ROUNDS)]
    single = [await loaded("ours", 1) for _ in range(ROUNDS)]
    carried = await _carried()
    told = _conditions(reel)
    return [
        _cost(rounds, scales, told),
        _ratio("media.ratio_to_stock", rounds, "ours", "stock", STOCK, told),
        _ratio("media.ratio_to_janus_1to1", rounds, "ours", "janus", JANUS, told),
        _ratio("media.ratio_to_janus_1to3", rounds, "ours to three", "janus to three", JANUS, told),
        _recording(rounds, told),
        _memory(rounds, told),
        _latency(witnessed, told),
        _first_frame(single, told),
        _most(carried, told),
    ]


def _without_janus() -> str:
    """Why there is nothing to compare with; empty when there is."""
    if "janus" not in media_server.KINDS:
        return "the measurement does not drive Janus yet"
    return "" if shutil.which("janus") else "Janus is not installed here"


def is_whole(run: SimpleNamespace) -> bool:
    """Whether its viewers got the film."""
    is_lossless = run.lost <= MOST_LOSS * (run.packets + run.lost)
    return is_lossless and not run.broken and run.pictures_per_s >= LEAST_SHARE * FRAMES_PER_S


async def _carried() -> Runs:
    runs: Runs = []
    for sessions in CARRIED:
        try:
            runs.append(await crowded("ours", sessions))
        except (RuntimeError, TimeoutError):
            break  # so many did not even get connected; the figures before must not be lost
        if not _is_carried(runs[-1]):
            break
    return runs


def _is_carried(run: SimpleNamespace) -> bool:
    return is_whole(run) and run.lag_p99_ms is not None and run.lag_p99_ms <= MOST_LAG_MS


def _cost(rounds: dict[str, Runs], scales: Runs, told: str) -> dict[str, object]:
    ours, unit = [one for one in rounds["ours"] if is_whole(one)], "% of a core"
    said = f"{_told('ours', rounds['ours'])}; {_told('by number', scales)}; {told}"
    name = "media.cpu_percent_per_session"
    if not ours:
        return figure(name, None, unit, f"no run was whole; {said}")
    return figure(name, median(one.cpu_percent for one in ours), unit, said)


def _ratio(
    name: str, rounds: dict[str, Runs], mine: str, theirs: str, peer: str, told: str
) -> dict[str, object]:
    """Peer's cost per session by ours; above 1 is in our favour."""
    if theirs not in rounds:
        return figure(name, None, "times less", f"not compared: {_without_janus()}", peer=peer)
    pairs = zip(rounds[mine], rounds[theirs], strict=True)
    ratios = [b.cpu_percent / a.cpu_percent for a, b in pairs if is_whole(a) and is_whole(b)]
    said = f"{_told(mine, rounds[mine])}; {_told(theirs, rounds[theirs])}; {told}"
    if not ratios:
        return figure(name, None, "times less", f"no pair of runs was whole; {said}", peer=peer)
    said = f"{len(ratios)} of {ROUNDS} pairs whole; {said}"
    return figure(name, median(ratios), "times less", said, peer=peer, ratio=median(ratios))


def _recording(rounds: dict[str, Runs], told: str) -> dict[str, object]:
    pairs = zip(rounds["ours"], rounds["recording"], strict=True)
    more = [b.cpu_percent - a.cpu_percent for a, b in pairs if is_whole(a) and is_whole(b)]
    said = f"{_told('ours', rounds['ours'])}; {_told('recording', rounds['recording'])}; {told}"
    name, unit = "media.recording_cpu_percent", "% of a core more"
    if not more:
        return figure(name, None, unit, f"no pair of runs was whole; {said}")
    return figure(name, median(more), unit, said)


def _memory(rounds: dict[str, Runs], told: str) -> dict[str, object]:
    grown = median(one.memory_mb_per_session for one in rounds["ours"])
    said = f"resident memory at {SESSIONS} sessions less that of the empty server; {told}"
    return figure("media.memory_mb_per_session", grown, "MB", said)


def _latency(runs: Runs, told: str) -> dict[str, object]:
    added = [one.witness.delay_p95_ms - one.witness.direct_p95_ms for one in runs]
    said = (
        "last packet of a picture, phone's socket to viewer, less the same without a server in "
        f"between, of one call beside 40; {_told('40 others', runs)}; {told}"
    )
    return figure("media.added_latency_p95_ms", median(added), "ms", said)


def _first_frame(runs: Runs, told: str) -> dict[str, object]:
    said = (
        "from a viewer's making of its offer to the first whole keyframe, both ends' negotiation "
        f"included; the phone answers a wish with its next picture; {told}"
    )
    value = median(one.first_frame_ms for one in runs)
    return figure("media.first_frame_ms", value, "ms", said)


def _most(runs: Runs, told: str) -> dict[str, object]:
    good = [one.sessions for one in runs if _is_carried(one)]
    said = (
        f"lost at most {MOST_LOSS:.1%}, loop lag p99 at most {MOST_LAG_MS} ms, one media process, "
        f"load generator on the same two cores; asked for {CARRIED} until one failed; "
        f"{_told('tried', runs)}; {told}"
    )
    return figure("media.sessions_carried", max(good, default=0), "calls", said)


def _told(what: str, runs: Runs) -> str:
    """Every run's figures, those that do not count too."""
    each = [
        f"{one.sessions}x{one.desks}: {one.cpu_percent:.3f} %, lost {one.lost} of {one.packets}, "
        f"{one.pictures_per_s:.1f} pictures/s, waited {one.waited_s:.2f} s"
        + (f", lag p99 {one.lag_p99_ms:.1f} ms" if one.lag_p99_ms is not None else "")
        for one in runs
    ]
    return f"{what} [{'; '.join(each)}]"


def _conditions(reel: Film) -> str:
    return (
        f"VP8 1280x720 at 30/s {reel.video_bps / 1e6:.2f} Mbit/s + Opus, encoded beforehand, SRTP "
        f"on loopback, the same to every server and never adapted; windows of {WINDOW_S} s by turns"
    )
