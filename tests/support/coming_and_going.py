"""`python -m tests.support.coming_and_going`: phones and desks that come and go for a given time.

Reads one JSON object from standard input: `origin`, `seconds`, and `calls` as `Place`s. Each desk
leaves after `STAY_S` and comes anew, every third time the phone publishes anew as well. Prints one
JSON object at the end: how often they came, how long that took, and in how many stays nothing came.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field

import aiohttp

from tests.bench.callers import Desk, Phone
from tests.support.siege import small_film

STAY_S = 20.0
LEAST_STAY_S = 2.0
SET_UP_S = 30.0
RETRY_S = 0.2


@dataclass(frozen=True)
class Place:
    """Where one call's phone and desk publish and play, each with its token."""

    whip: str
    phone_token: str
    whep: str
    desk_token: str


@dataclass
class Seen:
    """What one call saw."""

    came: int = 0
    took_s: list[float] = field(default_factory=list)
    empty_stays: int = 0
    pictures: int = 0


async def ask(http, path, token, offer):
    """The answer; asked again while the other side has not sent anything yet."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/sdp"}
    while True:
        async with http.post(path, data=offer, headers=headers) as answer:
            text = await answer.text()
        if answer.status == 201:
            return text
        if answer.status != 409:
            raise ConnectionError(f"{path}: {answer.status} {text[:300]}")
        await asyncio.sleep(RETRY_S)


async def come_and_go(http, place, film, until, delay_s):
    await asyncio.sleep(delay_s)
    seen, phone = Seen(), None
    while time.monotonic() < until:
        async with asyncio.timeout(SET_UP_S):
            if seen.came % 3 == 0:
                before, phone = phone, Phone(film)
                await phone.accept(
                    await ask(http, place.whip, place.phone_token, await phone.offer())
                )
            began = time.monotonic()
            desk = Desk(phone.sent_at)
            await desk.accept(await ask(http, place.whep, place.desk_token, await desk.offer()))
            await desk.first_picture.wait()
        seen.took_s.append(round(time.monotonic() - began, 2))
        if seen.came % 3 == 0 and before is not None:
            await before.pc.close()
        seen.came += 1
        counted = desk.counted.pictures
        stay_s = max(0.0, min(STAY_S, until - time.monotonic()))
        await asyncio.sleep(stay_s)
        seen.pictures += desk.counted.pictures
        # who came in the last moment has seen the first picture and nothing more
        seen.empty_stays += stay_s >= LEAST_STAY_S and desk.counted.pictures == counted
        await desk.pc.close()
    await phone.pc.close()
    return seen


async def main():
    given = json.loads(sys.stdin.readline())
    film, until = small_film(), time.monotonic() + given["seconds"]
    places = [Place(**one) for one in given["calls"]]
    async with aiohttp.ClientSession(given["origin"]) as http:
        every_s = STAY_S / len(places)
        seen = await asyncio.gather(
            *(
                come_and_go(http, place, film, until, number * every_s / 4)
                for number, place in enumerate(places)
            )
        )
    json.dump([vars(one) for one in seen], sys.stdout)


if __name__ == "__main__":
    asyncio.run(main())
