"""Telling the licensing system how the applicant wants the licence, behind the result."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum

from foundation import outbox
from foundation.database import Transaction
from inspection.cases.model import Case
from inspection.determination.recipients import LICENSING, Matter, key_of, matter_of
from inspection.licensing.model import Target
from inspection.licensing.wish import Wish


class Sent(Enum):
    """How the newest wish of a case stands with those who are told."""

    WAITING = "waiting"
    RECEIVED = "received"
    FAILED = "failed"  # somebody of the bureau looks at it


class WishNews:
    """Queues wishes in the case's lane, so that they come after its result and in order."""

    def __init__(self, targets: Sequence[Target]) -> None:
        self._receivers = (
            [one.receiver for one in targets if one.takes_wishes] if targets else [LICENSING]
        )

    async def wished(self, transaction: Transaction, case: Case, wish: Wish, now: datetime) -> None:
        """In the transaction that keeps the wish, which has its version by now."""
        body = {
            "case_number": case.number,
            "version": wish.version,
            "credit_code": case.application.credit_code,
            "shop_name": case.application.shop_name,
            "way": wish.way.value,
            "recipient": wish.recipient,
            "phone": wish.phone,
            "address": wish.address,
            "chosen_at": wish.at.isoformat(),
        }
        for receiver in self._receivers:
            await outbox.add(
                transaction,
                receiver=receiver,
                lane=case.id,
                body=body,
                now=now,
                row_id=key_of(Matter.WISH, case.number, wish.version, receiver),
            )


async def sent(view: Transaction, case: Case, version: int) -> Sent | None:
    """How a wish stands; `None`: nobody is told of it."""
    keys = f"{case.number}_{Matter.WISH.value}{version}_"
    told = await outbox.states_of_lanes(view, [case.id])
    states = [
        state
        for key, _, state in told.get(case.id, [])
        if matter_of(key) is Matter.WISH and key.startswith(keys)
    ]
    if not states:
        return None
    if outbox.State.DEAD in states:
        return Sent.FAILED
    return Sent.WAITING if outbox.State.WAITING in states else Sent.RECEIVED
