"""A file, or a piece of it, as an answer (RFC 9110, 14): for films, read in pieces as they grow."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web

PIECE_BYTES = 256 * 1024


def file_response(request: web.Request, path: Path, size: int, content_type: str) -> web.Response:
    """The first `size` bytes of the file, or what the request's `Range` names of them.

    Raises aiohttp's 416 for a piece that begins behind them. A `Range` of several pieces, or one
    that is malformed, is answered with all of it, as the standard allows.
    """
    begin, end, status = 0, size, 200
    wanted = _wanted(request)
    if wanted.start is not None or wanted.stop is not None:
        begin, end, _ = wanted.indices(size)
        status = 206
        if begin >= end:
            raise web.HTTPRequestRangeNotSatisfiable(headers={"Content-Range": f"bytes */{size}"})
    headers = {"Accept-Ranges": "bytes", "Content-Length": str(end - begin)}
    if status == 206:
        headers["Content-Range"] = f"bytes {begin}-{end - 1}/{size}"
    return web.Response(
        status=status, body=_pieces(path, begin, end), content_type=content_type, headers=headers
    )


def begins_at(request: web.Request) -> int:
    """The first byte that is asked for; below 0: counted from the end."""
    return _wanted(request).start or 0


def _wanted(request: web.Request) -> slice:
    try:
        return request.http_range
    except ValueError:
        return slice(None)


async def _pieces(path: Path, begin: int, end: int) -> AsyncIterator[bytes]:
    file = await asyncio.to_thread(path.open, "rb")
    try:
        await asyncio.to_thread(file.seek, begin)
        while begin < end:
            piece = await asyncio.to_thread(file.read, min(PIECE_BYTES, end - begin))
            if not piece:
                raise ConnectionResetError("the file is shorter than it was")
            begin += len(piece)
            yield piece
    finally:
        await asyncio.to_thread(file.close)
