"""Which office a case belongs to: its people see it, and it counts in that office's figures."""

from foundation import audit
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import Kind, NotFound, Problem
from foundation.identity import unit_store
from foundation.identity.model import User
from inspection.cases import rights, store
from inspection.cases.machine import FINISHED, STATE_ZH, State


class OfficeSettled(Problem):
    """What was concluded counts where it was concluded."""

    kind = Kind.CONFLICT
    code = "case.office_settled"
    zh = "办件现在是“{state_zh}”，不能再转到其他机构。"
    en = "The case is “{state}”, so it can not go to another office any more."


_SETTLED = FINISHED | {State.SUPPLEMENT_DUE}  # concluded: it counts where it was


class Offices:
    """The use case of handing a case to another office."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def hand_over(self, user: User, case_id: str, unit_id: str) -> None:
        """The case belongs to that office from now on; who inspects it stays.

        Raises:
            NotFound: not theirs to hand over, or the office is not theirs to reach.
            OfficeSettled: it is concluded.
        """
        async with self._database.transaction() as transaction:
            case = rights.must_keep(user, await store.by_id(transaction, case_id))
            tree = await unit_store.tree(transaction)
            after = tree.unit(unit_id)
            if not user.reaches(after.id):
                raise NotFound
            if case.state in _SETTLED:
                raise OfficeSettled(state_zh=STATE_ZH[case.state], state=case.state.value)
            if case.unit == after.id:
                return
            await store.set_unit(transaction, case.id, after.id)
            await audit.append(
                transaction,
                at=self._clock.now(),
                actor=user.id,
                action="case.office_changed",
                subject=case.id,
                facts={"unit": after.id, "name": after.name, "before": case.unit},
            )
