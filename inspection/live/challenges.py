"""Challenge codes: four digits that nobody knew before, in force for a short time.

Who films a paper with them now is filming now. What is captured meanwhile carries the code.
"""

import secrets
from datetime import timedelta

from foundation import audit
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import Kind, Problem
from foundation.identity.model import User
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.live import challenge_store, store
from inspection.live.challenge_store import Challenge
from inspection.live.errors import CallNotOpen

IN_FORCE_S = 180  # chosen: finding a pen, four digits, holding them to the camera
MOST_PER_CASE = 50  # chosen: beyond any honest need


class TooManyChallenges(Problem):
    """More codes than an inspection can use."""

    kind = Kind.TOO_OFTEN
    code = "call.too_many_challenges"
    zh = "本办件的口令已经用过 {most} 次，不能再发。请用其他方式核对。"
    en = "This case has had {most} challenge codes; no more are given. Check in another way."


class Challenges:
    """The use case of asking for a sign that nobody could prepare."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def begin(self, user: User, case_id: str) -> Challenge:
        """A new code for the open call; an earlier one ends with it.

        Raises:
            NotFound: the case is not this inspector's.
            CallNotOpen: nobody could see the code.
            TooManyChallenges: the case had `MOST_PER_CASE`.
        """
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            rights.must_judge(user, await case_store.by_id(transaction, case_id))
            session = await store.latest(transaction, case_id)
            if session is None or session.closed_at is not None:
                raise CallNotOpen
            count = await challenge_store.count(transaction, case_id)
            if count >= MOST_PER_CASE:
                raise TooManyChallenges(most=MOST_PER_CASE)
            last = await challenge_store.at(transaction, case_id, now)
            made = Challenge(_another(last), now, now + timedelta(seconds=IN_FORCE_S))
            await challenge_store.add(transaction, case_id, count + 1, made, user.id)
            await audit.append(
                transaction,
                at=now,
                actor=user.id,
                action="case.challenge_begun",
                subject=case_id,
                facts={"code": made.code, "seconds": IN_FORCE_S},
            )
        return made

    def left_s(self, challenge: Challenge) -> int:
        """Whole seconds it is still in force."""
        return challenge.left_s(self._clock.now())

    async def now(self, case_id: str) -> Challenge | None:
        """The code in force, for pages that come back; callers have checked the right to see it."""
        async with self._database.reading() as view:
            return await challenge_store.at(view, case_id, self._clock.now())


def _another(last: Challenge | None) -> str:
    while (code := f"{secrets.randbelow(10_000):04d}") == (last.code if last else ""):
        pass
    return code
