"""The log of what happened: append-only, each entry carries the hash of the one before.

Somebody who changes an entry has to change all that follow; database triggers refuse updates
and deletes, `first_broken_entry` finds what was changed below them.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    CursorResult,
    Integer,
    String,
    Table,
    Text,
    desc,
    func,
    insert,
    select,
)

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
    return _entries(rows)


async def latest(
    view: Transaction,
    count: int,
    *,
    subject: str = "",
    actor: str = "",
    before: int | None = None,
) -> list[Entry]:
    """The newest entries, newest first.

    Args:
        subject, actor: only about it, only by them; empty: of all.
        before: only those with a smaller number.
    """
    columns = audit_entry.c
    query = select(audit_entry).where(*_below(before))
    if subject:
        query = query.where(columns.subject == subject)
    if actor:
        query = query.where(columns.actor == actor)
    return _entries(await view.execute(query.order_by(desc(columns.number)).limit(count)))


async def latest_about(
    view: Transaction,
    count: int,
    subjects: Sequence[str],
    *,
    actor: str = "",
    before: int | None = None,
) -> list[Entry]:
    """The newest entries about any of these, newest first.

    All that is about them is gone through, however rare it is in the log, and nothing else: keep
    `subjects` bounded.
    """
    columns = audit_entry.c
    query = select(audit_entry).where(columns.subject.in_(subjects), *_below(before))
    if actor:
        # Joined to nothing, so that the index of an actor of a million entries is not taken.
        query = query.where(columns.actor.concat("") == actor)
    return _entries(await view.execute(query.order_by(desc(columns.number)).limit(count)))


async def latest_among(
    view: Transaction,
    count: int,
    most: int,
    within: Callable[[ColumnElement[str]], ColumnElement[bool]],
    *,
    actor: str = "",
    before: int | None = None,
) -> tuple[list[Entry], int | None]:
    """Those of the newest `most` entries that are about what somebody may see, newest first.

    Args:
        within: the condition on the subject.
        actor: only theirs are gone through.

    Returns:
        `count` at most, and the number below which nobody has looked; `None`: none is older.
    """
    columns = audit_entry.c
    query = select(columns.number, columns.subject).where(*_below(before))
    if actor:
        query = query.where(columns.actor == actor)
    looked = query.order_by(desc(columns.number)).limit(most).subquery()
    lowest, seen = (await view.execute(select(func.min(looked.c.number), func.count()))).one()
    theirs = (
        select(looked.c.number)
        .where(within(looked.c.subject))
        .order_by(desc(looked.c.number))
        .limit(count)
    )
    rows = await view.execute(
        select(audit_entry).where(columns.number.in_(theirs)).order_by(desc(columns.number))
    )
    return _entries(rows), lowest if seen == most else None


def _below(before: int | None) -> list[ColumnElement[bool]]:
    return [] if before is None else [audit_entry.c.number < before]


def _entries(rows: CursorResult[Any]) -> list[Entry]:
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
