"""10,000 results through the outbox to a licensing system that fails: how fast, lost, doubled."""

import asyncio
import os
import time
from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import insert, select
from structlog.testing import capture_logs

from foundation import outbox
from foundation.clock import SystemClock
from foundation.database import open_database
from foundation.jobs import Worker
from foundation.migrations import upgrade
from foundation.settings import Settings
from inspection.cases import store as case_store
from inspection.cases.machine import State
from inspection.cases.service import Cases
from inspection.determination.recipients import LICENSING, delivery_key
from inspection.intake.demo import RESTAURANT
from inspection.licensing.opening import configured, line_of
from inspection.licensing.push import Push
from inspection.templates.stock import stock
from tests.bench.figures import figure
from tests.bench.process import used_by
from tests.support.service import Licensing

CASES, RESULTS_EACH = 5_000, 2
FAULTS = "lost-answer:2%,fail:2%,twice:1%,redirect:1%,garbage:1%"
CALM_S = 900.0  # more than all tries of the unluckiest row on a busy machine
SECRET = "test-secret"  # what `tests.support.service.Licensing` starts the simulator with


async def measure() -> list[dict[str, object]]:
    """Queues everything, then delivers: every case moves to `pushed` with its last result."""
    async with AsyncExitStack() as stack:
        stack.enter_context(capture_logs())  # each fault is a line: 700 of them
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="bench-outbox-")))
        simulator = Licensing(folder / "received", faults=FAULTS)
        await simulator.start()
        stack.push_async_callback(simulator.stop)
        url = f"sqlite+aiosqlite:///{folder / 'yunkan.db'}"
        await asyncio.to_thread(upgrade, url)
        database, clock = open_database(url), SystemClock()
        stack.push_async_callback(database.close)
        queued = await _queue(database, clock)
        settings = Settings(
            data=folder, licensing_url=simulator.url, licensing_secret=SECRET, demo=True
        )
        push = Push(
            database, clock, [line_of(one, clock) for one in configured(settings)], _no_paper
        )
        before = used_by(os.getpid()).cpu_s
        took_s, busy_s = await _deliver(database, clock, push, len(queued))
        cpu_ms = (used_by(os.getpid()).cpu_s - before) * 1000 / len(queued)
        received = await simulator.results()
    arrived = Counter(one["event"]["id"] for one in received)
    by_case: dict[str, list[int]] = {}
    for one in received:
        data = one["event"]["data"]
        by_case.setdefault(data["case_number"], []).append(data["conclusion_version"])
    lost = len(queued - arrived.keys())
    doubled = sum(count - 1 for count in arrived.values())
    swapped = sum(order != sorted(order) for order in by_case.values())
    how = (
        f"{CASES} cases with {RESULTS_EACH} results each, one worker in one process, 8 cases at "
        f"once, SQLite FULL, each case moved to pushed; simulator a process of its own on the same "
        f"machine, faults {FAULTS}, a file made durable for each result"
    )
    return [
        figure(
            "outbox.deliveries_per_s",
            len(queued) / busy_s,
            "1/s",
            f"{how}; {cpu_ms:.1f} ms of processor each in the worker; until 99 % were delivered, "
            f"the rest waits for its next try: all after {took_s:.0f} s",
        ),
        figure("outbox.lost", lost, "results", how),
        figure("outbox.doubled", doubled, "results", f"{how}; out of order in {swapped} cases"),
    ]


async def _no_paper(_case_id: str) -> None:
    """Papers are another measurement."""


async def _queue(database, clock) -> set[str]:
    """Copies of one case with their results; returns the keys."""
    await stock(database, clock)
    first = await Cases(database, clock).accept(RESTAURANT, ())
    table, keys = case_store.case_table, set[str]()
    async with database.transaction() as transaction:
        row = dict(
            (await transaction.execute(select(table).where(table.c.id == first.id)))
            .mappings()
            .one()
        )
        for number in range(CASES):
            case = {"id": f"case_{number}", "number": f"YK20261124-{number:05}"}
            await transaction.execute(
                insert(table).values(**{**row, **case, "state": State.DETERMINED.value})
            )
            for version in range(1, RESULTS_EACH + 1):
                keys.add(delivery_key(case["number"], version, LICENSING))
                await outbox.add(
                    transaction,
                    receiver=LICENSING,
                    lane=case["id"],
                    body={
                        "case_number": case["number"],
                        "conclusion_version": version,
                        "food_conclusion": "pass",
                        "fume_conclusion": "rectify",
                        "record_sha256": "ab" * 32,
                        "determined_at": clock.now().isoformat(),
                        "checkpoint": {"text": "{}", "cms": "x" * 1200},
                    },
                    now=clock.now(),
                    row_id=delivery_key(case["number"], version, LICENSING),
                )
    return keys


async def _deliver(database, clock, push: Push, count: int) -> tuple[float, float]:
    """Seconds until all were delivered, and until 99 % were, scaled to all."""
    done, began, most_s = 0, time.perf_counter(), 0.0
    ended = asyncio.Event()

    async def after(transaction, rows: list[outbox.Row]) -> None:
        nonlocal done, most_s
        await push.delivered(transaction, rows)
        done += len(rows)
        if not most_s and done >= count * 99 // 100:
            most_s = time.perf_counter() - began
        if done == count:
            ended.set()

    worker = Worker(database, clock, push.handlers, {LICENSING: after}, at_once=push.at_once)
    running = asyncio.create_task(worker.run())
    try:
        async with asyncio.timeout(CALM_S):
            await ended.wait()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    return time.perf_counter() - began, most_s / 0.99
