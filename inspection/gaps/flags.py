"""Flags of operators who broke their word: read, set and lifted by people, each with a reason."""

from foundation import audit
from foundation.clock import Clock
from foundation.credit_code import fault_of, written_plainly
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from foundation.identity.model import Role, User
from foundation.identity.store import users_by_id
from foundation.ids import new_id
from inspection.cases.machine import ReasonMissing
from inspection.gaps import flag_store
from inspection.gaps.errors import AlreadyFlagged, AlreadyLifted, WrongCode
from inspection.gaps.flag_store import Flag
from inspection.intake.rights import must_receive


class Flags:
    """The use cases of flags."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of_operator(self, user: User, code: str) -> tuple[list[Flag], dict[str, str]]:
        """An operator's flags, newest first, and names of who set and lifted them.

        Raises:
            NotFound, WrongCode.
        """
        must_receive(user)
        known = _code(code)
        async with self._database.reading() as view:
            return await flags_and_names(view, known)

    async def flag(self, user: User, code: str, source: str, reason: str) -> None:
        """A supervisor flags an operator.

        Raises:
            NotFound, WrongCode, ReasonMissing, AlreadyFlagged.
        """
        _must_supervise(user)
        known, now = _code(code), self._clock.now()
        if not reason.strip() or not source.strip():
            raise ReasonMissing
        async with self._database.transaction() as transaction:
            if await flag_store.standing(transaction, known) is not None:
                raise AlreadyFlagged
            flag = Flag(
                new_id("flag", now), known, source.strip(), reason.strip(), None, user.id, now
            )
            await flag_store.add(transaction, flag)
            await audit.append(
                transaction,
                at=now,
                actor=user.id,
                action="operator.flagged",
                subject=known,
                facts={"flag": flag.id, "source": flag.source, "reason": flag.reason},
            )

    async def lift(self, user: User, code: str, flag_id: str, reason: str) -> None:
        """A supervisor lifts a flag.

        Raises:
            NotFound, WrongCode, ReasonMissing, AlreadyLifted.
        """
        _must_supervise(user)
        known, now, said = _code(code), self._clock.now(), reason.strip()
        async with self._database.transaction() as transaction:
            found = await flag_store.of_operator(transaction, known)
            flag = next((one for one in found if one.id == flag_id), None)
            if flag is None:
                raise NotFound
            if flag.lifted_at is not None:
                raise AlreadyLifted
            if not said:
                raise ReasonMissing
            await flag_store.lift(transaction, flag.id, by=user.id, at=now, reason=said)
            await audit.append(
                transaction,
                at=now,
                actor=user.id,
                action="operator.flag_lifted",
                subject=known,
                facts={"flag": flag.id, "reason": said},
            )


async def flags_and_names(view: Transaction, code: str) -> tuple[list[Flag], dict[str, str]]:
    """An operator's flags, newest first, and names of who set and lifted them, by id."""
    found = await flag_store.of_operator(view, code)
    people = {one.set_by for one in found} | {one.lifted_by for one in found if one.lifted_by}
    names = {key: user.name for key, user in (await users_by_id(view, people)).items()}
    return found, names | {"system": "系统"}


def _must_supervise(user: User) -> None:
    if user.role is not Role.SUPERVISOR:
        raise NotFound


def _code(code: str) -> str:
    plain = written_plainly(code)
    fault = fault_of(plain)
    if fault is not None:
        raise WrongCode(what_zh=fault.zh, what_en=fault.en)
    return plain
