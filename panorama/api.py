"""HTTP of the sample rooms; anybody may look at them."""

import asyncio
from typing import Any, NotRequired

from aiohttp import web
from typing_extensions import TypedDict

from foundation.http.operation import ANYBODY, Media, operation
from foundation.text import TextShape
from panorama.service import SampleRooms


class ProgressShape(TypedDict):
    """How far a room is built, `share` from 0 to 1; without `done` it has not begun."""

    stage: str
    share: float
    done: NotRequired[bool]
    error: NotRequired[TextShape | None]


class RoomLineShape(TypedDict):
    """One line of the list of rooms."""

    id: str
    title: TextShape
    progress: ProgressShape


class RoomsShape(TypedDict):
    """All sample rooms."""

    rooms: list[RoomLineShape]


class PicturesShape(TypedDict):
    """Versions of a scene's pictures; `null` as long as there is none."""

    preview: str | None
    depth: str | None
    tiles: str | None


class ModelShape(TypedDict):
    """The room to walk in: a GLB and the floor's JSON among its files, and their version."""

    path: str
    floor: str
    version: str


class SampleRoomShape(TypedDict):
    """A room: tour, report on the rules and model, `null` until built; pictures by scene."""

    room: RoomLineShape
    tour: dict[str, Any] | None
    report: dict[str, Any] | None
    progress: ProgressShape
    pictures: dict[str, PicturesShape]
    model: ModelShape | None


def routes(rooms: SampleRooms) -> list[web.RouteDef]:
    """GET /sample-rooms, /sample-rooms/{id}, /sample-rooms/{id}/files/{path}."""

    @operation("样板间列表", "All sample rooms", ANYBODY, gives=RoomsShape)
    async def listing(_request: web.Request) -> web.Response:
        return web.json_response({"rooms": await asyncio.to_thread(rooms.rooms)})

    @operation("一间样板间", "One sample room", ANYBODY, gives=SampleRoomShape)
    async def one(request: web.Request) -> web.Response:
        return web.json_response(await asyncio.to_thread(rooms.room, request.match_info["room"]))

    @operation("样板间文件", "A file of a room", ANYBODY, gives=Media("*/*"))
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
