"""Rating a service once, and answering a bad rating."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from foundation import audit
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from foundation.identity import policies
from foundation.identity.model import User, Visit
from foundation.identity.store import users_by_id
from foundation.ids import new_id
from foundation.workdays import WorkCalendar
from inspection.cases import rights
from inspection.cases.moving import read_in
from inspection.live.model import APPLICANT
from inspection.ratings import store
from inspection.ratings.model import (
    ANSWER_WORKING_DAYS,
    AlreadyAnswered,
    AlreadyRated,
    Level,
    Rating,
    Task,
    must_be_ratable,
    must_know,
)


class Rated(Protocol):
    """Somebody who counts ratings, in the transaction that keeps one."""

    async def __call__(self, transaction: Transaction, case_id: str, rating: Rating) -> None:
        """A case was rated."""


class Ratings:
    """The use cases of ratings."""

    def __init__(
        self, database: Database, clock: Clock, calendar: WorkCalendar, rated: Rated
    ) -> None:
        self._rated = rated
        self._database = database
        self._clock = clock
        self._calendar = calendar

    async def rate(self, visit: Visit, level: Level, tags: tuple[str, ...], words: str) -> Rating:
        """Keeps the rating of the visit's case; a bad one opens a task in the same transaction.

        Raises:
            TooEarlyToRate: no result yet.
            AlreadyRated: once per service.
            UnknownTag: a tag nobody offered.
        """
        must_know(tags)
        now = self._clock.now()
        rating = Rating(level, tuple(dict.fromkeys(tags)), words.strip(), now)
        async with self._database.transaction() as transaction:
            case = await read_in(transaction, visit.case_id)
            must_be_ratable(case.state)
            if await store.rating_of(transaction, case.id) is not None:
                raise AlreadyRated
            await store.add(transaction, case.id, rating)
            await self._rated(transaction, case.id, rating)
            if level.is_bad:
                due_at = self._calendar.deadline(now, ANSWER_WORKING_DAYS).at
                await store.open_task(transaction, new_id("task", now), case.id, now, due_at)
            await audit.append(
                transaction,
                at=now,
                actor=APPLICANT,
                action="case.rated",
                subject=case.id,
                facts={"level": int(level)},
            )
        return rating

    async def tasks(self, user: User, *, is_open: bool) -> Sequence[Task]:
        """Bad ratings for those who oversee. Raises `NotFound` for anybody else."""
        policies.must_be(user, policies.OVERSEERS)
        async with self._database.reading() as view:
            return await store.tasks(view, is_open=is_open, units=user.reach)

    async def names(self, tasks: Sequence[Task]) -> Mapping[str, str]:
        """Names of those who own or answered these tasks, by id."""
        ids = {one for task in tasks for one in (task.owner_id, task.answered_by) if one}
        async with self._database.reading() as view:
            return {key: user.name for key, user in (await users_by_id(view, ids)).items()}

    async def take(self, user: User, task_id: str) -> Task:
        """The supervisor sees to it from now on. Raises `NotFound`, `AlreadyAnswered`."""
        policies.must_be(user, policies.SUPERVISORS)
        async with self._database.transaction() as transaction:
            await _open_task(transaction, user, task_id)
            await store.set_owner(transaction, task_id, user.id)
            return await _task(transaction, task_id)

    async def answer(self, user: User, task_id: str, answer: str) -> Task:
        """Notes what was done about it; it stays. Raises `NotFound`, `AlreadyAnswered`."""
        policies.must_be(user, policies.SUPERVISORS)
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            task = await _open_task(transaction, user, task_id)
            if task.owner_id is None:
                await store.set_owner(transaction, task_id, user.id)
            await store.set_answer(transaction, task_id, answer.strip(), user.id, now)
            await audit.append(
                transaction,
                at=now,
                actor=user.id,
                action="case.rating_answered",
                subject=task.case_id,
                facts={"task": task_id},
            )
            return await _task(transaction, task_id)


async def _task(transaction: Transaction, task_id: str) -> Task:
    task = await store.task_by_id(transaction, task_id)
    if task is None:
        raise NotFound
    return task


async def _open_task(transaction: Transaction, user: User, task_id: str) -> Task:
    task = await _task(transaction, task_id)
    rights.must_see(user, await read_in(transaction, task.case_id))
    if task.answer is not None:
        raise AlreadyAnswered
    return task
