"""Puts decisions about a phone's picture into force: told, known to the media plane, in the log.

What a person decides is in the case's log before it holds; the ladder's own steps are taken on the
media loop, which must not wait, and are written right after.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

import structlog

from foundation import audit
from foundation.clock import Clock
from foundation.database import Database
from foundation.text import Bilingual
from inspection.live import store as live_store
from inspection.live.errors import PictureOff
from inspection.live.figures import second_of
from inspection.live.frames import Cap, Obeys, Quality
from inspection.live.hub import Hub
from inspection.live.model import APPLICANT
from inspection.live.rungs import (
    CAP_SET,
    DEFAULT_CAP_BPS,
    QUALITY_SET,
    RUNGS,
    Changed,
    Obeyed,
    PhonePicture,
    obeyed_json,
)
from webrtc.engine import RoomFigures
from webrtc.quality import Rung

log = structlog.get_logger("call")
MOST_WAITING = 256  # deeds; a phone causes one or two in three seconds
MOST_PICTURES = 1000  # cases with a call; above it the quietest is forgotten
SYSTEM = "system"
Deed = Callable[[], Awaitable[None]]


class MediaPlane(Protocol):
    """What of `webrtc.engine.MediaEngine` is steered."""

    async def set_cap(self, room: str, bits_per_s: int) -> None: ...
    async def expect_picture(self, room: str, participant: str, *, is_expected: bool) -> None: ...


class Steering:
    """Of all calls of this process."""

    def __init__(
        self, hub: Hub, database: Database, clock: Clock, plane: Callable[[], MediaPlane]
    ) -> None:
        self._hub = hub
        self._database = database
        self._clock = clock
        self._plane = plane
        self._pictures: dict[str, PhonePicture] = {}
        self._rooms: dict[str, str] = {}  # case -> media room
        self._recalled: set[str] = set()
        self._waiting = asyncio.Queue[Deed](MOST_WAITING)

    def bind(self, room: str, case_id: str) -> None:
        """The case's call uses this room. A newer one is another call, where nothing is decided."""
        if room > self._rooms.get(case_id, ""):  # names grow with time; old pages may come back
            self.forget(case_id)
            self._rooms[case_id] = room

    def forget(self, case_id: str) -> None:
        """The call has ended."""
        self._rooms.pop(case_id, None)
        self._pictures.pop(case_id, None)
        self._recalled.discard(case_id)

    def picture(self, case_id: str) -> PhonePicture:
        """What holds for the case's phone."""
        if case_id not in self._pictures and len(self._pictures) >= MOST_PICTURES:
            self.forget(next(iter(self._pictures)))
        return self._pictures.setdefault(case_id, PhonePicture())

    async def recall(self, case_id: str) -> None:
        """What people decided in this call holds on when the service was started anew in it."""
        if case_id in self._recalled:
            return
        self._recalled.add(case_id)
        async with self._database.reading() as view:
            call = await live_store.latest(view, case_id)
            told = await audit.entries_about(view, case_id)
        if call is None:
            return
        picture = self.picture(case_id)
        picture.recall([one for one in told if one.at >= call.opened_at])
        if picture.cap_bps != DEFAULT_CAP_BPS:
            await self._plane().set_cap(call.room, picture.cap_bps)

    def must_send_picture(self, case_id: str) -> None:
        """Raises `PictureOff` while there is no moving picture to capture from."""
        if not self.picture(case_id).is_picture_expected:
            raise PictureOff

    async def decide(self, case_id: str, wish: Quality, who: str) -> None:
        """Somebody at the desk picks a rung, or leaves it to the ladder."""
        picture = self.picture(case_id)
        was_expected = picture.is_picture_expected
        changed = picture.pin(None if wish.rung is None else Rung(wish.rung))
        if changed is not None:
            await self._log_step(case_id, who, changed)
            self._tell(case_id, who)
            await self._expect(case_id, was_expected=was_expected)

    async def limit(self, case_id: str, wish: Cap, who: str) -> None:
        """Somebody at the desk sets the room's cap: for the server's REMB and for the phone."""
        picture = self.picture(case_id)
        before = picture.limit(wish.bps or DEFAULT_CAP_BPS)
        if before is None:
            return
        facts = {"from_kbps": before // 1000, "to_kbps": picture.cap_bps // 1000}
        await self._log(case_id, who, CAP_SET, facts)
        room = self._rooms.get(case_id)
        if room is not None:
            await self._plane().set_cap(room, picture.cap_bps)
        self._tell(case_id, who)  # only now: a phone that dials anew for it finds the new one

    async def hear(self, case_id: str, word: Obeys) -> None:
        """The phone says what it does."""
        picture = self.picture(case_id)
        was_expected, before = picture.is_picture_expected, picture.obeyed
        said = Obeyed(Rung(word.rung), word.cap_bps, word.is_in_force)
        if picture.hear(said):
            name = RUNGS[said.rung]
            done = Bilingual("已改为", "now sends")
            if not said.is_in_force:
                done = Bilingual("未能改为", "could not switch to")
            facts = {"rung": said.rung.value, "is_in_force": said.is_in_force}
            words = {"zh": f"{done.zh}{name.zh}", "en": f"{done.en} {name.en}"}
            await self._log(case_id, APPLICANT, "case.quality_obeyed", facts | words)
        if picture.obeyed != before:
            self._hub.announce(case_id, "obeyed", obeyed_json(said), APPLICANT)
        await self._expect(case_id, was_expected=was_expected)

    def look(self, case_id: str, figures: RoomFigures) -> None:
        """Once a second, on the media loop."""
        picture = self.picture(case_id)
        was_expected = picture.is_picture_expected
        changed = picture.look(second_of(APPLICANT, figures, needs_picture=was_expected))
        if changed is not None:
            self._tell(case_id, SYSTEM)
            self._later(lambda: self._log_step(case_id, SYSTEM, changed))
            self._later(lambda: self._expect(case_id, was_expected=was_expected))

    async def run(self) -> None:
        """Does until cancelled what the media loop left to be done."""
        while True:
            deed = await self._waiting.get()
            try:
                await deed()
            except Exception:
                log.exception("a step of the ladder could not be written")
            finally:
                self._waiting.task_done()

    async def caught_up(self) -> None:
        """Waits until all that was left to be done is done."""
        await self._waiting.join()

    def _later(self, deed: Deed) -> None:
        if self._waiting.full():
            log.error("a step of the ladder is not written: too many wait")
        else:
            self._waiting.put_nowait(deed)

    def _tell(self, case_id: str, who: str) -> None:
        self._hub.announce(case_id, "quality", self.picture(case_id).told(), who)

    async def _expect(self, case_id: str, *, was_expected: bool) -> None:
        """Tells the media plane when a missing picture begins or ceases to mean trouble."""
        is_expected, room = self.picture(case_id).is_picture_expected, self._rooms.get(case_id)
        if room is not None and is_expected != was_expected:
            await self._plane().expect_picture(room, APPLICANT, is_expected=is_expected)

    async def _log_step(self, case_id: str, who: str, changed: Changed) -> None:
        await self._log(case_id, who, QUALITY_SET, changed.facts())

    async def _log(self, case_id: str, who: str, action: str, facts: Mapping[str, object]) -> None:
        log.info(action, case=case_id, by=who, **facts)
        async with self._database.transaction() as transaction:
            await audit.append(
                transaction,
                at=self._clock.now(),
                actor=who,
                action=action,
                subject=case_id,
                facts=facts,
            )
