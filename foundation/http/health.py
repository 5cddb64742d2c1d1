"""/healthz: the process answers. /readyz: it can read and write. /metrics: figures."""

from aiohttp import web
from prometheus_client import generate_latest

from foundation.database import Database


def health_routes(database: Database) -> list[web.RouteDef]:
    """The three addresses monitoring asks."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"is": "alive"})

    async def readyz(_request: web.Request) -> web.Response:
        async with database.transaction():
            return web.json_response({"is": "ready"})

    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), content_type="text/plain")

    return [web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)]
