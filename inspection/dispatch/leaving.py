"""Who leaves the bureau, or does something else from now on, keeps no appointments."""

from datetime import datetime

from foundation.database import Transaction
from foundation.identity.model import User
from inspection.cases.machine import Actor
from inspection.cases.moves import Mover
from inspection.dispatch.following import DutyChange, DutyFollower


class Leaving:
    """Hands appointments on. Implements `foundation.identity.people.PeopleNews`."""

    def __init__(self, follower: DutyFollower) -> None:
        self._follower = follower

    async def person_changed(
        self, transaction: Transaction, person: User, *, by: User, now: datetime
    ) -> None:
        """What they can keep after the change stays with them."""
        change = DutyChange(person.id, Mover(Actor.SYSTEM, by.id), f"{person.name}不再承担勘验")
        await self._follower.duty_changed(transaction, change, now)
