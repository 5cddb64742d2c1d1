"""What is known around evidence: the phone's place and clock as it tells them, and the challenge.

Implements the socket's `Listener`.
"""

from datetime import datetime
from typing import Literal

from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.ids import new_secret
from inspection.cases.facts import registered_coordinates
from inspection.cases.model import Case
from inspection.cases.moving import read_in
from inspection.evidence.circumstances import Circumstances, circumstances_of
from inspection.evidence.place import Place, Whereabouts, whereabouts
from inspection.live import challenge_store, consent
from inspection.live import store as live_store
from inspection.live.announcements import WhereaboutsContent
from inspection.live.errors import ConsentMissing
from inspection.live.frames import ClockRead, NotPlaced, Placed
from inspection.live.phone_facts import PhoneFacts, Position


class Witness:
    """Takes down what phones tell, and says what held at a moment."""

    def __init__(self, database: Database, clock: Clock, phones: PhoneFacts) -> None:
        self._database = database
        self._clock = clock
        self._phones = phones

    async def placed(self, case_id: str, frame: Placed) -> WhereaboutsContent | None:
        """A position; what the desks hear of it, or `None` when it came too soon after another.

        Raises `ConsentMissing`: nobody agreed to the notice that names the position.
        """
        async with self._database.reading() as view:
            given = await live_store.latest_consent(view, case_id)
            case = await read_in(view, case_id)
        if given is None or not given.is_given or given.version != consent.VERSION:
            raise ConsentMissing
        position = Position(frame.latitude, frame.longitude)
        if not self._phones.tell_fix(case_id, position, frame.accuracy_m, frame.age_ms):
            return None
        return _told(self._where(case, self._clock.now()), _registered(case))

    def not_placed(self, frame: NotPlaced) -> WhereaboutsContent:
        """No position, and why; what the desks hear of it."""
        return _unknown(frame.why)

    def clock_question(self, case_id: str) -> str | None:
        """A question for the phone's time, when it is time for one."""
        question = new_secret()[:12]
        return question if self._phones.ask_clock(case_id, question) else None

    def clock_read(self, case_id: str, frame: ClockRead) -> None:
        """The phone's answer to such a question."""
        self._phones.tell_clock(case_id, frame.question, frame.phone_at)

    def forget(self, case_id: str) -> None:
        """The applicant took the consent back."""
        self._phones.forget(case_id)

    def server_time(self, case_id: str, phone_at: datetime) -> datetime:
        """A moment of the phone's clock by ours, as far as its offset is known."""
        return self._phones.server_time(case_id, phone_at)

    async def around(
        self, view: Transaction, case: Case, moment: datetime, codec: str
    ) -> Circumstances:
        """What held for this case at a moment of the server's clock."""
        challenge = await challenge_store.at(view, case.id, moment)
        return circumstances_of(
            self._where(case, moment),
            self._phones.clock_offset(case.id),
            "" if challenge is None else challenge.code,
            codec,
        )

    def _where(self, case: Case, moment: datetime) -> Whereabouts:
        return whereabouts(_registered(case), self._phones.fix_at(case.id, moment), moment)


def _registered(case: Case) -> Position | None:
    filed = registered_coordinates(case.application.facts)
    return None if filed is None else Position(*filed)


def _told(where: Whereabouts, registered: Position | None) -> WhereaboutsContent:
    if registered is None:
        return _unknown("no_address")
    if where.place is Place.UNKNOWN:
        return _unknown("vague")
    return {
        "place": where.place.value,
        "why": "",
        "distance_m": None if where.distance_m is None else round(where.distance_m),
        "accuracy_m": None if where.accuracy_m is None else round(where.accuracy_m),
    }


def _unknown(
    why: Literal["denied", "unavailable", "no_address", "vague"],
) -> WhereaboutsContent:
    return {"place": "unknown", "why": why, "distance_m": None, "accuracy_m": None}
