"""One-time links for applicants: opened by an explicit act, won by one device, revocable.

Reading a link changes nothing (chat programs preview links); `claim` does, once. The winner gets
a second secret as a cookie, so a reload on the same phone works and a copied link does not.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, insert, select, update

from foundation.clock import Clock
from foundation.database import Transaction
from foundation.identity.errors import InvitationNotValid, InvitationTaken
from foundation.identity.model import Visit
from foundation.identity.store import link_table
from foundation.ids import new_id, new_secret, secret_hash

LIFETIME = timedelta(days=7)  # chosen: an appointment lies within the next working week
LONGEST = timedelta(days=90)  # chosen: no link lives longer, whatever it is needed for


@dataclass(frozen=True)
class Link:
    """What the desk may know of a link; never the secret."""

    expires_at: datetime
    state: str  # open, claimed, expired, revoked


async def make(
    transaction: Transaction,
    *,
    case_id: str,
    made_by: str,
    clock: Clock,
    until: datetime | None = None,
) -> tuple[str, datetime]:
    """A fresh link for the case; earlier ones stop working. Returns secret and expiry.

    Args:
        until: it is needed that long; it lives for `LIFETIME` at least and `LONGEST` at most.
    """
    now = clock.now()
    lives_until = max(now + LIFETIME, min(until or now, now + LONGEST))
    await transaction.execute(
        update(link_table)
        .where(link_table.c.case_id == case_id, link_table.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    secret, expires_at = new_secret(), lives_until
    await transaction.execute(
        insert(link_table).values(
            id=new_id("link", now),
            secret_hash=secret_hash(secret),
            case_id=case_id,
            made_by=made_by,
            made_at=now,
            expires_at=expires_at,
        )
    )
    return secret, expires_at


async def prolong(transaction: Transaction, *, case_id: str, until: datetime, clock: Clock) -> None:
    """The case's living link lives until then, if it would end earlier; `LONGEST` at most."""
    now = clock.now()
    wanted = min(until, now + LONGEST)
    await transaction.execute(
        update(link_table)
        .where(
            link_table.c.case_id == case_id,
            link_table.c.revoked_at.is_(None),
            link_table.c.expires_at > now,
            link_table.c.expires_at < wanted,
        )
        .values(expires_at=wanted)
    )


async def claim(
    transaction: Transaction, secret: str, device: str | None, clock: Clock
) -> tuple[Visit, str]:
    """Takes the link for one device.

    Args:
        secret: from the link.
        device: the cookie this browser already has, if any.

    Returns:
        The visit, and the device's secret: a new one for the winner, the same on a reload.

    Raises:
        InvitationNotValid: unknown, expired or revoked.
        InvitationTaken: another device was first.
    """
    now = clock.now()
    link = _valid(link_table.c.secret_hash == secret_hash(secret), now)
    row = (await transaction.execute(link)).mappings().first()
    if row is None:
        raise InvitationNotValid
    visit = _visit(row)
    if row["device_hash"] is not None:
        if device is None or row["device_hash"] != secret_hash(device):
            raise InvitationTaken
        return visit, device
    fresh = new_secret()
    await transaction.execute(
        update(link_table)
        .where(link_table.c.id == row["id"], link_table.c.device_hash.is_(None))
        .values(claimed_at=now, device_hash=secret_hash(fresh))
    )
    return visit, fresh


async def visits_of(view: Transaction, devices: Collection[str], clock: Clock) -> dict[str, Visit]:
    """The visits of phones' cookies; whose link is not valid is left out."""
    by_hash = {secret_hash(one): one for one in devices}
    rows = await view.execute(_valid(link_table.c.device_hash.in_(by_hash), clock.now()))
    return {by_hash[row["device_hash"]]: _visit(row) for row in rows.mappings()}


async def latest(view: Transaction, case_id: str, clock: Clock) -> Link | None:
    """How the newest link of the case stands."""
    row = (
        (
            await view.execute(
                select(link_table)
                .where(link_table.c.case_id == case_id)
                .order_by(link_table.c.id.desc())
                .limit(1)
            )
        )
        .mappings()
        .first()
    )
    if row is None:
        return None
    state = "claimed" if row["claimed_at"] else "open"
    if row["expires_at"] <= clock.now():
        state = "expired"
    if row["revoked_at"]:
        state = "revoked"
    return Link(row["expires_at"], state)


def _valid(condition: ColumnElement[bool], now: datetime) -> Select[Any]:
    return select(link_table).where(
        condition, link_table.c.revoked_at.is_(None), link_table.c.expires_at > now
    )


def _visit(row: RowMapping) -> Visit:
    return Visit(row["id"], row["case_id"])
