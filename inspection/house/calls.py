"""The wing of the calls: media, who is there, what is shown and recorded."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress
from datetime import datetime

from aiohttp import web

from foundation.http.health import Check
from foundation.identity.proofs import Proofs
from foundation.keys import service_key
from inspection.cases.service import Cases
from inspection.dispatch.transfers import Transfers
from inspection.evidence.service import EvidenceRoom
from inspection.evidence.witness import Witness
from inspection.house.ground import Ground
from inspection.live import api as live_api
from inspection.live import recordings_api, snapshots_api, transfers_api
from inspection.live.attendance import Attendance
from inspection.live.challenges import Challenges
from inspection.live.ending import Ending
from inspection.live.errors import CallNotOpen
from inspection.live.hub import Hub
from inspection.live.model import APPLICANT
from inspection.live.observer import RoomNews
from inspection.live.recordings import Recordings
from inspection.live.service import Calls
from inspection.live.snapshots import Snapshots
from inspection.live.socket import Hearers
from inspection.live.steering import Steering
from inspection.live.watchers import Watchers
from inspection.media import films_of, media_engine, media_fleet
from webrtc import whep, whip
from webrtc.decode import FrameDecoder
from webrtc.director import Director
from webrtc.engine import CapturedFrame, IceServer
from webrtc.figures import FleetFigures
from webrtc.fleet import Fleet, MediaDown
from webrtc.metrics import MediaMetrics
from webrtc.recording.archive import Archive
from webrtc.recording.backfill import Backfills
from webrtc.recording.shelf import mend_below
from webrtc.turn import IceServers

DRAIN_S = 2.0  # how long an orderly stop waits for the media


class CallsWing:
    """The parts of a call, made once.

    Args:
        fleet: the media processes, if they were started before; closed with the house.
    """

    def __init__(self, ground: Ground, fleet: Fleet | None) -> None:
        settings, database, clock = ground.settings, ground.database, ground.clock
        self._ground = ground
        self.hub = Hub(clock)
        self._figures = MediaMetrics()
        self.steering = Steering(self.hub, database, clock, lambda: self.engine)
        self._watchers = Watchers(clock)
        self._snapshots = Snapshots(clock)
        self._news = RoomNews(self.hub, self._figures, self.steering, self._watchers)
        self.fleet = fleet or media_fleet(settings)
        director = Director(self.fleet, self._news) if self.fleet else None
        self.engine = director or media_engine(settings, self._news, clock)
        self.attendance = Attendance(Proofs(database, clock), self.hub, self.engine.cut, clock)
        self._calls = Calls(database, clock, service_key(settings.data), self.attendance)
        self.ending = Ending(
            self._calls,
            self.hub,
            self._news,
            self.attendance,
            self._snapshots,
            self.engine.close_room,
        )
        self._films, self._looking_back = films_of(settings), FrameDecoder()
        self.recordings = Recordings(
            database,
            Archive(self._films, self._looking_back),
            Backfills(self._films, self._looking_back),
            clock,
        )
        self._ice_servers = IceServers(
            settings.ice_servers, settings.turn_urls, settings.turn_secret
        )

    async def capture(self, case_id: str, at: datetime | None) -> CapturedFrame:
        """The applicant's picture, now or as it was recorded at a moment. Raises `CallNotOpen`."""
        if at is not None:
            return await self.recordings.frame_at(case_id, at)
        room = await self._calls.open_room(case_id)
        if room is None:
            raise CallNotOpen
        self.steering.must_send_picture(case_id)
        return await self.engine.capture(room, APPLICANT)

    def routes(
        self, cases: Cases, evidence: EvidenceRoom, witness: Witness, transfers: Transfers
    ) -> list[web.RouteDef]:
        """What pages and phones ask about a call."""
        ground, challenges = self._ground, Challenges(self._ground.database, self._ground.clock)
        hearers = Hearers(
            self.hub,
            evidence,
            self.steering,
            self._watchers,
            self._snapshots,
            witness,
            challenges,
        )
        deps = live_api.Deps(
            self._calls,
            cases,
            self.hub,
            self._news,
            self.ending,
            hearers,
            challenges,
            ground.door,
            self._ice_servers_for,
        )
        return [
            *live_api.routes(deps),
            *transfers_api.routes(
                transfers_api.Deps(
                    transfers,
                    self.hub,
                    ground.door,
                    self._calls.open_room,
                    self.attendance.cut,
                )
            ),
            *recordings_api.routes(self.recordings, ground.door, ground.clock),
            *snapshots_api.routes(
                snapshots_api.Deps(self._snapshots, self._calls, cases, self.hub, ground.door)
            ),
            *whip.routes(self.engine, self._calls, self._ice_servers_for),
            *whep.routes(self.engine, self._calls, self._ice_servers_for),
        ]

    @property
    def checks(self) -> list[Check]:
        """What must work before this service is ready."""
        return [Check(self.fleet.must_live, MediaDown)] if self.fleet else []

    @property
    def figures(self) -> list[MediaMetrics | FleetFigures]:
        """What `/metrics` tells of media."""
        return [self._figures, FleetFigures(self.fleet)] if self.fleet else [self._figures]

    async def life(self, app: web.Application) -> AsyncGenerator[None, None]:
        """Films that a power cut left open are mended before anybody writes there again."""
        await asyncio.to_thread(mend_below, self._films)
        if self.fleet is not None:
            self.fleet.start()
        running = [
            asyncio.create_task(self.attendance.run(), name="attendance"),
            asyncio.create_task(self.steering.run(), name="steering"),
        ]
        yield
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_S):
                await self.engine.close()
        self._looking_back.close()

    async def leave(self, app: web.Application) -> None:
        """Else the server waits for sockets that nobody ends."""
        self.hub.close()

    def _ice_servers_for(self, room: str, participant: str) -> Sequence[IceServer]:
        return self._ice_servers.ice_servers_for(room, participant, self._ground.clock.now())
