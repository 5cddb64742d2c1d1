"""The built pages: one HTML file per program, hashed assets that browsers may keep for ever."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from foundation.errors import Kind, NotFound, Problem
from foundation.http.operation import ANYBODY, Media, operation


class PagesNotBuilt(Problem):
    """The checkout has no built pages."""

    kind = Kind.UNAVAILABLE
    code = "pages.not_built"
    zh = "网页尚未构建。请在项目目录执行 ./run。"
    en = "The pages are not built. Execute ./run in the project folder."


def page_routes(dist: Path) -> list[web.RouteDef]:
    """/, /desk, /j/{token}, /r/{token}, /v/{token}, /verify, /rooms, /exams and /assets/…"""

    def page(
        zh: str, en: str, name: str, kind: str = "text/html"
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        @operation(zh, en, ANYBODY, gives=Media(kind), refuses=(PagesNotBuilt,))
        async def handler(_request: web.Request) -> web.FileResponse:
            file = dist / name
            if not file.is_file():
                raise PagesNotBuilt
            return web.FileResponse(file, headers={"Cache-Control": "no-cache"})

        return handler

    @operation("网页资源", "A page's asset", ANYBODY, gives=Media("*/*"))
    async def asset(request: web.Request) -> web.FileResponse:
        root = (dist / "assets").resolve()
        file = (root / request.match_info["path"]).resolve()
        if not file.is_relative_to(root) or not file.is_file():
            raise NotFound
        return web.FileResponse(
            file, headers={"Cache-Control": "public, max-age=31536000, immutable"}
        )

    return [
        web.get("/", page("入口", "The way in", "index.html")),
        web.get("/favicon.svg", page("图标", "Icon", "favicon.svg", "image/svg+xml")),
        web.get("/desk", page("工作台", "Desk of the staff", "desk/index.html")),
        web.get("/j/{token}", page("申请人页面", "The applicant's page", "applicant/index.html")),
        web.get("/r/{token}", page("延续申请", "Renew a licence", "applicant/index.html")),
        web.get("/v/{token}", page("核验记录", "Check a record", "verify/index.html")),
        web.get("/verify", page("用 PDF 核验记录", "Check a PDF", "verify/index.html")),
        web.get("/rooms", page("样板间", "Sample rooms", "rooms/index.html")),
        web.get("/exams", page("样板间考核", "Exams in a sample room", "exams/index.html")),
        web.get("/assets/{path:.+}", asset),
    ]
