"""/healthz: the process answers. /readyz: it can do its work. /metrics: figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.registry import Collector

from foundation.database import Busy, Database
from foundation.errors import Problem
from foundation.http.operation import ANYBODY, Media, operation


@dataclass(frozen=True)
class Check:
    """Something besides the database without which the service is not ready."""

    ask: Callable[[], None]
    raises: type[Problem]


def health_routes(
    database: Database, checks: Sequence[Check] = (), figures: Sequence[Collector] = ()
) -> list[web.RouteDef]:
    """The three addresses monitoring asks."""
    registry = CollectorRegistry()
    for one in figures:
        registry.register(one)

    @operation("进程是否应答", "The process answers", ANYBODY, gives=dict[str, str])
    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"is": "alive"})

    @operation(
        "能否工作",
        "It can do its work",
        ANYBODY,
        gives=dict[str, str],
        refuses=(Busy, *(check.raises for check in checks)),
    )
    async def readyz(_request: web.Request) -> web.Response:
        for check in checks:
            check.ask()
        async with database.transaction():
            return web.json_response({"is": "ready"})

    @operation("运行指标", "Figures for Prometheus", ANYBODY, gives=Media("text/plain"))
    async def metrics(_request: web.Request) -> web.Response:
        body = generate_latest() + generate_latest(registry)
        return web.Response(body=body, content_type="text/plain")

    return [web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)]
