"""/healthz: the process answers. /readyz: it can read and write. /metrics: figures."""

from aiohttp import web
from prometheus_client import generate_latest

from foundation.database import Busy, Database
from foundation.http.operation import ANYBODY, Media, operation


def health_routes(database: Database) -> list[web.RouteDef]:
    """The three addresses monitoring asks."""

    @operation("进程是否应答", "The process answers", ANYBODY, gives=dict[str, str])
    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"is": "alive"})

    @operation("能否读写", "It can read and write", ANYBODY, gives=dict[str, str], refuses=(Busy,))
    async def readyz(_request: web.Request) -> web.Response:
        async with database.transaction():
            return web.json_response({"is": "ready"})

    @operation("运行指标", "Figures for Prometheus", ANYBODY, gives=Media("text/plain"))
    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), content_type="text/plain")

    return [web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)]
