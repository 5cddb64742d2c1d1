"""What stands behind an open page or a media session: a sign-in or a link, alive or ended."""

from collections.abc import Collection

from sqlalchemy import select, update

from foundation.clock import Clock
from foundation.database import Database
from foundation.identity.model import ABSOLUTE_LIMIT, IDLE_LIMIT
from foundation.identity.store import link_table, sign_in_table, user_table


class Proofs:
    """Answers which sign-ins and links still count, by their ids."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def living(self, proofs: Collection[str]) -> set[str]:
        """Those of the ids that are a sign-in in force or a link neither expired nor revoked."""
        now = self._clock.now()
        sign_ins = (
            select(sign_in_table.c.id)
            .join(user_table, user_table.c.id == sign_in_table.c.user_id)
            .where(
                sign_in_table.c.id.in_(proofs),
                sign_in_table.c.ended_at.is_(None),
                sign_in_table.c.seen_at > now - IDLE_LIMIT,
                sign_in_table.c.created_at > now - ABSOLUTE_LIMIT,
                user_table.c.is_active.is_(True),
            )
        )
        links = select(link_table.c.id).where(
            link_table.c.id.in_(proofs),
            link_table.c.revoked_at.is_(None),
            link_table.c.expires_at > now,
        )
        async with self._database.reading() as view:
            return {row[0] for row in await view.execute(sign_ins.union_all(links))}

    async def used(self, proofs: Collection[str]) -> None:
        """Somebody was active under these; talking in a call is not being idle."""
        if not proofs:
            return
        async with self._database.transaction() as transaction:
            await transaction.execute(
                update(sign_in_table)
                .where(sign_in_table.c.id.in_(proofs), sign_in_table.c.ended_at.is_(None))
                .values(seen_at=self._clock.now())
            )
