"""Telling a system what became of an application it filed, in order with the results."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from foundation import outbox
from foundation.database import Transaction
from inspection.cases.machine import STATE_ZH, Act
from inspection.cases.model import Case
from inspection.determination.recipients import Matter, key_of, matter_of
from inspection.intake import store
from inspection.intake.model import Channel, Filing
from inspection.licensing.model import Target

REPORTED: Final = {
    Act.ACCEPT: "accepted",
    Act.DECLINE: "declined",
    Act.WITHDRAW: "withdrawn",
    Act.LAPSE_GAPS: "lapsed",
}


class Reporting:
    """Queues what a sender hears, in the case's lane. Implements `cases.news.MoveNews`.

    The answer to the filing says what happened at once; told is what happens later.
    """

    def __init__(self, targets: Sequence[Target]) -> None:
        self._targets = targets

    async def moved(
        self, transaction: Transaction, case: Case, act: Act, why: str, now: datetime
    ) -> None:
        """Acceptance, refusal and withdrawal are told to the targets of the case's sender."""
        if act not in REPORTED:
            return
        filing = await store.filing_of(transaction, case.id)
        if filing is None or filing.channel is not Channel.API:
            return
        receivers = [one.receiver for one in self._targets if filing.sender in one.of_senders]
        if not receivers:
            return
        told = (await outbox.states_of_lanes(transaction, [case.id])).get(case.id, [])
        for receiver in receivers:
            version = 1 + sum(
                matter_of(key) is Matter.STATUS and whose == receiver for key, whose, _ in told
            )
            await outbox.add(
                transaction,
                receiver=receiver,
                lane=case.id,
                body=_body(case, filing, version, act, why, now),
                now=now,
                row_id=key_of(Matter.STATUS, case.number, version, receiver),
            )


def _body(
    case: Case, filing: Filing, version: int, act: Act, why: str, now: datetime
) -> dict[str, object]:
    return {
        "case_number": case.number,
        "version": version,
        "external_number": filing.external_number,
        "credit_code": case.application.credit_code,
        "shop_name": case.application.shop_name,
        "act": REPORTED[act],
        "state": case.state.value,
        "state_zh": STATE_ZH[case.state],
        "reason": why.strip(),
        "mode": case.mode.value,
        "track": case.track.value,
        "at": now.isoformat(),
    }
