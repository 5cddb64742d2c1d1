"""Papers that follow, named by who files: the licensing system, or a line of a file.

The same rules as at the window; what the window would refuse is refused whole, and nothing is kept.
"""

from dataclasses import replace
from datetime import datetime

from checklists.siting import PreCheck, Standing
from foundation.database import Transaction
from foundation.errors import Problem
from foundation.workdays import WorkCalendar
from inspection.cases.moves import Mover
from inspection.gaps import store
from inspection.gaps.errors import (
    OperatorFlagged,
    PledgeChanged,
    PreCheckNotPassed,
    TooManyGaps,
    WrongGap,
)
from inspection.gaps.listing import OTHER, GapList
from inspection.gaps.model import Form
from inspection.gaps.naming import Acceptance, Wanted, must_not_be_flagged, named, not_passed
from inspection.gaps.pledge import Way, content_of
from inspection.gaps.sheet import SENDER
from inspection.gaps.signing import keep_on_word
from inspection.intake.model import Filed, Following, Paper
from inspection.intake.reception import Follows, Opened

FILING_REFUSALS = (OperatorFlagged, TooManyGaps, WrongGap, PreCheckNotPassed, PledgeChanged)


class FiledGaps:
    """What `inspection.intake.following` asks for."""

    def __init__(self, acceptance: Acceptance, calendar: WorkCalendar, listed: GapList) -> None:
        self._acceptance = acceptance
        self._calendar = calendar
        self.listed = listed

    async def refusal(
        self, view: Transaction, filed: Filed, check: PreCheck, now: datetime
    ) -> Problem | None:
        """Why an application could not be accepted with the papers it names; `None`: it could."""
        following = filed.following
        if following is None:
            return None
        try:
            await must_not_be_flagged(view, filed.application.credit_code)
            wanted = [self._wanted(one) for one in following.papers]
            named(wanted, self.listed, self._calendar, case_id="", by="", now=now)
            self._must_be_in_force(following)
            if check.standing is not Standing.PASSED:
                raise not_passed(check)
        except Problem as problem:
            return problem
        return None

    async def accept(
        self,
        transaction: Transaction,
        opened: Opened,
        following: Following,
        *,
        by: Mover,
        now: datetime,
    ) -> Opened:
        """Accepts a case that waits in the pre-check, in the transaction that opened it.

        Raises:
            OperatorFlagged, TooManyGaps, WrongGap: as at the window.
            PreCheckNotPassed: papers may follow, what is known of the site may not.
            PledgeChanged: the pledge was given in words that are no longer in force.
            NothingToAsk: nothing that is in force today asks anything of it.
        """
        self._must_be_in_force(following)
        wanted = [self._wanted(one) for one in following.papers]
        accepted = await self._acceptance.accept_in(
            transaction, opened.case, wanted, by=by, now=now
        )
        gaps = await store.of_case(transaction, accepted.case.id)  # as every page will read them
        if following.pledge is not None:
            text = self.listed.pledge
            await keep_on_word(
                transaction,
                accepted.case,
                text.version,
                content_of(accepted.case, gaps, text),
                following.pledge.mandate,
                Way.SENDER if by.id.startswith(SENDER) else Way.CLERK,
                by=by.id,
                now=now,
            )
        follows = tuple(Follows(gap.id, gap.kind, gap.title, gap.due_at) for gap in gaps)
        return replace(accepted, doubles=opened.doubles, follows=follows)

    def _must_be_in_force(self, following: Following) -> None:
        pledge = following.pledge
        if pledge is not None and pledge.version not in ("", self.listed.pledge.version):
            raise PledgeChanged

    def _wanted(self, paper: Paper) -> Wanted:
        """As a clerk would name it: a name of the list is that paper of the list."""
        kind = paper.kind
        if kind == OTHER:
            kind = next((one.id for one in self.listed.kinds if one.title.zh == paper.name), OTHER)
        form = Form(paper.form) if paper.form else None
        return Wanted(kind, paper.name, paper.asks, form, paper.working_days)
