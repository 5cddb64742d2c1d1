"""HTTP of the sample rooms; anybody may look at them."""

import asyncio

from aiohttp import web

from panorama.service import SampleRooms


def routes(rooms: SampleRooms) -> list[web.RouteDef]:
    """GET /sample-rooms, /sample-rooms/{id}, /sample-rooms/{id}/files/{path}."""

    async def listing(_request: web.Request) -> web.Response:
        return web.json_response({"rooms": await asyncio.to_thread(rooms.rooms)})

    async def one(request: web.Request) -> web.Response:
        return web.json_response(await asyncio.to_thread(rooms.room, request.match_info["room"]))

    async def file(request: web.Request) -> web.StreamResponse:
        found = await asyncio.to_thread(
            rooms.file, request.match_info["room"], request.match_info["path"]
        )
        headers = {
            "Cache-Control": "public, max-age=60, must-revalidate",
            "Content-Type": found.content_type,
        }
        if found.content_type == "image/svg+xml":
            headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
        return web.FileResponse(found.path, headers=headers)

    return [
        web.get("/api/v1/sample-rooms", listing),
        web.get("/api/v1/sample-rooms/{room}", one),
        web.get("/api/v1/sample-rooms/{room}/files/{path:.+}", file),
    ]
