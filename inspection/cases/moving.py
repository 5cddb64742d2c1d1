"""Moving a case along the table: state, trace and audit entry stand or fall together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from foundation import audit
from foundation.database import Transaction
from foundation.errors import NotFound
from inspection.cases import machine, moves, pauses, store
from inspection.cases.machine import APPLICANTS_TURN, Act, State
from inspection.cases.model import Case
from inspection.cases.moves import Moved, Mover
from inspection.cases.pause import PauseKind, lasting


@dataclass(frozen=True)
class Step:
    """A case that moves, and who moves it; `why` and `facts` as in `move`."""

    case: Case
    by: Mover
    why: str = ""
    facts: Mapping[str, object] = field(default_factory=dict[str, object])

    @property
    def kept(self) -> Mapping[str, object]:
        """What the audit log keeps of it."""
        return {**self.facts, **({"reason": self.why.strip()} if self.why.strip() else {})}


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
    (moved,) = await move_all(transaction, [Step(case, by, why, facts or {})], act, now=now)
    return moved


async def move_all(
    transaction: Transaction, steps: Sequence[Step], act: Act, *, now: datetime
) -> list[Case]:
    """Moves several cases by the same act, all or none; each case once.

    Raises:
        MoveNotAllowed, MoveNotYours, ReasonMissing: of the first that can not.
    """
    rule = machine.MOVES[act]
    for step in steps:
        done = 0 if rule.most is None else await moves.times_done(transaction, step.case.id, act)
        machine.moved(step.case.state, act, step.by.actor, done=done, why=step.why)
    await store.set_state(transaction, [step.case.id for step in steps], rule.target)
    await moves.append(
        transaction,
        {
            step.case.id: Moved(act, step.case.state, rule.target, step.by, now, step.why.strip())
            for step in steps
        },
    )
    await _hold_or_go_on(transaction, steps, rule.target, now)
    await audit.append_all(
        transaction,
        at=now,
        deeds=[audit.Deed(one.by.id, act.value, one.case.id, one.kept) for one in steps],
    )
    return [replace(step.case, state=rule.target) for step in steps]


async def _hold_or_go_on(
    transaction: Transaction, steps: Sequence[Step], state: State, now: datetime
) -> None:
    """The deadline stands still while the applicant has to act, and runs on with the next move."""
    found = await pauses.of_cases(transaction, [step.case.id for step in steps])
    waits = state in APPLICANTS_TURN
    for step in steps:
        pause, by = lasting(found.get(step.case.id, ())), step.by.id
        if waits and pause is None:
            await pauses.begin(
                transaction, step.case.id, PauseKind.APPLICANT, why="", by=by, now=now
            )
        elif pause is not None and not waits and pause.kind is PauseKind.APPLICANT:
            await pauses.end(transaction, pause.id, by=by, now=now)


async def read_in(transaction: Transaction, case_id: str) -> Case:
    """The case as it stands inside a transaction. Raises `NotFound`."""
    case = await store.by_id(transaction, case_id)
    if case is None:
        raise NotFound
    return case
