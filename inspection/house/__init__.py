"""The composition root: every part is made here, once, and handed to those who need it.

`ground` is what all stand on; each wing makes the parts of its topic and knows their routes,
their jobs and their life. The order in `build_house` is the order in which they need each other.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web

from checklists.load import builtin_departments
from foundation.clock import Clock
from foundation.database import Database
from foundation.http.app import new_app
from foundation.http.health import health_routes
from foundation.http.pages import page_routes
from foundation.identity import api as identity_api
from foundation.identity import people_api, units_api
from foundation.identity.people import People
from foundation.identity.units import Units
from foundation.jobs import Worker
from foundation.outbox import Row
from foundation.settings import Settings
from inspection.booking.punctuality import Punctuality
from inspection.dispatch.leaving import Leaving
from inspection.dispatch.sample_room_exams import NotedExams
from inspection.editor import api as editor_api
from inspection.editor import rules_api
from inspection.editor.looks import Looks
from inspection.editor.rules import RuleDesk
from inspection.editor.service import Editor
from inspection.gaps.lapsing import Lapsing
from inspection.house.calls import CallsWing
from inspection.house.exams import ExamsWing
from inspection.house.findings import FindingsWing
from inspection.house.ground import Ground
from inspection.house.office import OfficeWing, life_of
from inspection.house.records import RecordsWing
from inspection.house.telling import tell_pages
from inspection.intake.bulk.service import LongImports
from inspection.leftovers import remove_leftovers
from inspection.licences.reminding import Reminding
from inspection.live.attendance import Attendance
from inspection.live.hub import Hub
from inspection.live.steering import Steering
from inspection.published import must_be_described, published_routes
from inspection.templates.shelf import DEFAULT as DEFAULT_RULES
from panorama import api as rooms_api
from panorama.exam.service import Exams
from panorama.service import SampleRooms
from webrtc.engine import MediaEngine
from webrtc.fleet import Fleet

log = structlog.get_logger("house")
PERIOD_S = 3600.0


@dataclass(frozen=True)
class House:
    """The running parts that tests and the start script reach for."""

    app: web.Application
    worker: Worker
    engine: MediaEngine
    fleet: Fleet | None  # `None`: media runs in this process
    hub: Hub
    attendance: Attendance
    steering: Steering
    punctuality: Punctuality
    lapsing: Lapsing
    reminding: Reminding
    long_imports: LongImports
    exams: Exams


def build_house(
    settings: Settings,
    database: Database,
    clock: Clock,
    checkout: Path,
    fleet: Fleet | None = None,
    rules: str = DEFAULT_RULES,
) -> House:
    """Makes all parts for these settings. The database is migrated and stays the caller's.

    Args:
        fleet: the media processes, if they were started before; closed with the house.
        rules: the family of determination rules that new cases go by.
        checkout: the project's folder; pages are in `static/dist`, layouts in `panorama/data`.
    """
    ground = Ground.of(settings, database, clock, checkout, rules)
    rooms = SampleRooms(settings.data / "rooms", checkout / "panorama" / "data")
    calls = CallsWing(ground, fleet)
    findings = FindingsWing(ground)
    office = OfficeWing(ground)
    records = RecordsWing(ground, calls, rooms, office.notices)
    departments = {one.id: one.title for one in builtin_departments().values()}
    exams = ExamsWing(ground, NotedExams(office.displacing))
    punctuality = office.punctuality(calls.hub)

    async def tell(row: Row) -> None:
        await tell_pages(row, calls.hub, records.push, findings.evidence)

    worker = Worker(
        database,
        clock,
        handlers={**findings.handlers, **records.handlers, **office.handlers, **exams.handlers},
        after=records.after,
        news=tell,
        at_once=records.push.at_once,
    )
    ground.bell.heard_by(worker.wake)

    async def remind() -> None:
        if await office.reminding.remind():
            ground.bell.ring()

    sweep = (
        partial(remove_leftovers, database, ground.blobs),
        ground.proofs.renew,
        office.holding.sort_anew,
        records.outcomes.catch_up,
        office.long_imports.forget,
        remind,
        exams.exams.settle,
    )

    app = new_app()
    for routes in (
        identity_api.routes(ground.sign_ins, ground.door),
        units_api.routes(Units(database, clock), ground.door),
        people_api.routes(
            People(database, clock, departments, Leaving(office.displacing)),
            ground.door,
            departments,
        ),
        office.routes(calls.hub, calls.ending.case_moved),
        calls.routes(office.cases, findings.evidence, findings.witness, office.transfers),
        findings.routes(calls),
        records.routes(),
        editor_api.routes(
            Editor(database, clock, rules), Looks(database, clock, rules), ground.door
        ),
        rules_api.routes(RuleDesk(database, clock, rules), ground.door),
        rooms_api.routes(rooms),
        exams.routes(),
        health_routes(database, calls.checks, calls.figures),
        page_routes(checkout / "static" / "dist"),
        published_routes(app),
    ):
        app.add_routes(routes)
    must_be_described(app)
    app.on_shutdown.append(calls.leave)
    for life in (
        calls.life,
        findings.life,
        records.life,
        office.notices.life,
        office.gaps.life,
        exams.life,
        life_of(punctuality),
        _life_of(worker, rooms, sweep, builds_rooms=settings.build_rooms),
    ):
        app.cleanup_ctx.append(life)
    return House(
        app,
        worker,
        calls.engine,
        calls.fleet,
        calls.hub,
        calls.attendance,
        calls.steering,
        punctuality,
        office.gaps.lapsing,
        office.reminding,
        office.long_imports,
        exams.exams,
    )


def _life_of(
    worker: Worker,
    rooms: SampleRooms,
    sweep: Sequence[Callable[[], Awaitable[object]]],
    *,
    builds_rooms: bool,
) -> Any:
    async def life(app: web.Application) -> AsyncGenerator[None, None]:
        running = [
            asyncio.create_task(worker.run(), name="worker"),
            asyncio.create_task(_now_and_then(sweep), name="leftovers"),
        ]
        if builds_rooms:
            await rooms.ensure_built()
        yield
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await rooms.close()

    return life


async def _now_and_then(works: Sequence[Callable[[], Awaitable[object]]]) -> None:
    """One that fails keeps no other from its turn."""
    while True:
        for work in works:
            try:
                await work()
            except Exception:
                log.exception("periodic work failed")
        await asyncio.sleep(PERIOD_S)
