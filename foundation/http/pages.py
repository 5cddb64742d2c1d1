"""The built pages: one HTML file per program, hashed assets that browsers may keep for ever."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from foundation.errors import Kind, NotFound, Problem


class PagesNotBuilt(Problem):
    """The checkout has no built pages."""

    kind = Kind.UNAVAILABLE
    code = "pages.not_built"
    zh = "网页尚未构建。请在项目目录执行 ./run。"
    en = "The pages are not built. Execute ./run in the project folder."


def page_routes(dist: Path) -> list[web.RouteDef]:
    """/, /desk, /j/{token}, /rooms and /assets/…"""

    def page(name: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handler(_request: web.Request) -> web.FileResponse:
            file = dist / name
            if not file.is_file():
                raise PagesNotBuilt
            return web.FileResponse(file, headers={"Cache-Control": "no-cache"})

        return handler

    async def asset(request: web.Request) -> web.FileResponse:
        root = (dist / "assets").resolve()
        file = (root / request.match_info["path"]).resolve()
        if not file.is_relative_to(root) or not file.is_file():
            raise NotFound
        return web.FileResponse(
            file, headers={"Cache-Control": "public, max-age=31536000, immutable"}
        )

    return [
        web.get("/", page("index.html")),
        web.get("/favicon.svg", page("favicon.svg")),
        web.get("/desk", page("desk/index.html")),
        web.get("/j/{token}", page("applicant/index.html")),
        web.get("/rooms", page("rooms/index.html")),
        web.get("/assets/{path:.+}", asset),
    ]
