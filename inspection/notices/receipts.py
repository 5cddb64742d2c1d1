"""Delivery reports: what an operator says later of a message it took."""

from collections.abc import Iterable
from dataclasses import dataclass

from foundation.clock import Clock
from foundation.database import Database, Transaction
from inspection.notices import store
from inspection.notices.model import Happened, State, What, quoted, round_of
from inspection.notices.service import queue

_SETTLED = frozenset({What.DELIVERED, What.UNDELIVERED})


@dataclass(frozen=True)
class Report:
    """Whether a message reached the telephone.

    Attributes:
        attempt_id: ours, where the operator hands it back; else empty.
        message_id: the operator's.
        said: the operator's code and words.
    """

    attempt_id: str
    message_id: str
    is_delivered: bool
    said: str


class Receipts:
    """The use case of an operator's report."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def note(self, gateway: str, reports: Iterable[Report]) -> int:
        """Notes reports; one that is known already, or of a message that is not ours, is left out.

        When the newest attempt did not reach the person, the notice goes its next way, once.

        Returns:
            How many were new.
        """
        async with self._database.transaction() as transaction:
            return sum([await self._note(transaction, gateway, report) for report in reports])

    async def _note(self, transaction: Transaction, gateway: str, report: Report) -> bool:
        found = await store.attempt(transaction, gateway, report.attempt_id, report.message_id)
        if found is None:
            return False
        notice_id, newest = found
        if newest.what in _SETTLED:
            return False
        now = self._clock.now()
        what = What.DELIVERED if report.is_delivered else What.UNDELIVERED
        happened = Happened(
            now,
            what,
            newest.channel,
            gateway,
            newest.attempt_id,
            report.message_id or None,
            quoted(report.said),
        )
        await store.note(transaction, notice_id, happened)
        notice = await store.by_id(transaction, notice_id)
        if notice is None:
            return False
        if report.is_delivered:
            await store.set_state(transaction, notice_id, State.DELIVERED)
            return True
        events = (await store.happened_to(transaction, [notice_id]))[notice_id]
        so_far = round_of(events)
        is_newest = so_far.last is not None and so_far.last.attempt_id == newest.attempt_id
        if is_newest and notice.state is State.SENT:
            await store.set_state(transaction, notice_id, State.QUEUED)
            await queue(transaction, [notice], now)
        elif notice.state is State.UNCERTAIN and not so_far.is_unsure:
            await store.set_state(transaction, notice_id, State.UNDELIVERED)
        return True
