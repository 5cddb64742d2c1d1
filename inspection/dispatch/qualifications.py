"""Certificates and exams of inspectors as trainers and supervisors keep them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from foundation import audit
from foundation.clock import SHANGHAI, Clock
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from foundation.identity import policies
from foundation.identity.model import Role, User
from foundation.ids import new_id
from foundation.text import Bilingual
from inspection.cases.machine import Actor
from inspection.cases.moves import Mover
from inspection.dispatch import exam_store, store
from inspection.dispatch.errors import ExamToCome
from inspection.dispatch.exams import ExamRule, Result, Standing, standing
from inspection.dispatch.following import DutyChange, DutyFollower
from inspection.dispatch.model import Colleague

KEEPERS = policies.in_roles(
    "qualifications.keepers",
    Bilingual("督办人员、培训人员", "Supervisors and trainers"),
    Role.SUPERVISOR,
    Role.TRAINER,
)
READERS = policies.in_roles(
    "qualifications.readers",
    Bilingual("组长、督办人员、培训人员、审计人员", "Leads, supervisors, trainers and auditors"),
    Role.LEAD,
    Role.SUPERVISOR,
    Role.TRAINER,
    Role.AUDITOR,
)


@dataclass(frozen=True)
class Qualified:
    """How an inspector stands.

    Attributes:
        certificate_until, exam_until: the last day each of them is good; `None`: not entered.
        exam: towards the exam that is asked; `None`: none is asked.
        results: the latest of theirs, newest first.
    """

    user: User
    certificate_until: date | None
    certificate: Standing
    exam_until: date | None
    exam: Standing | None
    results: Sequence[Result]


class Qualifications:
    """The use cases of certificates and exams.

    Args:
        asks: the exam whoever inspects must have passed.
        follower: told when somebody may or may not inspect any more.
    """

    def __init__(
        self, database: Database, clock: Clock, asks: ExamRule, follower: DutyFollower
    ) -> None:
        self._database = database
        self._clock = clock
        self.asks = asks
        self._follower = follower

    async def look(self, user: User) -> list[Qualified]:
        """All inspectors this person reaches, by name. Raises `NotFound`."""
        policies.must_be(user, READERS)
        async with self._database.reading() as view:
            inspectors = await store.inspectors(view)
            roster = await store.roster(view, self._today())
            shown = [one for one in inspectors.values() if user.reaches(one.unit)]
            results = await exam_store.results(view, {one.id for one in shown})
            passes = await exam_store.last_passes(view, self.asks.exam)
        return [
            self._of(one, roster.colleague(one.id), results.get(one.id, ()), passes.get(one.id))
            for one in shown
        ]

    async def note_result(
        self,
        user: User,
        inspector_id: str,
        exam: str,
        taken_on: date,
        *,
        score: int,
        is_passed: bool,
        note: str,
    ) -> Result:
        """Enters an exam somebody took; it stays, a later one counts instead.

        Args:
            score: of 100.

        Raises:
            NotFound: not theirs to enter, or no such inspector.
            ExamToCome: the day has not come yet.
        """
        policies.must_be(user, KEEPERS)
        now = self._clock.now()
        if taken_on > self._today():
            raise ExamToCome(day=taken_on.isoformat())
        result = Result(
            new_id("exam", now), inspector_id, exam, taken_on, score, is_passed, user.id, now, note
        )
        async with self._database.transaction() as transaction:
            inspector = await self._inspector(transaction, user, inspector_id)
            await exam_store.add(transaction, result)
            await audit.append(
                transaction,
                at=now,
                actor=user.id,
                action="user.exam_noted",
                subject=inspector_id,
                facts={"exam": exam, "on": taken_on, "score": score, "is_passed": is_passed},
            )
            await self._told(transaction, user, inspector, f"{inspector.name}的考核结果有变", now)
        return result

    async def set_certificate(self, user: User, inspector_id: str, until: date | None) -> None:
        """Until when somebody's certificate is good, that day included. Raises `NotFound`."""
        policies.must_be(user, KEEPERS)
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            inspector = await self._inspector(transaction, user, inspector_id)
            roster = await store.roster(transaction, self._today())
            before = roster.colleague(inspector_id)
            await store.set_colleague(transaction, replace(before, qualified_until=until))
            await audit.append(
                transaction,
                at=now,
                actor=user.id,
                action="user.certificate_set",
                subject=inspector_id,
                facts={"until": until, "before": before.qualified_until},
            )
            await self._told(transaction, user, inspector, f"{inspector.name}的资格有变", now)

    async def _told(
        self, transaction: Transaction, user: User, inspector: User, why: str, now: datetime
    ) -> None:
        """Who enters a certificate need not be one who moves cases: the system does."""
        change = DutyChange(inspector.id, Mover(Actor.SYSTEM, user.id), why)
        await self._follower.duty_changed(transaction, change, now)

    def _of(
        self, user: User, colleague: Colleague, results: Sequence[Result], passed_on: date | None
    ) -> Qualified:
        today, until = self._today(), colleague.qualified_until
        passed = None if passed_on is None else self.asks.last_day(passed_on)
        return Qualified(
            user,
            until,
            standing(until, today),
            passed,
            standing(passed, today) if self.asks.exam else None,
            results,
        )

    async def _inspector(self, view: Transaction, user: User, inspector_id: str) -> User:
        found = (await store.inspectors(view)).get(inspector_id)
        if found is None or not user.reaches(found.unit):
            raise NotFound
        return found

    def _today(self) -> date:
        return self._clock.now().astimezone(SHANGHAI).date()
