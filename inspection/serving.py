"""Starting and stopping the service: migrate, demo data, listen, wait for the signal."""

import asyncio
import signal
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from foundation.certificate import ensure_certificate
from foundation.clock import SystemClock
from foundation.database import open_database
from foundation.errors import Problem
from foundation.migrations import upgrade
from foundation.processes import tidy
from foundation.settings import Settings
from inspection.cases.checklist import pin_older_cases
from inspection.house import build_house
from inspection.intake.demo import set_up_demo
from inspection.intake.greeting import greeting
from inspection.templates.schemes import plug_in_schemes
from inspection.templates.stock import stock
from webrtc.fleet import Fleet

log = structlog.get_logger("serve")
TIDY_EVERY_S = 60.0


class PortTaken(Problem):
    """Somebody else listens there."""

    code = "serve.port_taken"
    zh = "端口 {port} 已被占用。请停止占用它的程序，或换一个：--port，./run 则用 YUNKAN_PORT。"
    en = "Port {port} is taken. Stop what uses it, or choose another: --port, ./run: YUNKAN_PORT."


async def serve(
    settings: Settings, fleet: Fleet | None, checkout: Path, say: Callable[[str], None]
) -> None:
    """Runs until SIGTERM or SIGINT; everything acknowledged before is durable.

    Args:
        fleet: the media processes, started or not; ended with the service.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    await asyncio.to_thread(upgrade, settings.database)
    database = open_database(settings.database)
    clock = SystemClock()
    try:
        plug_in_schemes()
        rules = await stock(database, clock, settings.determination_rules)
        await pin_older_cases(database, clock, rules)
        if settings.demo:
            await set_up_demo(database, clock, rules)
        house = build_house(settings, database, clock, checkout, fleet, rules)
        runner = web.AppRunner(house.app, access_log=None, shutdown_timeout=2.0)
        await runner.setup()
        tidying = asyncio.create_task(_tidy_now_and_then())
        try:
            await _listen(runner, settings)
            log.info("serving", origin=settings.origin)
            if settings.demo:
                say(await greeting(settings, database, clock))
            await _told_to_stop(fleet)
        finally:
            tidying.cancel()
            await runner.cleanup()
    finally:
        await database.close()


async def _tidy_now_and_then() -> None:
    while True:
        await asyncio.sleep(TIDY_EVERY_S)
        tidy()


async def _listen(runner: web.AppRunner, settings: Settings) -> None:
    tls: ssl.SSLContext | None = None
    if settings.tls:
        folder = settings.data / "tls"
        if settings.public_url:
            ensure_certificate(folder, urlsplit(settings.public_url).hostname or "127.0.0.1")
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    try:
        await web.TCPSite(runner, settings.host, settings.port, ssl_context=tls).start()
    except OSError as error:
        raise PortTaken(port=settings.port) from error


async def _told_to_stop(fleet: Fleet | None) -> None:
    """Raises `MediaUnfit` (scorecard, rule 1: without its guard the service refuses to run)."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    waiting: list[asyncio.Task[Any]] = [asyncio.create_task(stop.wait())]
    if fleet is not None:
        waiting.append(asyncio.create_task(fleet.must_stay_fit()))
    done, left = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in left:
        task.cancel()
    for task in done:
        task.result()
