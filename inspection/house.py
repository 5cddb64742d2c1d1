"""The composition root: every part is made here, once, and handed to those who need it."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web

from checklists.agreement import SecondVerdict
from foundation.blobs import FolderBlobs
from foundation.clock import Clock
from foundation.database import Database
from foundation.holidays import read_holidays
from foundation.http.app import new_app
from foundation.http.health import Check, health_routes
from foundation.http.pages import page_routes
from foundation.identity import api as identity_api
from foundation.identity.door import Door
from foundation.identity.proofs import Proofs
from foundation.identity.signin import SignIns
from foundation.jobs import Worker
from foundation.keyring import open_keyring
from foundation.keys import service_key
from foundation.outbox import Row
from foundation.settings import Settings
from foundation.workdays import WorkCalendar
from inspection.cases import api as cases_api
from inspection.cases import departments_api
from inspection.cases.departments import Assignments
from inspection.cases.service import Cases
from inspection.determination import api as determination_api
from inspection.determination.deviating import Deviations
from inspection.determination.service import LICENSING
from inspection.dossier import api as dossier_api
from inspection.dossier.api import SAMPLE_ROOM
from inspection.dossier.service import Dossiers
from inspection.editor import api as editor_api
from inspection.editor import rules_api
from inspection.editor.looks import Looks
from inspection.editor.rules import RuleDesk
from inspection.editor.service import Editor
from inspection.evidence import api as evidence_api
from inspection.evidence import credentials_api, documents_api, readings_api
from inspection.evidence.aids import api as aids_api
from inspection.evidence.aids.darkroom import Darkroom
from inspection.evidence.aids.service import Aids
from inspection.evidence.checkpoint import PROOFS
from inspection.evidence.copies import Copies
from inspection.evidence.credentials_api import Credentialed
from inspection.evidence.notes import api as notes_api
from inspection.evidence.notes.service import Notes
from inspection.evidence.proofs import proofs_of
from inspection.evidence.reading_room import ReadingRoom
from inspection.evidence.redaction import api as redaction_api
from inspection.evidence.redaction.service import Redactions
from inspection.evidence.service import COPIES, EvidenceRoom
from inspection.evidence.witness import Witness
from inspection.findings import agreement_api
from inspection.findings import api as findings_api
from inspection.findings.agreement import Agreements
from inspection.findings.service import Findings
from inspection.intake.visits import Visits
from inspection.leftovers import remove_leftovers
from inspection.licensing import api as licensing_api
from inspection.licensing.push import LicensingPush
from inspection.licensing.targets import HttpTarget
from inspection.live import api as live_api
from inspection.live import recordings_api, snapshots_api
from inspection.live.attendance import Attendance
from inspection.live.challenges import Challenges
from inspection.live.errors import CallNotOpen
from inspection.live.hub import Hub
from inspection.live.model import APPLICANT
from inspection.live.observer import RoomNews
from inspection.live.phone_facts import PhoneFacts
from inspection.live.recordings import Recordings
from inspection.live.service import Calls
from inspection.live.snapshots import Snapshots
from inspection.live.socket import Hearers
from inspection.live.steering import Steering
from inspection.live.watchers import Watchers
from inspection.media import films_of, media_engine, media_fleet
from inspection.published import must_be_described, published_routes
from inspection.record import api as record_api
from inspection.record import pack_api, public_api, refusal_api, sheets_api
from inspection.record.completing import PDF
from inspection.record.export import Exports
from inspection.record.one_time_notice import api as notice_api
from inspection.record.one_time_notice.places import places_of
from inspection.record.one_time_notice.right_views import RightViews
from inspection.record.one_time_notice.service import NOTICE_PDF, Notices
from inspection.record.papers import Papers
from inspection.record.pdf import Press
from inspection.record.public import PublicRecords
from inspection.record.refusing import Refusals
from inspection.record.service import Records
from inspection.record.sheets_service import Sheets
from inspection.templates.shelf import DEFAULT as DEFAULT_RULES
from panorama import api as rooms_api
from panorama.service import SampleRooms
from webrtc import whep, whip
from webrtc.decode import FrameDecoder
from webrtc.director import Director
from webrtc.engine import CapturedFrame, IceServer, MediaEngine
from webrtc.figures import FleetFigures
from webrtc.fleet import Fleet, MediaDown
from webrtc.metrics import MediaMetrics
from webrtc.recording.archive import Archive
from webrtc.recording.backfill import Backfills
from webrtc.recording.shelf import mend_below
from webrtc.turn import IceServers

log = structlog.get_logger("house")
PERIOD_S = 3600.0
DRAIN_S = 2.0  # how long an orderly stop waits for each part


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
    calendar = WorkCalendar(read_holidays(settings.holidays) if settings.holidays else {})
    blobs = FolderBlobs(settings.data / "blobs")
    hub = Hub(clock)
    figures = MediaMetrics()
    steering = Steering(hub, database, clock, lambda: engine)
    watchers = Watchers(clock)
    snapshots = Snapshots(clock)
    news = RoomNews(hub, figures, steering, watchers)
    sign_ins = SignIns(database, clock)
    door = Door(database, clock, sign_ins, is_secure=settings.origin.startswith("https:"))
    licensing = HttpTarget(settings.licensing_url, settings.licensing_secret, clock)
    push = LicensingPush(database, clock, licensing, lambda case: papers.kept_pdf(case))
    copies = Copies(database, blobs, clock)

    witness = Witness(database, clock, PhoneFacts(clock))
    evidence = EvidenceRoom(database, blobs, clock, lambda: worker.wake(), witness)
    challenges = Challenges(database, clock)
    press = Press()
    keyring = open_keyring(settings.data, clock.now())
    second_verdict = SecondVerdict(settings.second_verdict)
    proofs = proofs_of(settings, database, clock)
    papers = Papers(database, blobs, clock, press, keyring, settings.origin, proofs.timestamps)
    records = Records(
        database,
        blobs,
        clock,
        keyring,
        lambda: worker.wake(),
        lambda case: recordings.gaps(case),
        second_verdict,
        lambda transaction, case, record, now: notices.make(transaction, case, record, now),
        each_department_judges=settings.departments == "each",
    )

    sample_rooms = SampleRooms(settings.data / "rooms", checkout / "panorama" / "data")
    right_views = RightViews(sample_rooms)
    notices = Notices(
        database,
        blobs,
        clock,
        press,
        keyring,
        proofs.timestamps,
        # read with the first notice: a third of a second is much for a restart in a call
        cache(partial(places_of, checkout / "panorama" / "data" / f"{SAMPLE_ROOM}.yaml")),
        settings.origin,
        settings.rectify_working_days,
        calendar,
        right_views.view,
    )

    async def tell(row: Row) -> None:
        await _tell_pages(row, hub, push, evidence)

    handlers = {
        COPIES: copies.handle,
        PDF: papers.keep_pdf,
        NOTICE_PDF: notices.keep_pdf,
        PROOFS: proofs.handle,
    }
    if settings.licensing_url:  # without one results wait: a try could only fail
        handlers[LICENSING] = push.handle
    worker = Worker(
        database,
        clock,
        handlers=handlers,
        after={LICENSING: push.after},
        news=tell,
    )
    fleet = fleet or media_fleet(settings)
    director = Director(fleet, news) if fleet else None
    engine = director or media_engine(settings, news, clock)
    films = films_of(settings)

    attendance = Attendance(Proofs(database, clock), hub, engine.cut, clock)
    calls = Calls(database, clock, service_key(settings.data), attendance)

    looking_back, darkroom = FrameDecoder(), Darkroom()
    recordings = Recordings(
        database, Archive(films, looking_back), Backfills(films, looking_back), clock
    )

    async def capture(case_id: str, at: datetime | None) -> CapturedFrame:
        if at is not None:
            return await recordings.frame_at(case_id, at)
        room = await calls.open_room(case_id)
        if room is None:
            raise CallNotOpen
        steering.must_send_picture(case_id)
        return await engine.capture(room, APPLICANT)

    cases = Cases(database, clock, rules, calendar)
    ice_servers = IceServers(settings.ice_servers, settings.turn_urls, settings.turn_secret)

    def ice_servers_for(room: str, participant: str) -> Sequence[IceServer]:
        return ice_servers.ice_servers_for(room, participant, clock.now())

    app = new_app()
    for routes in (
        identity_api.routes(sign_ins, door),
        cases_api.routes(cases, door, settings.origin),
        departments_api.routes(Assignments(database, clock), door),
        dossier_api.routes(
            Dossiers(database, clock, second_verdict),
            cases,
            Visits(database, clock),
            hub,
            door,
            clock,
            calendar,
            second_verdict,
        ),
        live_api.routes(
            live_api.Deps(
                calls,
                cases,
                hub,
                news,
                attendance,
                Hearers(hub, evidence, steering, watchers, snapshots, witness, challenges),
                challenges,
                door,
                ice_servers_for,
                engine.close_room,
            )
        ),
        recordings_api.routes(recordings, door, clock),
        snapshots_api.routes(snapshots_api.Deps(snapshots, calls, cases, hub, door)),
        findings_api.routes(Findings(database, clock, second_verdict), hub, door, second_verdict),
        agreement_api.routes(Agreements(database), door),
        determination_api.routes(Deviations(database, clock, second_verdict), door),
        credentials_api.routes(
            Credentialed(database, blobs, clock, keyring), door
        ),  # before {form}
        aids_api.routes(Aids(database, blobs, darkroom), door),
        notes_api.routes(Notes(database, clock), door),
        redaction_api.routes(Redactions(database, blobs, clock), hub, door),
        evidence_api.routes(evidence_api.Deps(evidence, hub, door, capture, recordings.clip)),
        documents_api.routes(evidence, hub, door),
        readings_api.routes(ReadingRoom(database, clock), hub, door),
        record_api.routes(records, papers, hub, door),
        public_api.routes(PublicRecords(database, clock)),
        sheets_api.routes(Sheets(database, second_verdict), door),
        refusal_api.routes(
            Refusals(database, clock, keyring, lambda: worker.wake(), notices.make),
            records,
            hub,
            door,
        ),
        pack_api.routes(Exports(database, blobs, clock, keyring, proofs), door),
        notice_api.routes(notices, right_views, door),
        licensing_api.routes(push, door, worker.wake),
        whip.routes(engine, calls, ice_servers_for),
        whep.routes(engine, calls, ice_servers_for),
        editor_api.routes(Editor(database, clock, rules), Looks(database, clock, rules), door),
        rules_api.routes(RuleDesk(database, clock, rules), door),
        rooms_api.routes(sample_rooms),
        health_routes(
            database,
            [Check(fleet.must_live, MediaDown)] if fleet else [],
            [figures, FleetFigures(fleet)] if fleet else [figures],
        ),
        page_routes(checkout / "static" / "dist"),
        published_routes(app),
    ):
        app.add_routes(routes)
    must_be_described(app)
    house = House(app, worker, engine, fleet, hub, attendance, steering)

    async def sweep() -> None:
        await remove_leftovers(database, blobs)
        await proofs.renew()

    async def leave(_app: web.Application) -> None:
        hub.close()  # else the server waits for sockets that nobody ends

    app.on_shutdown.append(leave)
    app.cleanup_ctx.append(_recordings_of(films, looking_back))
    app.cleanup_ctx.append(aids_api.life_of(darkroom))
    app.cleanup_ctx.append(
        _life_of(house, press, sample_rooms, sweep, builds_rooms=settings.build_rooms)
    )
    return house


def _life_of(
    house: House,
    press: Press,
    sample_rooms: SampleRooms,
    sweep: Callable[[], Awaitable[None]],
    *,
    builds_rooms: bool,
) -> Any:
    async def life(_app: web.Application) -> AsyncGenerator[None, None]:
        running = [
            asyncio.create_task(house.worker.run(), name="worker"),
            asyncio.create_task(house.attendance.run(), name="attendance"),
            asyncio.create_task(house.steering.run(), name="steering"),
            asyncio.create_task(_now_and_then(sweep), name="leftovers"),
        ]
        if house.fleet is not None:
            house.fleet.start()
        if builds_rooms:
            await sample_rooms.ensure_built()
        yield
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_S):
                await house.engine.close()
        press.close()
        await sample_rooms.close()

    return life


def _recordings_of(films: Path, looking_back: FrameDecoder) -> Any:
    async def life(_app: web.Application) -> AsyncGenerator[None, None]:
        await asyncio.to_thread(mend_below, films)  # before anybody writes there again
        yield
        looking_back.close()

    return life


async def _now_and_then(work: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await work()
        except Exception:
            log.exception("periodic work failed")
        await asyncio.sleep(PERIOD_S)


async def _tell_pages(row: Row, hub: Hub, push: LicensingPush, evidence: EvidenceRoom) -> None:
    """After a job: open pages learn of copies that exist now and of how a delivery stands."""
    if row.receiver == LICENSING:
        shapes: list[Mapping[str, Any]] = [
            licensing_api.delivery_json(one) for one in await push.deliveries(row.lane)
        ]
        hub.announce(row.lane, "deliveries", {"deliveries": shapes})
        if all(shape["state"] == "delivered" for shape in shapes):
            hub.announce(row.lane, "state", {"state": "pushed"})
    elif row.receiver == COPIES:
        picture = await evidence.by_id(str(row.body["evidence"]))
        if picture is not None:
            shape = evidence_api.evidence_json(picture)
            hub.announce(picture.case_id, "evidence", {"evidence": shape})
            concerns = evidence_api.concerns_json(await evidence.look_of(picture.id))
            hub.announce(
                picture.case_id, "look", {"evidence": picture.id, "concerns": concerns or []}
            )
