"""A worker that sends notices and says after each that it went out, until it is killed."""

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from foundation.database import open_database
from inspection.notices.model import Channel
from tests.support.clock import FrozenClock
from tests.support.notices import TellingHouse


@dataclass
class Network:
    """What reaches telephones and the window: lines of a file that outlive the worker."""

    channel: Channel
    folder: Path

    @property
    def name(self):
        return f"test-{self.channel.value}"

    async def send(self, message):
        said = dict(message.filed)["paper"]
        with (self.folder / self.name).open("a") as file:
            file.write(f"{said}\n")
        os.write(sys.stdout.fileno(), f"{said}\n".encode())
        await asyncio.sleep(0.002)  # the answer takes a moment: kills fall into it as well
        return said


async def main(database, folder, moment):
    house = TellingHouse(open_database(database), FrozenClock(moment))
    ways = (Channel.SMS, Channel.WECOM)
    house.use({channel: Network(channel, Path(folder)) for channel in ways})
    await house.work()
    os.write(sys.stdout.fileno(), b"done\n")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
