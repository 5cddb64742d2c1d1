"""The custody log of a case: who captured, viewed, copied, redacted, exported, and when.

One line per deed, as canonical JSON. A line names the hash of the line before; the hashes are the
leaves of an RFC 6962 tree, so one root stands for the whole log and short proofs for its parts.
The database refuses changed, left-out and late lines by triggers of its own.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from foundation import merkle
from foundation.database import Transaction
from inspection.evidence import custody_store as store

START = "0" * 64  # what the first line names as the one before


class Act(Enum):
    """What somebody did with evidence. Only looks and exports are possible after `FROZEN`."""

    CAPTURED = "captured"  # kept for good; the facts name hash, item and source
    COPIED = "copied"  # thumbnail and watermarked copy were made
    REDACTED = "redacted"  # a copy with something covered was made
    NOTED = "noted"  # somebody confirmed what was measured or read in a picture, or took it back
    VIEWED = "viewed"  # somebody looked at the original
    EXPORTED = "exported"  # a pack left the house
    DEVIATED = "deviated"  # a step to another conclusion than the computed one
    FROZEN = "frozen"  # the case was determined: the set is closed


@dataclass(frozen=True)
class Entry:
    """One line of the log. `line` is exactly what is hashed, `hash` its leaf hash in hex."""

    number: int
    line: str
    hash: str


def line_of(
    *,
    case_id: str,
    number: int,
    at: datetime,
    who: str,
    act: Act,
    evidence_id: str | None,
    facts: Mapping[str, object],
    previous: str,
) -> str:
    """The canonical JSON of a line: keys sorted, no spaces, times in UTC to the microsecond."""
    content = {
        "act": act.value,
        "at": at.isoformat(timespec="microseconds"),
        "case": case_id,
        "evidence": evidence_id,
        "facts": dict(facts),
        "number": number,
        "previous": previous,
        "who": who,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(line: str) -> str:
    """The leaf hash of a line, in hex: SHA-256 over a zero byte and the line in UTF-8."""
    return merkle.leaf_hash(line.encode()).hex()


async def note(
    transaction: Transaction,
    case_id: str,
    *,
    who: str,
    act: Act,
    now: datetime,
    evidence_id: str | None = None,
    facts: Mapping[str, object] | None = None,
) -> Entry:
    """Adds a line in the caller's transaction: deed and trace stand or fall together.

    Args:
        who: a user id, `applicant` or `system`.
        facts: what the line has to say beyond that; strings, numbers and lists of them.
    """
    last = await store.last(transaction, case_id)
    number, previous = (last.number + 1, last.hash) if last else (1, START)
    line = line_of(
        case_id=case_id,
        number=number,
        at=now,
        who=who,
        act=act,
        evidence_id=evidence_id,
        facts=facts or {},
        previous=previous,
    )
    entry = Entry(number, line, hash_of(line))
    await store.add(
        transaction,
        store.Row(case_id, number, act.value, evidence_id, line, previous, entry.hash),
    )
    return entry


async def entries_of(view: Transaction, case_id: str) -> list[Entry]:
    """The whole log of a case, oldest first."""
    return [Entry(row.number, row.line, row.hash) for row in await store.of_case(view, case_id)]


def root_of(entries: Sequence[Entry]) -> str:
    """The root of the tree over these lines, in hex."""
    return merkle.root([bytes.fromhex(entry.hash) for entry in entries]).hex()


def first_broken(entries: Sequence[Entry]) -> int | None:
    """Number of the first line that does not follow from the one before; `None` when all do."""
    previous = START
    for number, entry in enumerate(entries, 1):
        said = json.loads(entry.line)
        if hash_of(entry.line) != entry.hash or (
            entry.number,
            said["number"],
            said["previous"],
        ) != (number, number, previous):
            return number
        previous = entry.hash
    return None
