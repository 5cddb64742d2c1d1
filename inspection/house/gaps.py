"""The parts of papers that follow an acceptance, made once from the settings."""

import asyncio
from collections.abc import AsyncGenerator

from aiohttp import web

from inspection.cases.news import MoveNews
from inspection.cases.steps_api import Moved
from inspection.gaps import api, filed_api, flags_api, office_api
from inspection.gaps.ending import Ending
from inspection.gaps.filed import FiledGaps
from inspection.gaps.flags import Flags
from inspection.gaps.handing_in import HandingIn
from inspection.gaps.lapsing import Lapsing
from inspection.gaps.listing import builtin_list, load_list
from inspection.gaps.naming import Acceptance
from inspection.gaps.reviewing import Reviewing
from inspection.gaps.sheet import Sheets
from inspection.gaps.signing import Signing
from inspection.house.ground import Ground
from inspection.house.notices import NoticeParts
from inspection.intake.reception import Reception
from inspection.intake.senders import Senders


class GapParts:
    """Naming, signing, handing in, reviewing and the clock."""

    def __init__(
        self, ground: Ground, reception: Reception, told: NoticeParts, sender: MoveNews
    ) -> None:
        database, blobs, clock = ground.database, ground.blobs, ground.clock
        own, news = ground.settings.gap_list, told.gaps
        listed = load_list(own) if own else builtin_list()
        self._ground = ground
        self._sender = sender
        self._acceptance = Acceptance(
            *(database, clock, ground.calendar, reception, listed),
            news,
            sender,
        )
        self.filed = FiledGaps(self._acceptance, ground.calendar, listed)
        self._sheets = Sheets(database, blobs, listed)
        self._signing = Signing(database, blobs, clock, listed)
        self._handing_in = HandingIn(database, blobs, clock, news)
        self._reviewing = Reviewing(
            database, clock, ground.calendar, listed, news, ground.bell.ring
        )
        self.lapsing = Lapsing(database, clock, news)

    def routes(self, moved: Moved, senders: Senders) -> list[web.RouteDef]:
        """What desk and phone ask about them."""
        ground, door = self._ground, self._ground.door
        return [
            *office_api.routes(
                office_api.Deps(
                    self._acceptance,
                    self._sheets,
                    self._signing,
                    self._handing_in,
                    self._reviewing,
                    Ending(ground.database, ground.clock, self._sender),
                    door,
                    moved,
                )
            ),
            *flags_api.routes(Flags(ground.database, ground.clock), door),
            *filed_api.routes(self.filed, senders),
            *api.routes(self._sheets, self._signing, self._handing_in, door),
        ]

    async def life(self, app: web.Application) -> AsyncGenerator[None, None]:
        """Last days are watched while the house stands."""
        running = asyncio.create_task(self.lapsing.run(), name="gaps")
        yield
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
