"""Proposing another conclusion than the computed one, confirming it, taking it back."""

from dataclasses import replace

from checklists.agreement import SecondVerdict
from checklists.schemes import CONCLUSION_TEXT, Conclusion
from checklists.template import Area
from foundation import audit
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.identity.model import User
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.departments import department_of, must_be_theirs
from inspection.cases.machine import STATE_ZH, State
from inspection.cases.model import Case
from inspection.determination import store
from inspection.determination.computing import Computed, computed_in
from inspection.determination.errors import (
    DeviationClosed,
    DeviationUnexplained,
    NoDeviation,
    NothingComputed,
    OwnDeviation,
    SameConclusion,
)
from inspection.determination.model import Deviation, DeviationStep, Step
from inspection.evidence import custody

MOST_REASON_LETTERS = 2000
LEAST_REASON_LETTERS = 2


class Deviations:
    """The use cases of deviating. Two people, each once: nobody confirms their own proposal."""

    def __init__(
        self, database: Database, clock: Clock, second_verdict: SecondVerdict = SecondVerdict.KEY
    ) -> None:
        self._database = database
        self._clock = clock
        self._second_verdict = second_verdict

    async def propose(
        self, user: User, case_id: str, area: Area, *, conclusion: Conclusion, reason: str
    ) -> None:
        """Proposes another conclusion; a proposal that waited for confirmation is replaced.

        Raises:
            NotFound: the case is not this person's to judge.
            OtherDepartment: a reviewer of another department concludes this.
            DeviationClosed: the record is made.
            NothingComputed: items are open, or the shop gets no conclusion of this area.
            SameConclusion, DeviationUnexplained.
        """
        said = reason.strip()
        if not LEAST_REASON_LETTERS <= len(said) <= MOST_REASON_LETTERS:
            raise DeviationUnexplained(most=MOST_REASON_LETTERS)
        async with self._database.transaction() as transaction:
            case = rights.must_take_part(user, await case_store.by_id(transaction, case_id))
            must_be_theirs(user, case, department_of(area).id)
            computed = await self._open(transaction, case)
            if computed is None or computed.determination.of(area) is Conclusion.NOT_ASKED:
                raise NothingComputed
            by_rule = computed.determination.of(area)
            if conclusion is by_rule:
                text = CONCLUSION_TEXT[conclusion]
                raise SameConclusion(zh=text.zh, en=text.en)
            step = DeviationStep(
                number=0,
                area=area,
                step=Step.PROPOSED,
                computed=by_rule,
                conclusion=conclusion,
                reason=said,
                basis=computed.basis,
                by=user.id,
                at=self._clock.now(),
            )
            await self._keep(transaction, case, step)

    async def confirm(self, user: User, case_id: str, area: Area, *, proposal: int) -> None:
        """The second person agrees to exactly this proposal.

        Raises:
            OwnDeviation: it is this person's own.
            NoDeviation: another proposal stands now, or none.
            NotFound, DeviationClosed.
        """
        async with self._database.transaction() as transaction:
            case = rights.must_decide(user, await case_store.by_id(transaction, case_id))
            found = _of(await self._open(transaction, case), area)
            if found.proposed.number != proposal or found.confirmed is not None:
                raise NoDeviation
            if found.proposed.by == user.id:
                raise OwnDeviation
            await self._follow(transaction, case, found, Step.CONFIRMED, user)

    async def withdraw(self, user: User, case_id: str, area: Area) -> None:
        """Takes a deviation back, confirmed or not. Raises `NoDeviation`, `DeviationClosed`."""
        async with self._database.transaction() as transaction:
            case = rights.must_decide(user, await case_store.by_id(transaction, case_id))
            found = _of(await self._open(transaction, case), area)
            await self._follow(transaction, case, found, Step.WITHDRAWN, user)

    async def _open(self, transaction: Transaction, case: Case) -> Computed | None:
        if case.state is not State.INSPECTING:
            raise DeviationClosed(state_zh=STATE_ZH[case.state], state=case.state.value)
        return await computed_in(transaction, case, self._second_verdict)

    async def _follow(
        self, transaction: Transaction, case: Case, found: Deviation, step: Step, user: User
    ) -> None:
        now = self._clock.now()
        await self._keep(transaction, case, replace(found.proposed, step=step, by=user.id, at=now))

    async def _keep(self, transaction: Transaction, case: Case, step: DeviationStep) -> None:
        """The step, and its trace in both logs: all or nothing."""
        await store.add(transaction, case.id, step)
        facts = {
            "area": step.area.value,
            "computed": step.computed.value,
            "conclusion": step.conclusion.value,
            "reason": step.reason,
        }
        await audit.append(
            transaction,
            at=step.at,
            actor=step.by,
            action=f"case.deviation_{step.step.value}",
            subject=case.id,
            facts=facts,
        )
        await custody.note(
            transaction,
            case.id,
            who=step.by,
            act=custody.Act.DEVIATED,
            now=step.at,
            facts={**facts, "step": step.step.value},
        )


def _of(computed: Computed | None, area: Area) -> Deviation:
    found = computed.deviations.get(area) if computed else None
    if found is None:
        raise NoDeviation
    return found
