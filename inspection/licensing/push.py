"""Delivering results to the licensing system: once in effect, in order per case, replayable."""

from collections.abc import Awaitable, Callable, Sequence

from foundation import audit, outbox
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from foundation.identity.model import User
from foundation.jobs import WillNeverWork
from foundation.outbox import Row
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.machine import Act, State
from inspection.cases.moves import SYSTEM
from inspection.cases.moving import move, read_in
from inspection.determination.service import LICENSING
from inspection.licensing.message import result_event
from inspection.licensing.targets import HttpTarget, PermanentRefusal
from inspection.supplement.asking import ask_unless_passed


class LicensingPush:
    """Handles outbox rows of the receiver `licensing`."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        target: HttpTarget,
        paper: Callable[[str], Awaitable[str | None]],
    ) -> None:
        self._database = database
        self._clock = clock
        self._target = target
        self._paper = paper  # SHA-256 of the signed PDF of a case's record, once made for ever

    async def handle(self, row: Row) -> None:
        """One try. The row's id is the idempotency key, so a lost answer does no harm."""
        paper = await self._paper(row.lane)  # before the first try, so all tries say the same
        result = {**row.body, "pdf_sha256": paper} if paper else row.body
        try:
            await self._target.deliver(result_event(row.id, result))
        except PermanentRefusal as refusal:
            raise WillNeverWork(str(refusal)) from refusal

    async def after(self, transaction: Transaction, row: Row) -> None:
        """In the transaction that notes the delivery: the case is pushed."""
        case = await read_in(transaction, row.lane)
        if case.state is State.DETERMINED:
            now = self._clock.now()
            case = await move(
                transaction,
                case,
                Act.PUSH,
                by=SYSTEM,
                now=now,
                facts={"delivery": row.id, "tries": row.tries + 1},
            )
            concluded = [str(row.body[f"{area}_conclusion"]) for area in ("food", "fume")]
            await ask_unless_passed(transaction, case, concluded, now)

    async def deliveries(self, case_id: str) -> Sequence[Row]:
        """The deliveries of a case; callers have checked the right to see it."""
        async with self._database.reading() as view:
            return await outbox.rows_of_lane(view, LICENSING, case_id)

    async def state_of(self, case_id: str) -> str:
        """Where the case stands now, for pages that are open at it."""
        async with self._database.reading() as view:
            return (await read_in(view, case_id)).state.value

    async def replay(self, user: User, delivery_id: str) -> Row:
        """Starts the tries again, for somebody who may see the case."""
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            row = await outbox.row_by_id(transaction, delivery_id)
            if row is None or row.receiver != LICENSING:
                raise NotFound
            rights.must_see(user, await case_store.by_id(transaction, row.lane))
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
