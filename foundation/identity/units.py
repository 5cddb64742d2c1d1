"""What can be done with the offices: everybody sees those they reach, administrators shape them."""

from dataclasses import replace

from foundation import audit
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from foundation.identity import policies, unit_store
from foundation.identity.model import User
from foundation.identity.tree import Unit
from foundation.ids import new_id


class Units:
    """The use cases of the tree of offices."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def seen_by(self, user: User) -> list[Unit]:
        """The offices this person reaches, those above before those below, then by name."""
        async with self._database.reading() as view:
            tree = await unit_store.tree(view)
        found = [one for one in tree.units.values() if user.reaches(one.id)]
        return sorted(found, key=lambda one: (tree.level(one.id), one.name, one.id))

    async def add(self, user: User, parent_id: str, name: str) -> Unit:
        """A new office below another one.

        Raises:
            NotFound, TooManyLevels, UnitNameTaken, TooManyUnits.
        """
        policies.must_be(user, policies.ADMINISTRATORS)
        unit = Unit(new_id("unit", self._clock.now()), parent_id, name)
        async with self._database.transaction() as transaction:
            (await unit_store.tree(transaction)).placed(unit)
            await unit_store.add(transaction, unit)
            await self._note(transaction, user, "unit.added", unit, {"name": name})
        return unit

    async def change(self, user: User, unit_id: str, name: str, parent_id: str | None) -> Unit:
        """Renames an office, or moves it with all below it; its people and cases go with it.

        Args:
            parent_id: `None` for the root, which stays where it is.

        Raises:
            NotFound, RootStays, UnitInACircle, TooManyLevels, UnitNameTaken.
        """
        policies.must_be(user, policies.ADMINISTRATORS)
        async with self._database.transaction() as transaction:
            tree = await unit_store.tree(transaction)
            before = tree.unit(unit_id)
            unit = replace(before, name=name, parent_id=parent_id)
            moved = tree if parent_id == before.parent_id else tree.placed(unit)
            moved.renamed(unit_id, name)
            await unit_store.change(transaction, unit)
            facts: dict[str, object] = {
                "name": name,
                "parent": parent_id,
                "before": {"name": before.name, "parent": before.parent_id},
            }
            await self._note(transaction, user, "unit.changed", unit, facts)
        return unit

    async def _note(
        self,
        transaction: Transaction,
        user: User,
        action: str,
        unit: Unit,
        facts: dict[str, object],
    ) -> None:
        await audit.append(
            transaction,
            at=self._clock.now(),
            actor=user.id,
            action=action,
            subject=unit.id,
            facts=facts,
        )


async def asked(view: Transaction, user: User, unit_id: str) -> frozenset[str] | None:
    """Offices a question covers: one with all below it, or all this person reaches.

    Args:
        unit_id: empty: no office is named.

    Returns:
        Their ids; `None`: every office.

    Raises:
        NotFound: there is no such office, or it is not theirs to ask about.
    """
    if not unit_id:
        return user.reach
    if not user.reaches(unit_id):
        raise NotFound
    await _must_exist(view, unit_id)
    return await unit_store.reach_of(view, unit_id)


async def _must_exist(view: Transaction, unit_id: str) -> None:
    (await unit_store.tree(view)).unit(unit_id)
