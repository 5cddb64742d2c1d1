"""The parts of notices: how people are told, made once from the settings."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import time

from aiohttp import web

from foundation.jobs import Handler
from foundation.keys import service_key
from foundation.sealing import Seal
from foundation.settings import Settings, UnusableSettings
from foundation.text import Bilingual
from inspection.house.ground import Ground
from inspection.notices import api as notices_api
from inspection.notices import receipts_api
from inspection.notices.appointments import AppointmentNotices
from inspection.notices.gaps import GapNotices
from inspection.notices.gateways.chosen import REPORTS, gateways_of
from inspection.notices.invitations import InvitationNotices
from inspection.notices.model import Kind
from inspection.notices.plan import QuietHours
from inspection.notices.receipts import Receipts
from inspection.notices.reminders import RenewalNotices
from inspection.notices.results import ResultNotices
from inspection.notices.sending import Sending
from inspection.notices.service import NOTICE, WINDOW, Notices
from inspection.notices.texts import builtin_texts, read_texts


class NoticeParts:
    """Telling, sending and the schedule."""

    def __init__(self, ground: Ground) -> None:
        settings, database, clock = ground.settings, ground.database, ground.clock
        self._ground = ground
        _must_name_kinds(settings)
        seal = Seal(service_key(settings.data), "notices")
        own = settings.notice_texts
        texts = read_texts(own) if own else builtin_texts()
        begin, end = (time.fromisoformat(one) for one in settings.quiet_hours.split("-"))
        window = settings.notice_window
        self.notices = Notices(
            database,
            clock,
            seal,
            texts,
            QuietHours(begin, end),
            Bilingual(window, window) if window else WINDOW,
        )
        self._sending = Sending(database, clock, seal, texts, gateways_of(settings, clock))
        self.results = ResultNotices(self.notices, ground.calendar)
        self.gaps = GapNotices(self.notices, ground.calendar)
        self.renewals = RenewalNotices(self.notices, settings.origin)
        self.appointments = AppointmentNotices(self.notices)
        self.invitations = InvitationNotices(self.notices, settings.origin)

    @property
    def handlers(self) -> dict[str, Handler]:
        """What is done about a notice that is due."""
        return {NOTICE: self._sending.handle}

    def routes(self) -> list[web.RouteDef]:
        """What the desk asks about notices."""
        ground = self._ground
        receipts = Receipts(ground.database, ground.clock)
        secret = ground.settings.receipt_secret
        return [
            *notices_api.routes(self.notices, ground.door, ground.clock, ground.bell.ring),
            *receipts_api.routes(receipts, REPORTS, secret, ground.bell.ring),
        ]

    async def life(self, app: web.Application) -> AsyncGenerator[None, None]:
        """Notices of a later moment are handed over when it comes."""
        running = asyncio.create_task(self._sending.run(), name="notices")
        yield
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def _must_name_kinds(settings: Settings) -> None:
    known = [kind.value for kind in Kind]
    for name in settings.sms_templates:
        if name not in known:
            raise UnusableSettings(
                key="sms_templates",
                reason_zh=f"没有“{name}”这种通知，只有 {'、'.join(known)}",
                reason_en=f"there is no notice “{name}”, only {', '.join(known)}",
            )
