"""Moving a case along the table: state, trace and audit entry stand or fall together."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from foundation import audit
from foundation.database import Transaction
from foundation.errors import NotFound
from inspection.cases import machine, moves, store
from inspection.cases.machine import Act
from inspection.cases.model import Case
from inspection.cases.moves import Moved, Mover


async def move(
    transaction: Transaction,
    case: Case,
    act: Act,
    *,
    by: Mover,
    now: datetime,
    why: str = "",
    facts: Mapping[str, object] | None = None,
) -> Case:
    """Moves the case in the caller's transaction.

    Args:
        case: as it stands in this transaction.
        why: the reason, where the table asks for one.
        facts: what the audit log keeps beside it.

    Raises:
        MoveNotAllowed: not from where the case stands.
        MoveNotYours: not by this actor, or not that often.
        ReasonMissing: it needs one.
    """
    is_limited = machine.MOVES[act].most is not None
    done = await moves.times_done(transaction, case.id, act) if is_limited else 0
    state = machine.moved(case.state, act, by.actor, done=done, why=why)
    await store.set_state(transaction, case.id, state)
    await moves.append(transaction, case.id, Moved(act, case.state, state, by, now, why.strip()))
    kept = {**(facts or {}), **({"reason": why.strip()} if why.strip() else {})}
    await audit.append(
        transaction, at=now, actor=by.id, action=act.value, subject=case.id, facts=kept
    )
    return replace(case, state=state)


async def read_in(transaction: Transaction, case_id: str) -> Case:
    """The case as it stands inside a transaction. Raises `NotFound`."""
    case = await store.by_id(transaction, case_id)
    if case is None:
        raise NotFound
    return case
