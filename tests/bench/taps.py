"""`python -m tests.bench.taps`: so many phones tap at the same moment.

Reads one line of JSON, `[{"url": …, "cookie": …, "starts_at": …}]`; sends all, prints the status of
each. A process of its own, so that what phones cost is not the server's.
"""

import asyncio
import json
import sys

import aiohttp


async def taps(wanted: list[dict[str, str]]) -> list[int]:
    """The status each tap was answered with."""
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as phones:
        return await asyncio.gather(*(_tap(phones, **one) for one in wanted))


async def _tap(phones: aiohttp.ClientSession, url: str, cookie: str, starts_at: str) -> int:
    headers = {"Cookie": cookie, "Sec-Fetch-Site": "same-origin"}
    async with phones.put(url, headers=headers, json={"starts_at": starts_at}) as answer:
        await answer.read()
        return answer.status


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(taps(json.loads(sys.stdin.readline())))))
