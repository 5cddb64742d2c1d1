"""Waiting for what tells nobody when it happens: files, other processes, the wall clock."""

import asyncio


async def until(holds, within_s=30):
    """Looks twenty times a second; `TimeoutError` when it does not come true."""
    async with asyncio.timeout(within_s):
        while not holds():  # noqa: ASYNC110 - nothing here could set an event
            await asyncio.sleep(0.05)
