"""Moving a case along the table: state, trace and audit entry stand or fall together."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from foundation import audit
from foundation.database import Transaction
from foundation.errors import NotFound
from inspection.cases import machine, moves, pauses, store
from inspection.cases.machine import APPLICANTS_TURN, Act, State
from inspection.cases.model import Case
from inspection.cases.moves import Moved, Mover
from inspection.cases.pause import PauseKind, lasting


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
    done = await moves.times_done(transaction, case.id, act)
    state = machine.moved(case.state, act, by.actor, done=done, why=why)
    await store.set_state(transaction, case.id, state)
    await moves.append(transaction, case.id, Moved(act, case.state, state, by, now, why.strip()))
    await _hold_or_go_on(transaction, case, state, by, now)
    kept = {**(facts or {}), **({"reason": why.strip()} if why.strip() else {})}
    await audit.append(
        transaction, at=now, actor=by.id, action=act.value, subject=case.id, facts=kept
    )
    return replace(case, state=state)


async def _hold_or_go_on(
    transaction: Transaction, case: Case, state: State, by: Mover, now: datetime
) -> None:
    """The deadline stands still while the applicant has to act, and runs on with the next move."""
    pause = lasting((await pauses.of_cases(transaction, [case.id])).get(case.id, ()))
    waits = state in APPLICANTS_TURN
    if waits and pause is None:
        await pauses.begin(transaction, case.id, PauseKind.APPLICANT, why="", by=by.id, now=now)
    elif pause is not None and not waits and pause.kind is PauseKind.APPLICANT:
        await pauses.end(transaction, pause.id, by=by.id, now=now)


async def read_in(transaction: Transaction, case_id: str) -> Case:
    """The case as it stands inside a transaction. Raises `NotFound`."""
    case = await store.by_id(transaction, case_id)
    if case is None:
        raise NotFound
    return case
