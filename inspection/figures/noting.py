"""Noting what each determination came to, and what its applicant thought of it, in the sums."""

from dataclasses import replace
from datetime import datetime

import structlog

from foundation import audit
from foundation.database import Database, Transaction
from foundation.workdays import WorkCalendar
from inspection.cases import store as case_store
from inspection.cases.model import Case
from inspection.cases.moves import moves_of
from inspection.figures import store, sums
from inspection.figures.model import Outcome, PreCheck, mode_of, outcome_of
from inspection.findings import store as finding_store
from inspection.findings.blind import blind_pairs
from inspection.intake import store as intake_store
from inspection.ratings import store as rating_store
from inspection.ratings.model import Rating
from inspection.record import store as record_store
from inspection.record.model import content_from_json
from inspection.record.signing import Record

log = structlog.get_logger("figures")
_TROUBLE = frozenset({"case.pre_check_stopped", "case.pre_check_answered"})


class Outcomes:
    """Keeps a row for each determination and adds it to the sums, in the same transaction."""

    def __init__(self, database: Database, calendar: WorkCalendar) -> None:
        self._database = database
        self._calendar = calendar

    async def note(
        self, transaction: Transaction, case: Case, record: Record, now: datetime
    ) -> None:
        """In the transaction of the determination."""
        outcome = await self._outcome(transaction, case, record, now)
        kept = await store.kept(transaction, case.id)
        if kept is None:
            await store.add(transaction, outcome)
        else:  # what an earlier version wrote down is what lists show, so it is what counts
            outcome = replace(outcome, **{name: getattr(kept, name) for name in store.KEPT})
        await store.add_way(transaction, outcome)
        await sums.add_outcome(transaction, outcome)

    async def rated(self, transaction: Transaction, case_id: str, rating: Rating) -> None:
        """In the transaction of the rating; a case that is not in the sums yet brings it along."""
        outcome = await store.kept(transaction, case_id)
        if outcome is not None and outcome.mode:
            await sums.add_rating(transaction, outcome, int(rating.level))

    async def catch_up(self) -> None:
        """Notes those of cases that an earlier version determined."""
        async with self._database.reading() as view:
            missing = await store.without_sums(view)
        for case_id in missing:
            try:
                await self._catch_up_with(case_id)
            except Exception:
                log.exception("a case is missing in the figures", case=case_id)

    async def _catch_up_with(self, case_id: str) -> None:
        async with self._database.transaction() as transaction:
            case = await case_store.by_id(transaction, case_id)
            record = await record_store.current(transaction, case_id)
            if case is None or record is None or record.completed_at is None:
                return
            await self.note(transaction, case, record, record.completed_at)
            rating = await rating_store.rating_of(transaction, case_id)
            if rating is not None:
                await self.rated(transaction, case_id, rating)

    async def _outcome(
        self, transaction: Transaction, case: Case, record: Record, now: datetime
    ) -> Outcome:
        content = content_from_json(record.content)
        acts = [one.act for one in await moves_of(transaction, case.id)]
        words = await finding_store.changes(transaction, case.id)
        return outcome_of(
            case,
            food=record.food_conclusion,
            fume=record.fume_conclusion,
            verdicts={line.item_id: line.verdict for part in content.parts for line in part.lines},
            mode=mode_of(case, acts),
            pairs=blind_pairs(words, case.inspector_ids),
            pre_check=await pre_check_of(transaction, case.id),
            record_sha256=record.sha256,
            concluded_at=now,
            calendar=self._calendar,
        )


async def pre_check_of(view: Transaction, case_id: str) -> PreCheck:
    """What the site pre-check of a case came to, by its trace in the audit log."""
    if await intake_store.filing_of(view, case_id) is None:
        return PreCheck.NONE
    said = {one.action for one in await audit.entries_about(view, case_id)}
    return PreCheck.MENDED if said & _TROUBLE else PreCheck.AT_ONCE
