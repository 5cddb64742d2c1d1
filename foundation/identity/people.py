"""What an administrator does with people: let them in, move them, reset passwords, let them go.

Nobody is ever deleted: records and logs name them. Each change leaves its entry in the audit log.
"""

import asyncio
import secrets
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Protocol

from foundation import audit
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from foundation.identity import people_store, policies, store, unit_store
from foundation.identity.errors import LastAdministrator, NameTaken, ReviewsNothing
from foundation.identity.model import Person, Role, User
from foundation.identity.signin import password_hash
from foundation.ids import new_id

ONE_TIME_HOLDS = timedelta(days=3)  # chosen: handed over in person within a long weekend
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is misread on paper
_GROUPS, _GROUP = 4, 4  # 16 letters of 31: 79 bits


class PeopleNews(Protocol):
    """Told of who leaves or does something else, in the transaction of the change."""

    async def person_changed(
        self, transaction: Transaction, person: User, *, by: User, now: datetime
    ) -> None:
        """`person` as they are from now on."""
        ...


class People:
    """The use cases of people; for others than administrators they do not exist.

    Args:
        departments: ids of those whose reviewers there can be.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        departments: Collection[str],
        news: PeopleNews | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._departments = departments
        self._news = news

    async def found(self, user: User, words: str) -> list[Person]:
        """People by name, those who left last. Raises `NotFound`."""
        policies.must_be(user, policies.ADMINISTRATORS)
        async with self._database.reading() as view:
            return await people_store.people(view, words)

    async def add(self, user: User, wanted: User) -> tuple[Person, str]:
        """Lets somebody in; returns them and the one-time password, which is shown once.

        Args:
            wanted: its `id` is not looked at.

        Raises:
            NotFound: not an administrator, or no such office.
            NameTaken, ReviewsNothing.
        """
        policies.must_be(user, policies.ADMINISTRATORS)
        now, password = self._clock.now(), one_time_password()
        made = User(
            new_id("user", now),
            wanted.username,
            wanted.name,
            wanted.role,
            wanted.department,
            wanted.reviews,
            wanted.unit,
        )
        hashed = await asyncio.to_thread(password_hash, password)
        until = now + ONE_TIME_HOLDS
        async with self._database.transaction() as transaction:
            await self._must_fit(transaction, made)
            if await people_store.is_taken(transaction, made.username):
                raise NameTaken(username=made.username)
            await store.add_user(transaction, made, hashed, until)
            await self._note(transaction, user, made, "user.added", _facts(made, is_active=True))
        return Person(made, True, None, until), password

    async def change(self, user: User, wanted: User, *, is_active: bool) -> Person:
        """Another name, role, department or office; back in, or out.

        Whoever is out, or does something else from now on, is signed out everywhere at once.

        Raises:
            NotFound: not an administrator, no such person or office.
            LastAdministrator: nobody would be left to let people in.
            ReviewsNothing.
        """
        policies.must_be(user, policies.ADMINISTRATORS)
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            before = await self._person(transaction, wanted.id)
            after = _changed(before.user, wanted)
            await self._must_fit(transaction, after)
            await _must_leave_an_administrator(transaction, before, after, is_active=is_active)
            await people_store.change(transaction, after, is_active=is_active)
            if not is_active or _does(after) != _does(before.user):
                await store.end_sign_ins(transaction, after.id, now)
                if self._news is not None:
                    await self._news.person_changed(transaction, after, by=user, now=now)
            was = _facts(before.user, is_active=before.is_active)
            told = _facts(after, is_active=is_active)
            changed = {key: value for key, value in told.items() if value != was[key]}
            if changed:
                facts = {**changed, "before": {key: was[key] for key in changed}}
                await self._note(transaction, user, after, "user.changed", facts)
            return await self._person(transaction, wanted.id)

    async def reset(self, user: User, user_id: str) -> tuple[Person, str]:
        """A one-time password for somebody, shown once; they are signed out everywhere.

        Raises `NotFound`.
        """
        policies.must_be(user, policies.ADMINISTRATORS)
        now, password = self._clock.now(), one_time_password()
        hashed = await asyncio.to_thread(password_hash, password)
        async with self._database.transaction() as transaction:
            person = await self._person(transaction, user_id)
            await store.set_password(transaction, user_id, hashed, now + ONE_TIME_HOLDS)
            await store.end_sign_ins(transaction, user_id, now)
            await self._note(transaction, user, person.user, "user.password_reset", {})
            return await self._person(transaction, user_id), password

    async def _person(self, view: Transaction, user_id: str) -> Person:
        found = await people_store.by_id(view, user_id)
        if found is None:
            raise NotFound
        return found

    async def _must_fit(self, view: Transaction, user: User) -> None:
        (await unit_store.tree(view)).unit(user.unit)
        if (user.role is Role.REVIEWER) is not (user.reviews in self._departments):
            raise ReviewsNothing
        if user.role is not Role.REVIEWER and user.reviews:
            raise ReviewsNothing

    async def _note(
        self,
        transaction: Transaction,
        by: User,
        about: User,
        action: str,
        facts: dict[str, object],
    ) -> None:
        await audit.append(
            transaction,
            at=self._clock.now(),
            actor=by.id,
            action=action,
            subject=about.id,
            facts=facts,
        )


def one_time_password() -> str:
    """Such as `k7mq-x2fa-9pdt-hw4e`: read out and typed without a mistake."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


async def _must_leave_an_administrator(
    view: Transaction, before: Person, after: User, *, is_active: bool
) -> None:
    was = before.is_active and before.user.role is Role.ADMINISTRATOR
    stays = is_active and after.role is Role.ADMINISTRATOR
    if was and not stays and await people_store.count_active(view, Role.ADMINISTRATOR) == 1:
        raise LastAdministrator


def _changed(before: User, wanted: User) -> User:
    return User(
        before.id,
        before.username,
        wanted.name,
        wanted.role,
        wanted.department,
        wanted.reviews,
        wanted.unit,
    )


def _does(user: User) -> tuple[Role, str, str]:
    return user.role, user.reviews, user.unit


def _facts(user: User, *, is_active: bool) -> dict[str, object]:
    kept = asdict(user)
    told = {key: kept[key] for key in ("username", "name", "department", "reviews", "unit")}
    return {**told, "role": user.role.value, "is_active": is_active}
