"""Where a case has ended nothing follows it any more; and ending one whose papers never came."""

from foundation import outbox
from foundation.clock import Clock
from foundation.database import Database
from foundation.identity.model import User
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.machine import ENDS, STATE_ZH, Act, MoveNotAllowed
from inspection.cases.model import Case
from inspection.cases.moving import move
from inspection.cases.news import MoveNews
from inspection.gaps import store
from inspection.gaps.errors import NothingLapsed
from inspection.gaps.model import GapState


def must_go_on(case: Case) -> None:
    """Raises `MoveNotAllowed`: the case has ended."""
    if case.state in ENDS:
        raise MoveNotAllowed(state_zh=STATE_ZH[case.state], state=case.state.value)


class Ending:
    """The use case of ending a case for want of papers; only the office says no."""

    def __init__(self, database: Database, clock: Clock, sender: MoveNews) -> None:
        self._database = database
        self._clock = clock
        self._sender = sender

    async def end(self, user: User, case_id: str, why: str) -> Case:
        """Closes the case. What was determined stays, and its result is never sent.

        Raises:
            NotFound, NothingLapsed, MoveNotAllowed, ReasonMissing.
        """
        async with self._database.transaction() as transaction:
            case = rights.must_keep(user, await case_store.by_id(transaction, case_id))
            lapsed = [
                gap
                for gap in await store.of_case(transaction, case.id)
                if gap.state is GapState.LAPSED
            ]
            if not lapsed:
                raise NothingLapsed
            now = self._clock.now()
            case = await move(
                transaction,
                case,
                Act.LAPSE_GAPS,
                by=rights.mover(user, case),
                now=now,
                why=why,
                facts={"gaps": [gap.title.zh for gap in lapsed]},
            )
            await outbox.drop_held(transaction, case.id, now)
            await self._sender.moved(transaction, case, Act.LAPSE_GAPS, why, now)
            return case
