"""The log of what happened: append-only, each entry carries the hash of the one before.

Somebody who changes an entry has to change all that follow; database triggers refuse updates
and deletes, `first_broken_entry` finds what was changed below them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Column, ColumnElement, Integer, String, Table, Text, desc, insert, select

from foundation.database import Moment, Transaction, metadata

_START = "0" * 64

audit_entry = Table(
    "audit_entry",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False, index=True),
    Column("action", String(64), nullable=False),
    Column("subject", String(64), nullable=False, index=True),
    Column("facts", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)


@dataclass(frozen=True)
class Entry:
    """One thing that happened: who did what to which subject, with the facts of it."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    facts: Mapping[str, object]
    previous: str
    hash: str


@dataclass(frozen=True)
class Deed:
    """What an entry is to be made of: who did what to which subject, with the facts of it."""

    actor: str
    action: str
    subject: str
    facts: Mapping[str, object]


def entry_hash(
    number: int, at: datetime, actor: str, action: str, subject: str, facts: str, previous: str
) -> str:
    """SHA-256 over the entry's canonical JSON and the hash of the entry before."""
    line = [number, at.isoformat(timespec="microseconds"), actor, action, subject, facts, previous]
    return sha256(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


async def append(
    transaction: Transaction,
    *,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    facts: Mapping[str, object] | None = None,
) -> None:
    """Adds one entry in the caller's transaction: deed and trace stand or fall together."""
    await append_all(transaction, at=at, deeds=[Deed(actor, action, subject, facts or {})])


async def append_all(transaction: Transaction, *, at: datetime, deeds: Sequence[Deed]) -> None:
    """Adds an entry for each deed, in their order."""
    if not deeds:
        return
    last = (
        await transaction.execute(
            select(audit_entry.c.number, audit_entry.c.hash)
            .order_by(desc(audit_entry.c.number))
            .limit(1)
        )
    ).first()
    number, previous = (last[0], last[1]) if last else (0, _START)
    rows: list[dict[str, object]] = []
    for deed in deeds:
        number += 1
        text = json.dumps(dict(deed.facts), ensure_ascii=False, sort_keys=True, default=str)
        hashed = entry_hash(number, at, deed.actor, deed.action, deed.subject, text, previous)
        rows.append(
            {
                "number": number,
                "at": at,
                "actor": deed.actor,
                "action": deed.action,
                "subject": deed.subject,
                "facts": text,
                "previous": previous,
                "hash": hashed,
            }
        )
        previous = hashed
    await transaction.execute(insert(audit_entry), rows)


async def entries_about(transaction: Transaction, subject: str) -> list[Entry]:
    """The story of one subject, oldest first."""
    rows = await transaction.execute(
        select(audit_entry).where(audit_entry.c.subject == subject).order_by(audit_entry.c.number)
    )
    return [Entry(**{**row, "facts": json.loads(row["facts"])}) for row in rows.mappings()]


async def latest(
    view: Transaction,
    count: int,
    *,
    subject: str = "",
    actor: str = "",
    before: int | None = None,
    within: Sequence[ColumnElement[bool]] = (),
) -> list[Entry]:
    """The newest entries, newest first.

    Args:
        subject, actor: only about it, only by them; empty: of all.
        before: only those with a smaller number.
        within: further conditions on `audit_entry`.
    """
    columns = audit_entry.c
    query = select(audit_entry).where(*within).order_by(desc(columns.number)).limit(count)
    if subject:
        query = query.where(columns.subject == subject)
    if actor:
        query = query.where(columns.actor == actor)
    if before is not None:
        query = query.where(columns.number < before)
    rows = await view.execute(query)
    return [Entry(**{**row, "facts": json.loads(row["facts"])}) for row in rows.mappings()]


async def lines_about(transaction: Transaction, subject: str) -> list[Mapping[str, object]]:
    """The entries about one subject as they were hashed: `facts` as text, `at` in ISO form."""
    rows = await transaction.execute(
        select(audit_entry).where(audit_entry.c.subject == subject).order_by(audit_entry.c.number)
    )
    return [{**row, "at": row["at"].isoformat(timespec="microseconds")} for row in rows.mappings()]


async def first_broken_entry(transaction: Transaction) -> int | None:
    """Number of the first entry that does not follow from the one before; `None` when all do."""
    previous, expected = _START, 1
    rows = await transaction.stream(select(audit_entry).order_by(audit_entry.c.number))
    async for row in rows.mappings():
        found = entry_hash(
            row["number"],
            row["at"],
            row["actor"],
            row["action"],
            row["subject"],
            row["facts"],
            row["previous"],
        )
        if row["number"] != expected or row["previous"] != previous or row["hash"] != found:
            return expected
        previous, expected = found, expected + 1
    return None
