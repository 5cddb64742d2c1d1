"""Delivering results and what goes with them: once in effect, in order per case, replayable."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from foundation import audit, outbox
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.errors import Kind, NotFound, Problem
from foundation.identity.model import User
from foundation.jobs import AfterDelivery, Handler, WillNeverWork
from foundation.outbox import Row
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.machine import Act, State
from inspection.cases.model import Case
from inspection.cases.moves import SYSTEM
from inspection.cases.moving import Step, move_all, read_in
from inspection.determination.recipients import LICENSING, Matter, matter_of, target_of
from inspection.licensing.message import event_of
from inspection.licensing.model import Target
from inspection.licensing.ways import PermanentRefusal, Way
from inspection.supplement.asking import ask_unless_passed

AT_ONCE = 8  # cases under way to one target; chosen: four workers' worth of slow answers each


class ResultHeld(Problem):
    """The case waits for papers that were to follow its acceptance."""

    kind = Kind.CONFLICT
    code = "delivery.held"
    zh = "还有容缺材料没有审核通过，结果暂不推送。全部审核通过后会自动推送，不需要重推。"
    en = (
        "Papers that were to follow are not accepted yet, so the result waits. It leaves by itself "
        "with the last of them; there is nothing to replay."
    )


@dataclass(frozen=True)
class Line:
    """A target with the way to it."""

    target: Target
    way: Way


# What else follows when all required targets have a result, in the transaction that notes it.
Pushed = Callable[[Transaction, Case], Awaitable[None]]


class Push:
    """Handles outbox rows of the targets; results wait under `licensing` while there are none."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        lines: Sequence[Line],
        paper: Callable[[str], Awaitable[str | None]],
        pushed: Pushed | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._lines = {one.target.receiver: one for one in lines}
        self._paper = paper  # SHA-256 of the signed PDF of a case's record, once made for ever
        self._pushed = pushed

    @property
    def targets(self) -> Sequence[Target]:
        """Those an administrator named."""
        return [one.target for one in self._lines.values()]

    @property
    def handlers(self) -> dict[str, Handler]:
        """By receiver; none without targets: a try could only fail."""
        return dict.fromkeys(self._lines, self.handle)

    @property
    def after(self) -> dict[str, AfterDelivery]:
        """What a delivery changes, in the transaction that notes it."""
        return dict.fromkeys(self._lines, self.delivered)

    @property
    def at_once(self) -> dict[str, int]:
        """How many cases may be under way to each target."""
        return dict.fromkeys(self._lines, AT_ONCE)

    def recipients(self, result: Mapping[str, object]) -> Sequence[str]:
        """Receivers that a result goes to."""
        if not self._lines:
            return (LICENSING,)
        return [key for key, one in self._lines.items() if one.target.takes.holds(result)]

    async def handle(self, row: Row) -> None:
        """One try. The row's id is the idempotency key, so a lost answer does no harm."""
        line, matter = self._lines[row.receiver], matter_of(row.id)
        told = row.body
        if matter is Matter.RESULT:
            paper = await self._paper(row.lane)  # before the first try, so all tries say the same
            told = {**told, "pdf_sha256": paper} if paper else told
        try:
            await line.way.deliver(event_of(matter, row.id, told, line.target.fields_of(matter)))
        except PermanentRefusal as refusal:
            raise WillNeverWork(str(refusal)) from refusal

    async def delivered(self, transaction: Transaction, rows: Sequence[Row]) -> None:
        """A case is pushed once no required target waits for its result any more."""
        results = {row.lane: row for row in rows if matter_of(row.id) is Matter.RESULT}
        if not results:
            return
        states = await outbox.states_of_lanes(transaction, results)
        whole = {
            lane: row
            for lane, row in results.items()
            if not any(self._is_missing(*one) for one in states[lane])
        }
        cases = await case_store.by_ids(transaction, whole)
        steps = [
            Step(case, SYSTEM, facts={"delivery": row.id, "tries": row.tries + 1})
            for case_id, row in whole.items()
            if (case := cases.get(case_id)) is not None and case.state is State.DETERMINED
        ]
        if not steps:
            return
        now = self._clock.now()
        moved = await move_all(transaction, steps, Act.PUSH, now=now)
        concluded = [(case, _conclusions(whole[case.id])) for case in moved]
        for case in await ask_unless_passed(transaction, concluded, now):
            if self._pushed is not None:
                await self._pushed(transaction, case)

    def _is_missing(self, row_id: str, receiver: str, state: outbox.State) -> bool:
        if matter_of(row_id) is not Matter.RESULT:
            return False
        line = self._lines.get(receiver)
        is_required = line is not None and line.target.is_required
        return is_required and state is not outbox.State.DELIVERED

    async def deliveries(self, case_id: str) -> Sequence[Row]:
        """The deliveries of a case; callers have checked the right to see it."""
        async with self._database.reading() as view:
            return await deliveries_in(view, case_id)

    async def state_of(self, case_id: str) -> str:
        """Where the case stands now, for pages that are open at it."""
        async with self._database.reading() as view:
            return (await read_in(view, case_id)).state.value

    async def replay(self, user: User, delivery_id: str) -> Row:
        """Starts the tries again, for the case's people and who runs the interfaces.

        Raises:
            NotFound, ResultHeld.
        """
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            row = await outbox.row_by_id(transaction, delivery_id)
            if row is None or target_of(row.receiver) is None:
                raise NotFound
            rights.must_push(user, await case_store.by_id(transaction, row.lane))
            if row.state is outbox.State.HELD:
                raise ResultHeld
            if row.state is not outbox.State.DELIVERED:
                await outbox.replay(transaction, row.id, now)
                await audit.append(
                    transaction,
                    at=now,
                    actor=user.id,
                    action="case.push_replayed",
                    subject=row.lane,
                    facts={"delivery": row.id},
                )
            changed = await outbox.row_by_id(transaction, delivery_id)
        return changed or row


def _conclusions(row: Row) -> list[str]:
    return [str(row.body[f"{area}_conclusion"]) for area in ("food", "fume")]


async def deliveries_in(view: Transaction, case_id: str) -> Sequence[Row]:
    """The rows of a case to targets, of those as well that are no longer configured."""
    rows = await outbox.rows_of_lanes(view, [case_id])
    return [row for row in rows if target_of(row.receiver) is not None]
