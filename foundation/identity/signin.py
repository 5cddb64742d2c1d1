"""Signing in and out with name and password (argon2id), and who a browser's cookie is."""

import asyncio
from collections import deque
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from foundation import audit
from foundation.clock import Clock
from foundation.database import Database
from foundation.identity import store
from foundation.identity.errors import (
    NotSignedIn,
    OldPasswordWrong,
    PasswordLapsed,
    PasswordTooShort,
    SamePassword,
    TooManyTries,
    WrongPassword,
)
from foundation.identity.model import Role, SignIn, User
from foundation.identity.tree import ROOT
from foundation.ids import new_id, new_secret, secret_hash

LEAST_LETTERS = 12  # NIST SP 800-63B-4, 3.1.1.2 asks for 15 alone, 8 with a second factor; chosen
MOST_TRIES = 10  # per name and address within WINDOW, scorecard A5
WINDOW = timedelta(minutes=5)
_MOST_KEPT_KEYS = 10_000
_TOUCH_EVERY = timedelta(minutes=1)  # a write per request would make every read a write
# OWASP's second recommendation for argon2id: 19 MiB, 2 passes, 1 lane; about 40 ms here.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_NOBODY = _HASHER.hash("nobody has this password")


def password_hash(password: str) -> str:
    """An argon2id hash with its parameters; takes tens of milliseconds, so call it in a thread."""
    return _HASHER.hash(password)


class Tries:
    """How often somebody tried, by name and address; bounded in memory.

    Args:
        most: tries of one key within `window`.
    """

    def __init__(self, most: int = MOST_TRIES, window: timedelta = WINDOW) -> None:
        self._most = most
        self._window = window
        self._tries: dict[tuple[str, str], deque[datetime]] = {}

    def admit(self, key: tuple[str, str], now: datetime) -> None:
        """Counts a try. Raises `TooManyTries` with the seconds to wait."""
        times = self._tries.setdefault(key, deque())
        while times and now - times[0] >= self._window:
            times.popleft()
        if len(times) >= self._most:
            raise TooManyTries(wait_s=int((times[0] + self._window - now).total_seconds()) + 1)
        times.append(now)
        if len(self._tries) > _MOST_KEPT_KEYS:
            self._tries.pop(next(iter(self._tries)))

    def forget(self, key: tuple[str, str]) -> None:
        """A good sign-in wipes the slate."""
        self._tries.pop(key, None)


class SignIns:
    """The use cases of staff identity."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._tries = Tries()
        self._hashing = asyncio.Semaphore(2)  # a flood of sign-ins may not take every core

    async def add_user(
        self,
        *,
        username: str,
        name: str,
        role: Role,
        department: str,
        password: str,
        reviews: str = "",
        unit: str = ROOT,
    ) -> User:
        """Adds somebody to the bureau; a reviewer `reviews` a department, by its id."""
        user_id = new_id("user", self._clock.now())
        user = User(user_id, username, name, role, department, reviews, unit)
        hashed = await asyncio.to_thread(password_hash, password)
        async with self._database.transaction() as transaction:
            await store.add_user(transaction, user, hashed)
            await audit.append(
                transaction,
                at=self._clock.now(),
                actor="system",
                action="user.added",
                subject=user.id,
                facts={"role": role.value, "reviews": reviews} if reviews else {"role": role.value},
            )
        return user

    async def sign_in(self, username: str, password: str, address: str) -> tuple[SignIn, str]:
        """Checks name and password; returns the sign-in and the secret for the cookie.

        Raises:
            WrongPassword: they do not belong together; takes as long for names nobody has.
            PasswordLapsed: they do, but the password was given out too long ago.
            TooManyTries: ten tries within five minutes from this address.
        """
        now = self._clock.now()
        self._tries.admit((username, address), now)
        async with self._database.reading() as view:
            found = await store.account(view, username)
        is_right = await self._is_right(found.password_hash if found else _NOBODY, password)
        if found is None or not is_right:
            raise WrongPassword
        self._tries.forget((username, address))
        until = found.one_time_until
        if until is not None and until <= now:
            raise PasswordLapsed
        secret, user = new_secret(), found.user
        sign_in = SignIn(new_id("sign", now), user, now, now, must_change=until is not None)
        async with self._database.transaction() as transaction:
            await store.add_sign_in(transaction, sign_in, secret_hash(secret))
            await audit.append(
                transaction,
                at=now,
                actor=user.id,
                action="user.signed_in",
                subject=user.id,
                facts={"address": address},
            )
        return sign_in, secret

    async def set_password(self, sign_in: SignIn, old: str, new: str, address: str) -> None:
        """A password of one's own; the other sign-ins of this person end.

        Raises:
            PasswordTooShort, SamePassword.
            OldPasswordWrong: it is not theirs.
            TooManyTries: ten tries within five minutes from this address.
        """
        now, user = self._clock.now(), sign_in.user
        if len(new) < LEAST_LETTERS:
            raise PasswordTooShort(least=LEAST_LETTERS)
        if new == old:
            raise SamePassword
        self._tries.admit((user.username, address), now)
        async with self._database.reading() as view:
            stored = await store.password_hash_of(view, user.id)
        if not await self._is_right(stored, old):
            raise OldPasswordWrong
        self._tries.forget((user.username, address))
        hashed = await asyncio.to_thread(password_hash, new)
        async with self._database.transaction() as transaction:
            await store.set_password(transaction, user.id, hashed, None)
            await store.end_sign_ins(transaction, user.id, now, but=sign_in.id)
            await audit.append(
                transaction, at=now, actor=user.id, action="user.password_set", subject=user.id
            )

    async def _is_right(self, stored: str, password: str) -> bool:
        async with self._hashing:
            return await asyncio.to_thread(_matches, stored, password)

    async def current(self, secret: str | None) -> SignIn:
        """The living sign-in of a cookie. Raises `NotSignedIn`."""
        if not secret:
            raise NotSignedIn
        async with self._database.reading() as view:
            sign_in = await store.sign_in_by_hash(view, secret_hash(secret))
        now = self._clock.now()
        if sign_in is None or not sign_in.is_alive(now):
            raise NotSignedIn
        if now - sign_in.seen_at > _TOUCH_EVERY:
            async with self._database.transaction() as transaction:
                await store.touch_sign_in(transaction, sign_in.id, now)
        return sign_in

    async def sign_out(self, secret: str | None) -> None:
        """Ends the sign-in; nothing to do is fine."""
        if not secret:
            return
        async with self._database.transaction() as transaction:
            sign_in = await store.sign_in_by_hash(transaction, secret_hash(secret))
            if sign_in is not None:
                await store.end_sign_in(transaction, sign_in.id, self._clock.now())


def _matches(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
