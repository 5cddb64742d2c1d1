"""The recordings of a case's calls: who may look back, and what a phone may add."""

from collections.abc import AsyncIterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from foundation import audit
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import Kind, NotFound, Problem
from foundation.identity.model import User, Visit
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.live import store
from inspection.live.errors import ConsentMissing
from inspection.live.model import APPLICANT
from inspection.live.store import LiveSession
from webrtc.engine import CapturedFrame, Clip
from webrtc.recording.archive import Archive, Film, NothingRecorded
from webrtc.recording.backfill import Backfills
from webrtc.recording.timeline import Gap, Timeline


class OutsideTheCall(Problem):
    """The film does not begin within a call of this case."""

    kind = Kind.CONFLICT
    code = "recording.outside_the_call"
    zh = "这段录像的开始时间不在本办件的连线期间，没有保存。请核对手机时间。"
    en = "The film does not begin within a call of this case; not kept. Check the phone's clock."


@dataclass(frozen=True)
class Recorded:
    """One participant of one call."""

    room: str
    participant: str
    timeline: Timeline


class Recordings:
    """The use cases of looking back."""

    def __init__(
        self, database: Database, archive: Archive, backfills: Backfills, clock: Clock
    ) -> None:
        self._database = database
        self._archive = archive
        self._backfills = backfills
        self._clock = clock

    async def of_case(self, user: User, case_id: str) -> list[Recorded]:
        """Everybody who was recorded in a call of the case. Raises `NotFound` for foreign cases."""
        found: list[Recorded] = []
        for session in await self._sessions(user, case_id):
            for participant in await self._archive.participants(session.room):
                timeline = await self._archive.timeline(session.room, participant)
                found.append(Recorded(session.room, participant, timeline))
        return found

    async def film(self, user: User, case_id: str, room: str, participant: str, name: str) -> Film:
        """One film of the case. Raises `NotFound` for foreign cases, and where there is none."""
        if all(session.room != room for session in await self._sessions(user, case_id)):
            raise NotFound
        return await self._archive.film(room, participant, name)

    async def note_opened(self, user: User, case_id: str, room: str, name: str) -> None:
        """The log learns who began to watch a film."""
        async with self._database.transaction() as transaction:
            await audit.append(
                transaction,
                at=self._clock.now(),
                actor=user.id,
                action="case.film_opened",
                subject=case_id,
                facts={"room": room, "film": name},
            )

    async def frame_at(self, case_id: str, at: datetime) -> CapturedFrame:
        """What the applicant's camera showed at a moment; callers have checked the right to see it.

        Raises `NothingRecorded`.
        """
        async with self._database.reading() as view:
            sessions = await store.of_case(view, case_id)
        for session in reversed(sessions):
            if APPLICANT not in await self._archive.participants(session.room):
                continue
            try:
                return await self._archive.frame_at(session.room, APPLICANT, at)
            except NothingRecorded:
                continue
        raise NothingRecorded

    async def clip(self, case_id: str, since: datetime | None, length: timedelta) -> Clip:
        """Some seconds of what the applicant's camera showed; callers have checked the right.

        Args:
            since: from when on; `None`: the newest there is.

        Raises `NothingRecorded`.
        """
        async with self._database.reading() as view:
            sessions = await store.of_case(view, case_id)
        for session in reversed(sessions):
            if APPLICANT not in await self._archive.participants(session.room):
                continue
            try:
                return await self._archive.clip(
                    session.room, APPLICANT, since, length, self._clock.now()
                )
            except NothingRecorded:
                continue
        raise NothingRecorded

    async def gaps(self, case_id: str) -> Sequence[Gap]:
        """When the applicant's picture was away; callers have checked the right to see it."""
        async with self._database.reading() as view:
            sessions = await store.of_case(view, case_id)
        found: list[Gap] = []
        for session in sessions:
            if APPLICANT in await self._archive.participants(session.room):
                found += (await self._archive.timeline(session.room, APPLICANT)).gaps
        return found

    async def add(
        self, visit: Visit, content: AsyncIterable[bytes], *, sha256: str, began_at: datetime
    ) -> str:
        """Keeps what the applicant's phone filmed while it had no connection; returns its name.

        Raises `OutsideTheCall`, `ConsentMissing`, and what `Backfills.take_in` raises.
        """
        async with self._database.reading() as view:
            sessions = await store.of_case(view, visit.case_id)
            given = await store.latest_consent(view, visit.case_id)
        if given is None or not given.is_given:
            raise ConsentMissing
        now = self._clock.now()
        room = next((one.room for one in sessions if _was_open(one, began_at, now)), None)
        if room is None:
            raise OutsideTheCall
        name = await self._backfills.take_in(
            room, APPLICANT, content, sha256=sha256, began_at=began_at
        )
        async with self._database.transaction() as transaction:
            await audit.append(
                transaction,
                at=now,
                actor=APPLICANT,
                action="case.film_added",
                subject=visit.case_id,
                facts={"room": room, "sha256": sha256},
            )
        return name

    async def _sessions(self, user: User, case_id: str) -> Sequence[LiveSession]:
        async with self._database.reading() as view:
            rights.must_see(user, await case_store.by_id(view, case_id))
            return await store.of_case(view, case_id)


def _was_open(session: LiveSession, at: datetime, now: datetime) -> bool:
    return session.opened_at <= at <= (session.closed_at or now)
