"""Work that ends with the page that asked for it."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from aiohttp import web

Result = TypeVar("Result")
_LOOK_UP_S = 0.25  # the server does not tell a handler that its caller has gone


async def while_awaited(request: web.Request, work: Coroutine[Any, Any, Result]) -> Result:
    """The result of the work, which is cancelled when the caller's connection is gone."""
    task = asyncio.create_task(work)
    try:
        while not task.done():
            await asyncio.wait({task}, timeout=_LOOK_UP_S)
            if request.transport is None or request.transport.is_closing():
                task.cancel()
        return await task
    except asyncio.CancelledError:
        task.cancel()
        raise
