"""The wing of exams in the sample rooms: pictures, attempts, results, who is told of them."""

from collections.abc import AsyncGenerator

from aiohttp import web

from foundation.database import Transaction
from foundation.http.outbound import Allowed, NotAnAddress, Outbound, networks_of, read_address
from foundation.jobs import Handler
from foundation.settings import Settings, UnusableSettings
from inspection.dispatch.sample_room_exams import NotedExams
from inspection.house.ground import Ground
from panorama.exam import api
from panorama.exam.certificates import Certificates
from panorama.exam.pictures import Pictures
from panorama.exam.results import Results
from panorama.exam.service import Exams, Rules
from panorama.exam.shelf import Shelf
from panorama.exam.taking import ExamNews
from panorama.exam.xapi import RECEIVER, Statements


class ExamsWing:
    """Exams, made once.

    Args:
        noted: keeps results of inspectors, and knows whom a case is of.
    """

    def __init__(self, ground: Ground, noted: NotedExams) -> None:
        settings = ground.settings
        self._ground = ground
        self._noted = noted
        self._statements = statements_of(settings)
        self._shelf = Shelf(settings.data / "exam-rooms")
        self.pictures = Pictures(self._shelf, draws=settings.build_rooms)
        self.exams = Exams(
            ground.database,
            ground.clock,
            self.pictures,
            ground.checkout / "panorama" / "data",
            self._shelf.salt(),
            Rules(settings.exams_a_day, settings.exam_certificate_days),
            noted,
            self,
            ground.bell.ring,
        )

    async def exam_ended(self, transaction: Transaction, news: ExamNews) -> None:
        """Tells all who follow. Implements `ExamFollower`."""
        await self._noted.exam_ended(transaction, news)
        if self._statements is not None:
            await self._statements.exam_ended(transaction, news)

    @property
    def handlers(self) -> dict[str, Handler]:
        """What is delivered after an exam."""
        return {} if self._statements is None else {RECEIVER: self._statements.deliver}

    def routes(self) -> list[web.RouteDef]:
        """What the pages ask about exams."""
        ground = self._ground
        return api.routes(
            self.exams,
            Certificates(ground.database, ground.clock),
            Results(ground.database),
            self._shelf,
            ground.door,
            ground.settings.origin,
        )

    async def life(self, app: web.Application) -> AsyncGenerator[None, None]:
        """What is drawn stops with the house."""
        yield
        await self.pictures.close()


def statements_of(settings: Settings) -> Statements | None:
    """The way to the learning record store, where one is named. Raises `UnusableSettings`."""
    if not settings.xapi_url:
        return None
    try:
        address = read_address(settings.xapi_url)
        allowed = Allowed.of(address, networks_of(settings.outbound_subnets))
    except NotAnAddress as problem:
        raise UnusableSettings(
            key="xapi_url",
            reason_zh=problem.sentence_zh.rstrip("。"),
            reason_en=problem.sentence_en.rstrip("."),
        ) from problem
    return Statements(settings.xapi_url, settings.xapi_key, settings.origin, Outbound((allowed,)))
