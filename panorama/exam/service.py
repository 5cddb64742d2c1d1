"""Taking an exam: prepared, begun, answered, ended, by the server's clock.

An attempt belongs to the browser that made it (a cookie, kept as a hash) and, if staff made it, to
them. Whatever is asked twice gives the same: a page that reloads goes on where it was.
"""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path
from typing import Any

from foundation.clock import SHANGHAI, Clock
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from foundation.identity.errors import NotSignedIn, TooManyTries
from foundation.identity.signin import Tries
from foundation.ids import new_id, new_secret, secret_hash
from panorama.exam import certificates, store
from panorama.exam.errors import (
    NoMoreToday,
    NotBegun,
    NothingToFind,
    NotReady,
    Over,
    TooManyExams,
    UnderWay,
    UnknownChoice,
    UnknownRoom,
)
from panorama.exam.model import (
    Given,
    Level,
    Mode,
    Outcome,
    is_over,
    judge_tap,
    score_of,
    tries_of,
)
from panorama.exam.paper import paper_of, questions_of
from panorama.exam.pictures import Pictures, Room
from panorama.exam.shelf import Shelf
from panorama.exam.store import Attempt, Certificate, Ended, Tap
from panorama.exam.taking import CaseTakers, ExamFollower, ExamNews, Taker
from panorama.layout.faults import with_faults
from panorama.load import load_layout

PRACTICE_SEEDS = 12  # rooms to practise in per level: drawn once, then there at once
MOST_SEED = 2**31 - 1
WINDOW = timedelta(hours=1)
MOST_OF_ONE = 30  # attempts an hour of one browser or person; chosen
MOST_OF_ALL = 600  # without a name, an hour, of all together; chosen: each row is some 10 kB
MOST_OF_ADDRESS = 30  # without a name, an hour, from one address; chosen: a class at one desk
UNNAMED_STAY = timedelta(days=1)  # chosen: whoever practises without a name reads it at once
SETTLED_AT_ONCE = 100


@dataclass(frozen=True)
class Rules:
    """What the bureau decided.

    Attributes:
        a_day: exams of one person a day; practice is not counted.
        certificate_days: how long a certificate holds, the day of the exam included.
    """

    a_day: int = 3
    certificate_days: int = 730


@dataclass(frozen=True)
class Looked:
    """An attempt as its browser sees it."""

    attempt: Attempt
    taps: Sequence[Tap]
    ended: Ended | None
    certificate: Certificate | None
    now: datetime


class Exams:
    """The use cases of who takes an exam.

    Args:
        layouts: folder of the rooms' layout files.
        salt: a secret of this service, so that nobody finds a room's pictures by its seed.
        told: wakes whoever delivers what `follower` wrote.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        pictures: Pictures,
        layouts: Path,
        salt: str,
        rules: Rules,
        cases: CaseTakers,
        follower: ExamFollower,
        told: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._pictures = pictures
        self._layouts = layouts
        self._salt = salt
        self._rules = rules
        self._cases = cases
        self._follower = follower
        self._told = told
        self._addresses = Tries(MOST_OF_ADDRESS, WINDOW)

    async def of_case(self, case_id: str) -> Taker:
        """The applicant of a case as a taker. Raises `NotFound`."""
        async with self._database.reading() as view:
            return await self._cases.taker_of(view, case_id)

    async def prepare(
        self, taker: Taker, room: str, level: Level, mode: Mode, browser: str | None
    ) -> tuple[Looked, str]:
        """A new attempt, whose pictures are drawn from now on. Returns it and the browser's secret.

        Args:
            browser: the secret this browser has already, if any.

        Raises:
            UnknownRoom, NothingToFind, NothingIsDrawn, PicturesBusy, UnderWay, NoMoreToday,
            TooManyExams.
        """
        now = self._clock.now()
        secret = browser or new_secret()
        if mode is Mode.EXAM:
            seed = secrets.randbelow(MOST_SEED)
        else:
            seed = secrets.randbelow(PRACTICE_SEEDS)
        if not taker.whose:
            self._admit_address(taker.address, now)
        # reading and changing a layout takes a tenth of a second: others go on meanwhile
        attempt = await asyncio.to_thread(
            self._made, taker, room, level, mode, seed, secret_hash(secret), now
        )
        async with self._database.transaction() as transaction:
            await self._admit(transaction, taker, mode, attempt.browser_hash, now)
            drawn = self._room_of(attempt)
            self._pictures.must_draw(drawn)
            self._pictures.want(drawn)
            await store.add(transaction, attempt)
        return Looked(attempt, [], None, None, now), secret

    def _made(
        self,
        taker: Taker,
        room: str,
        level: Level,
        mode: Mode,
        seed: int,
        browser_hash: str,
        now: datetime,
    ) -> Attempt:
        path = self._layout_of(room)
        layout = load_layout(path)
        changed, planted = with_faults(layout, seed, level.faults)
        if not planted:
            raise NothingToFind(room=layout.title.zh)
        paper = paper_of(changed, planted)
        return Attempt(
            id=new_id("exam", now),
            room=room,
            room_zh=layout.title.zh,
            room_en=layout.title.en,
            pictures=Shelf.key_of(path.read_bytes(), seed, level.faults, self._salt),
            level=level,
            mode=mode,
            seed=seed,
            browser_hash=browser_hash,
            user_id=taker.user_id,
            case_id=taker.case_id,
            unit_id=taker.unit_id,
            name=taker.name,
            made_at=now,
            begun_at=None,
            ends_at=None,
            tries=tries_of(level, paper),
            paper=paper,
            questions=questions_of(changed),
        )

    def _admit_address(self, address: str, now: datetime) -> None:
        # before anything costs: whoever keeps no cookie is another browser each time
        try:
            self._addresses.admit(("practice", address), now)
        except TooManyTries as problem:
            wait_s = int(str(problem.facts["wait_s"]))
            raise TooManyExams(wait_min=-(-wait_s // 60)) from problem

    def _layout_of(self, room: str) -> Path:
        path = next((one for one in self._layouts.glob("*.yaml") if one.stem == room), None)
        if path is None:
            raise UnknownRoom(room=room[:40])
        return path

    async def _admit(
        self,
        transaction: Transaction,
        taker: Taker,
        mode: Mode,
        browser_hash: str,
        now: datetime,
    ) -> None:
        since, whose = now - WINDOW, taker.whose or {"browser_hash": browser_hash}
        bounds = (
            [(MOST_OF_ONE, whose)]
            if taker.whose
            else [
                (MOST_OF_ONE, whose),
                (MOST_OF_ALL, {"name": ""}),
            ]
        )
        for most, those in bounds:
            if await store.made_since(transaction, since, **those) >= most:
                first = await store.first_since(transaction, since, **those) or now
                wait_s = (first + WINDOW - now).total_seconds()
                raise TooManyExams(wait_min=max(ceil(wait_s / 60), 1))
        if mode is Mode.EXAM:
            await self._admit_exam(transaction, now, whose)

    async def _admit_exam(
        self, transaction: Transaction, now: datetime, whose: dict[str, str]
    ) -> None:
        if await store.has_open_exam(transaction, now, **whose):
            raise UnderWay
        midnight = now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
        today = await store.begun_since(transaction, midnight, **whose)
        if today >= self._rules.a_day:
            raise NoMoreToday(most=self._rules.a_day)

    def _want(self, attempt: Attempt) -> None:
        self._pictures.want(self._room_of(attempt))

    def _room_of(self, attempt: Attempt) -> Room:
        path = self._layouts / f"{attempt.room}.yaml"
        scenes = tuple(attempt.paper.eyes)
        faults = attempt.level.faults
        return Room(attempt.pictures, path, attempt.seed, faults, scenes, attempt.is_named)

    async def look(self, browser: str | None, user_id: str | None, attempt_id: str) -> Looked:
        """The attempt as it stands; one whose time is up ends by that.

        Args:
            user_id: who is signed in on this browser, if anybody is.

        Raises:
            NotFound: not of this browser. NotSignedIn: staff began it and signed out.
        """
        now = self._clock.now()
        async with self._database.reading() as view:
            attempt = await self._attempt(view, browser, user_id, attempt_id)
            taps = await store.taps_of(view, attempt.id)
            ended = await _ended(view, attempt, taps, now)
            certificate = await store.certificate_of(view, attempt.id) if ended else None
        # what somebody looks at goes last when the shelf is full
        await asyncio.to_thread(self._pictures.shelf.look_at, attempt.pictures)
        if ended is not None:
            return Looked(attempt, taps, ended, certificate, now)
        if attempt.ends_at is not None and now >= attempt.ends_at:
            async with self._database.transaction() as transaction:
                looked = await self._looked(transaction, attempt)
            self._told()
            return looked
        self._want(attempt)
        return Looked(attempt, taps, None, None, now)

    async def begin(self, browser: str | None, user_id: str | None, attempt_id: str) -> Looked:
        """Time runs from now on; a second time changes nothing.

        Raises:
            NotFound, NotSignedIn. NotReady: pictures are missing. UnderWay, NoMoreToday: an exam.
        """
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            attempt = await self._attempt(transaction, browser, user_id, attempt_id)
            if attempt.begun_at is None:
                if not self._pictures.shelf.is_ready(attempt.pictures, list(attempt.paper.eyes)):
                    raise NotReady
                if attempt.mode is Mode.EXAM:
                    await self._admit_exam(transaction, now, _taker(attempt).whose)
                await store.begin(transaction, attempt.id, now, now + attempt.level.time)
            attempt = await self._attempt(transaction, browser, user_id, attempt_id)
            looked = await self._looked(transaction, attempt)
        self._tell(looked)
        return looked

    def _tell(self, looked: Looked) -> None:
        if looked.ended is not None:
            self._told()

    async def answer(
        self, browser: str | None, user_id: str | None, attempt_id: str, given: Given
    ) -> Looked:
        """Judges an answer and keeps it.

        Raises:
            NotFound, NotSignedIn, NotBegun, Over. UnknownChoice: not on the list of this exam.
        """
        async with self._database.transaction() as transaction:
            attempt = await self._attempt(transaction, browser, user_id, attempt_id)
            if attempt.begun_at is None:
                raise NotBegun
            looked = await self._looked(transaction, attempt)
            was_over = looked.ended is not None
            if not was_over:
                if given.choice not in {one["rule_id"] for one in attempt.questions["choices"]}:
                    raise UnknownChoice(choice=given.choice[:40])
                found = [
                    one.rule_id
                    for one in looked.taps
                    if one.outcome is Outcome.FOUND and one.rule_id
                ]
                judged = judge_tap(attempt.paper, given, found)
                tap = Tap(
                    len(looked.taps) + 1,
                    looked.now,
                    {"kind": type(given.spot).__name__, **vars(given.spot)},
                    given.choice,
                    judged.outcome,
                    judged.rule_id,
                )
                await store.add_tap(transaction, attempt.id, tap)
                looked = await self._looked(transaction, attempt)
        # outside: an end that only now was noted is kept, the answer is refused
        self._tell(looked)
        if was_over:
            raise Over
        return looked

    async def finish(self, browser: str | None, user_id: str | None, attempt_id: str) -> Looked:
        """Hands in; a second time gives the same result.

        Raises:
            NotFound, NotSignedIn, NotBegun.
        """
        async with self._database.transaction() as transaction:
            attempt = await self._attempt(transaction, browser, user_id, attempt_id)
            if attempt.begun_at is None:
                raise NotBegun
            looked = await self._looked(transaction, attempt)
            if looked.ended is None:
                await self._end(transaction, attempt, looked.taps, looked.now)
                attempt = await self._attempt(transaction, browser, user_id, attempt_id)
                looked = await self._looked(transaction, attempt)
        self._told()
        return looked

    async def settle(self) -> int:
        """Ends attempts whose time is up; for the periodic work. Returns how many.

        Practice without a name is forgotten after `UNNAMED_STAY`, `SETTLED_AT_ONCE` at a time.
        """
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            found = await store.overdue(transaction, now, SETTLED_AT_ONCE)
            for attempt in found:
                await self._looked(transaction, attempt)
            await store.forget_unnamed(transaction, now - UNNAMED_STAY, SETTLED_AT_ONCE)
        if found:
            self._told()
        return len(found)

    async def _attempt(
        self, view: Transaction, browser: str | None, user_id: str | None, attempt_id: str
    ) -> Attempt:
        found = await store.attempt_of(view, attempt_id, secret_hash(browser)) if browser else None
        if found is None:
            raise NotFound
        if found.user_id is not None and found.user_id != user_id:
            raise NotSignedIn if user_id is None else NotFound
        return found

    async def _looked(self, transaction: Transaction, attempt: Attempt) -> Looked:
        """How it stands now; ends what is over."""
        now = self._clock.now()
        taps = await store.taps_of(transaction, attempt.id)
        ended = await _ended(transaction, attempt, taps, now)
        if ended is None and attempt.ends_at is not None:
            outcomes = [one.outcome for one in taps]
            if now >= attempt.ends_at:
                ended = await self._end(transaction, attempt, taps, attempt.ends_at)
            elif is_over(attempt.mode, attempt.paper, attempt.tries, outcomes):
                ended = await self._end(transaction, attempt, taps, now)
        certificate = await store.certificate_of(transaction, attempt.id) if ended else None
        return Looked(attempt, taps, ended, certificate, now)

    async def _end(
        self, transaction: Transaction, attempt: Attempt, taps: Sequence[Tap], at: datetime
    ) -> Ended:
        ended = Ended(at, score_of(attempt.paper, [one.outcome for one in taps]))
        if not attempt.is_named:
            await store.stop(transaction, attempt.id, at)
            return ended
        await store.end(transaction, attempt.id, ended)
        if attempt.mode is not Mode.EXAM:
            return ended
        taken_on = at.astimezone(SHANGHAI).date()
        certificate = None
        if ended.score.is_passed:
            certificate = certificates.issued(
                attempt.id, attempt.name, taken_on, self._rules.certificate_days
            )
            await store.add_certificate(transaction, certificate)
        news = ExamNews(
            attempt.id,
            _taker(attempt),
            attempt.room,
            attempt.room_zh,
            attempt.level,
            ended.score,
            taken_on,
            at,
            certificate.number if certificate else None,
        )
        await self._follower.exam_ended(transaction, news)
        return ended

    def drawing(self, looked: Looked) -> dict[str, Any]:
        """How far the attempt's pictures are."""
        return self._pictures.state(looked.attempt.pictures)

    def draw_again(self, looked: Looked) -> None:
        """After a failure, because a person asked."""
        self._pictures.forget_failure(looked.attempt.pictures)
        self._want(looked.attempt)


async def _ended(
    view: Transaction, attempt: Attempt, taps: Sequence[Tap], now: datetime
) -> Ended | None:
    """How it ended; of nobody with a name nothing is kept but the answers and the moment."""
    if attempt.is_named or attempt.ends_at is None or now < attempt.ends_at:
        return await store.ended(view, attempt.id)
    return Ended(attempt.ends_at, score_of(attempt.paper, [one.outcome for one in taps]))


def _taker(attempt: Attempt) -> Taker:
    return Taker(attempt.name, attempt.user_id, attempt.case_id, attempt.unit_id)
