"""SQL of exams: attempts, answers, results, certificates. Results and certificates stay."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    RowMapping,
    String,
    Table,
    Text,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from foundation.database import Moment, Transaction, metadata
from panorama.exam.kept import paper_from, paper_json
from panorama.exam.model import LEVELS, Level, Mode, Outcome, Paper, Score

attempt_table = Table(
    "exam_attempt",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("room", String(40), nullable=False),
    Column("room_zh", String(200), nullable=False),
    Column("room_en", String(200), nullable=False),
    Column("pictures", String(64), nullable=False),
    Column("level", String(16), nullable=False),
    Column("mode", String(16), nullable=False),
    Column("seed", Integer, nullable=False),
    Column("browser_hash", String(64), nullable=False, index=True),
    Column("user_id", String(40), ForeignKey("user.id"), index=True),
    Column("case_id", String(40), index=True),
    Column("unit_id", String(40)),
    Column("name", String(200), nullable=False),
    Column("made_at", Moment, nullable=False, index=True),
    Column("begun_at", Moment),
    Column("ends_at", Moment),
    Column("tries", Integer, nullable=False),
    Column("paper", Text, nullable=False),
    Column("questions", Text, nullable=False),
    Index("ix_exam_attempt_open", "ends_at"),
)
tap_table = Table(
    "exam_tap",
    metadata,
    Column("attempt_id", String(40), ForeignKey("exam_attempt.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("spot", Text, nullable=False),
    Column("choice", String(16), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("rule_id", String(16)),
)
outcome_table = Table(
    "exam_outcome",
    metadata,
    Column("attempt_id", String(40), ForeignKey("exam_attempt.id"), primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("points", Integer, nullable=False),
    Column("found", Integer, nullable=False),
    Column("of", Integer, nullable=False),
    Column("mistakes", Integer, nullable=False),
    Column("is_passed", Boolean, nullable=False),
)
certificate_table = Table(
    "exam_certificate",
    metadata,
    Column("number", String(24), primary_key=True),
    Column("attempt_id", String(40), ForeignKey("exam_attempt.id"), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("passed_on", Date, nullable=False),
    Column("valid_until", Date, nullable=False),
)
_IS_NAMED = or_(attempt_table.c.user_id.is_not(None), attempt_table.c.case_id.is_not(None))


@dataclass(frozen=True)
class Attempt:
    """Somebody's exam. `user_id` of staff, `case_id` of an applicant, neither: practice."""

    id: str
    room: str
    room_zh: str
    room_en: str
    pictures: str
    level: Level
    mode: Mode
    seed: int
    browser_hash: str
    user_id: str | None
    case_id: str | None
    unit_id: str | None
    name: str
    made_at: datetime
    begun_at: datetime | None
    ends_at: datetime | None
    tries: int
    paper: Paper
    questions: dict[str, Any]

    @property
    def is_named(self) -> bool:
        """Whether somebody with a name takes it: their result is kept and listed."""
        return self.user_id is not None or self.case_id is not None


@dataclass(frozen=True)
class Tap:
    """An answer that was given; `spot` as it came."""

    number: int
    at: datetime
    spot: dict[str, Any]
    choice: str
    outcome: Outcome
    rule_id: str | None


@dataclass(frozen=True)
class Ended:
    """How an attempt ended; it stays."""

    at: datetime
    score: Score


@dataclass(frozen=True)
class Certificate:
    """What somebody passed."""

    number: str
    attempt_id: str
    name: str
    passed_on: date
    valid_until: date


@dataclass(frozen=True)
class Line:
    """One line of the list of results."""

    id: str
    name: str
    is_staff: bool
    room_zh: str
    room_en: str
    level: Level
    mode: Mode
    ended: Ended
    certificate: str | None


async def add(transaction: Transaction, attempt: Attempt) -> None:
    """A new attempt."""
    row = {
        **vars(attempt),
        "level": attempt.level.id,
        "mode": attempt.mode.value,
        "paper": json.dumps(paper_json(attempt.paper), ensure_ascii=False),
        "questions": json.dumps(attempt.questions, ensure_ascii=False),
    }
    await transaction.execute(insert(attempt_table).values(**row))


async def attempt_of(view: Transaction, attempt_id: str, browser_hash: str) -> Attempt | None:
    """This browser's attempt, or `None`."""
    query = select(attempt_table).where(
        attempt_table.c.id == attempt_id, attempt_table.c.browser_hash == browser_hash
    )
    row = (await view.execute(query)).mappings().first()
    return None if row is None else _attempt(row)


async def begin(
    transaction: Transaction, attempt_id: str, begun_at: datetime, ends_at: datetime
) -> None:
    """Time runs from now on; once."""
    await transaction.execute(
        update(attempt_table)
        .where(attempt_table.c.id == attempt_id, attempt_table.c.begun_at.is_(None))
        .values(begun_at=begun_at, ends_at=ends_at)
    )


async def made_since(view: Transaction, since: datetime, **whose: str) -> int:
    """How many attempts somebody made since; `whose`: a column and its value."""
    query = select(func.count()).where(
        attempt_table.c.made_at >= since,
        *(attempt_table.c[name] == value for name, value in whose.items()),
    )
    return int((await view.execute(query)).scalar_one())


async def first_since(view: Transaction, since: datetime, **whose: str) -> datetime | None:
    """When somebody made the first of their attempts since, or `None`."""
    query = select(func.min(attempt_table.c.made_at)).where(
        attempt_table.c.made_at >= since,
        *(attempt_table.c[name] == value for name, value in whose.items()),
    )
    found: datetime | None = (await view.execute(query)).scalar_one()
    return found


async def begun_since(view: Transaction, since: datetime, **whose: str) -> int:
    """How many exams somebody began since; practice is not counted."""
    query = select(func.count()).where(
        attempt_table.c.begun_at >= since,
        attempt_table.c.mode == Mode.EXAM.value,
        *(attempt_table.c[name] == value for name, value in whose.items()),
    )
    return int((await view.execute(query)).scalar_one())


async def has_open_exam(view: Transaction, now: datetime, **whose: str) -> bool:
    """Whether somebody's exam has begun, has time left and is not handed in."""
    query = (
        select(attempt_table.c.id)
        .outerjoin(outcome_table, outcome_table.c.attempt_id == attempt_table.c.id)
        .where(
            attempt_table.c.mode == Mode.EXAM.value,
            attempt_table.c.ends_at > now,
            outcome_table.c.attempt_id.is_(None),
            *(attempt_table.c[name] == value for name, value in whose.items()),
        )
        .limit(1)
    )
    return (await view.execute(query)).first() is not None


async def taps_of(view: Transaction, attempt_id: str) -> list[Tap]:
    """The answers of an attempt in their order."""
    query = select(tap_table).where(tap_table.c.attempt_id == attempt_id)
    rows = (await view.execute(query.order_by(tap_table.c.number))).mappings()
    return [
        Tap(
            row["number"],
            row["at"],
            json.loads(row["spot"]),
            row["choice"],
            Outcome(row["outcome"]),
            row["rule_id"],
        )
        for row in rows
    ]


async def add_tap(transaction: Transaction, attempt_id: str, tap: Tap) -> None:
    """One more answer."""
    row = {**vars(tap), "spot": json.dumps(tap.spot), "outcome": tap.outcome.value}
    await transaction.execute(insert(tap_table).values(attempt_id=attempt_id, **row))


async def ended(view: Transaction, attempt_id: str) -> Ended | None:
    """How an attempt ended, or `None`."""
    query = select(outcome_table).where(outcome_table.c.attempt_id == attempt_id)
    row = (await view.execute(query)).mappings().first()
    return None if row is None else _ended(row)


async def end(transaction: Transaction, attempt_id: str, how: Ended) -> None:
    """An attempt ends once."""
    score = how.score
    await transaction.execute(
        insert(outcome_table).values(
            attempt_id=attempt_id, at=how.at, is_passed=score.is_passed, **vars(score)
        )
    )


async def stop(transaction: Transaction, attempt_id: str, at: datetime) -> None:
    """An attempt without a name ends at a moment: its time does, and no result is written."""
    await transaction.execute(
        update(attempt_table).where(attempt_table.c.id == attempt_id).values(ends_at=at)
    )


async def forget_unnamed(transaction: Transaction, before: datetime, most: int) -> None:
    """Removes attempts without a name made before, with their answers; `most` of them."""
    columns = attempt_table.c
    old = (
        select(columns.id)
        .outerjoin(outcome_table, outcome_table.c.attempt_id == columns.id)
        .where(columns.made_at < before, ~_IS_NAMED, outcome_table.c.attempt_id.is_(None))
        .order_by(columns.made_at)
        .limit(most)
    )
    ids = [row[0] for row in await transaction.execute(old)]
    await transaction.execute(delete(tap_table).where(tap_table.c.attempt_id.in_(ids)))
    await transaction.execute(delete(attempt_table).where(columns.id.in_(ids)))


async def overdue(view: Transaction, now: datetime, most: int) -> list[Attempt]:
    """Attempts of people with a name whose time is up and that nobody ended."""
    query = (
        select(attempt_table)
        .outerjoin(outcome_table, outcome_table.c.attempt_id == attempt_table.c.id)
        .where(
            and_(attempt_table.c.ends_at <= now, outcome_table.c.attempt_id.is_(None), _IS_NAMED)
        )
        .order_by(attempt_table.c.ends_at)
        .limit(most)
    )
    return [_attempt(row) for row in (await view.execute(query)).mappings()]


async def add_certificate(transaction: Transaction, certificate: Certificate) -> None:
    """A certificate; it stays."""
    await transaction.execute(insert(certificate_table).values(**vars(certificate)))


async def certificate_of(view: Transaction, attempt_id: str) -> Certificate | None:
    """The certificate of an attempt, or `None`."""
    query = select(certificate_table).where(certificate_table.c.attempt_id == attempt_id)
    row = (await view.execute(query)).mappings().first()
    return None if row is None else Certificate(**row)


async def certified(view: Transaction, number: str) -> tuple[Certificate, Line] | None:
    """A certificate by its number with what it is about, or `None`."""
    row = (
        (await view.execute(_lines().where(certificate_table.c.number == number)))
        .mappings()
        .first()
    )
    if row is None:
        return None
    certificate = await certificate_of(view, row["id"])
    return None if certificate is None else (certificate, _line(row))


async def lines(
    view: Transaction,
    *,
    units: frozenset[str] | None,
    mode: Mode | None,
    before: str | None,
    most: int,
) -> Sequence[Line]:
    """Ended attempts of people with a name, the latest first.

    Args:
        units: only of these offices; `None`: of all.
        before: only those listed behind this attempt.
    """
    query = _lines().where(attempt_table.c.unit_id.is_not(None))
    if units is not None:
        query = query.where(attempt_table.c.unit_id.in_(sorted(units)))
    if mode is not None:
        query = query.where(attempt_table.c.mode == mode.value)
    if before is not None:
        query = query.where(attempt_table.c.id < before)
    query = query.order_by(attempt_table.c.id.desc()).limit(most)
    return [_line(row) for row in (await view.execute(query)).mappings()]


def _lines() -> Any:
    shown = (
        attempt_table.c[name]
        for name in ("id", "name", "user_id", "room_zh", "room_en", "level", "mode")
    )
    return (
        select(*shown, outcome_table, certificate_table.c.number)
        .join(outcome_table, outcome_table.c.attempt_id == attempt_table.c.id)
        .outerjoin(certificate_table, certificate_table.c.attempt_id == attempt_table.c.id)
    )


def _attempt(row: RowMapping) -> Attempt:
    kept: dict[str, Any] = {
        **row,
        "level": LEVELS[row["level"]],
        "mode": Mode(row["mode"]),
        "paper": paper_from(json.loads(row["paper"])),
        "questions": json.loads(row["questions"]),
    }
    return Attempt(**kept)


def _ended(row: RowMapping) -> Ended:
    score = Score(row["points"], row["found"], row["of"], row["mistakes"])
    return Ended(row["at"], score)


def _line(row: RowMapping) -> Line:
    return Line(
        row["id"],
        row["name"],
        row["user_id"] is not None,
        row["room_zh"],
        row["room_en"],
        LEVELS[row["level"]],
        Mode(row["mode"]),
        _ended(row),
        row["number"],
    )
