"""A worker at an outbox, as a process of its own: says each outcome, until it is killed."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta

from foundation.database import open_database
from foundation.http.outbound import Allowed, Outbound, read_address
from foundation.jobs import Worker
from inspection.licensing.message import result_event
from inspection.licensing.ways import HttpWay

SECRET = "a secret of this test"
AT_ONCE = 4


class AheadClock:
    """The computer's clock, ahead by some seconds: leases of the dead end without waiting."""

    def __init__(self, ahead_s: float) -> None:
        self.ahead_s = ahead_s

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.ahead_s)


async def deliver(database_url: str, url: str, ahead_s: str) -> None:
    clock, address = AheadClock(float(ahead_s)), read_address(url)
    way = HttpWay(url, SECRET, clock, Outbound((Allowed.of(address),)))

    async def handle(row) -> None:
        await way.deliver(result_event(row.id, row.body))

    async def say(row) -> None:
        sys.stdout.write(f"{row.id}\n")
        sys.stdout.flush()

    worker = Worker(
        open_database(database_url),
        clock,
        {"licensing": handle},
        news=say,
        at_once={"licensing": AT_ONCE},
    )
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await worker.run()


if __name__ == "__main__":
    asyncio.run(deliver(*sys.argv[1:]))
