"""SQL of notices: each once per case, kind and occasion; what happened to it is only added to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    RowMapping,
    String,
    Table,
    Text,
    UniqueConstraint,
    insert,
    select,
    tuple_,
    update,
)

from foundation.database import Moment, Transaction, metadata
from foundation.text import Bilingual
from inspection.notices.model import Channel, Happened, Kind, State, What

notice_table = Table(
    "notice",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("case_id", String(40), ForeignKey("case_file.id"), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("occasion", String(80), nullable=False),
    Column("state", String(16), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("until", Moment),
    Column("sealed", Text, nullable=False),  # what is put in, and the e-mail address
    Column("shown_zh", Text, nullable=False),
    Column("shown_en", Text, nullable=False),
    UniqueConstraint("case_id", "kind", "occasion"),
    Index("ix_notice_due", "state", "due_at"),
)
event_table = Table(
    "notice_event",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("notice_id", String(40), ForeignKey("notice.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("what", String(16), nullable=False),
    Column("channel", String(8)),
    Column("gateway", String(16), nullable=False),
    Column("attempt_id", String(40), index=True),
    Column("message_id", String(128), index=True),
    Column("said", Text, nullable=False),
)


@dataclass(frozen=True)
class Notice:
    """One thing to tell. `sealed`: what is put in; `shown`: the text as pages may show it."""

    id: str
    case_id: str
    kind: Kind
    occasion: str
    state: State
    made_at: datetime
    due_at: datetime
    until: datetime | None
    sealed: str
    shown: Bilingual


async def told_of(
    view: Transaction, occasions: Collection[tuple[str, str]]
) -> frozenset[tuple[str, str, Kind]]:
    """Kinds of which this was told, or is to be, or was cancelled, behind case and occasion.

    Args:
        occasions: of cases, by their ids.
    """
    place = notice_table.c.case_id, notice_table.c.occasion
    query = select(*place, notice_table.c.kind).where(tuple_(*place).in_(occasions))
    return frozenset((row[0], row[1], Kind(row[2])) for row in await view.execute(query))


async def add(transaction: Transaction, notices: Sequence[Notice]) -> None:
    """New notices; the same case, kind and occasion a second time is refused."""
    rows = [
        {
            "id": notice.id,
            "case_id": notice.case_id,
            "kind": notice.kind.value,
            "occasion": notice.occasion,
            "state": notice.state.value,
            "made_at": notice.made_at,
            "due_at": notice.due_at,
            "until": notice.until,
            "sealed": notice.sealed,
            "shown_zh": notice.shown.zh,
            "shown_en": notice.shown.en,
        }
        for notice in notices
    ]
    if rows:
        await transaction.execute(insert(notice_table), rows)


async def by_id(view: Transaction, notice_id: str) -> Notice | None:
    """One notice, or `None`."""
    rows = await view.execute(select(notice_table).where(notice_table.c.id == notice_id))
    row = rows.mappings().first()
    return None if row is None else _notice(row)


async def of_case(view: Transaction, case_id: str) -> list[Notice]:
    """All of a case by when they are due, newest first."""
    rows = await view.execute(
        select(notice_table)
        .where(notice_table.c.case_id == case_id)
        .order_by(notice_table.c.due_at.desc(), notice_table.c.id.desc())
    )
    return [_notice(row) for row in rows.mappings()]


async def due(view: Transaction, now: datetime, most: int) -> list[Notice]:
    """Scheduled ones whose moment has come, oldest first."""
    rows = await view.execute(
        select(notice_table)
        .where(notice_table.c.state == State.SCHEDULED.value, notice_table.c.due_at <= now)
        .order_by(notice_table.c.due_at, notice_table.c.id)
        .limit(most)
    )
    return [_notice(row) for row in rows.mappings()]


async def set_state(transaction: Transaction, notice_id: str, state: State) -> None:
    """How it stands from now on."""
    await transaction.execute(
        update(notice_table).where(notice_table.c.id == notice_id).values(state=state.value)
    )


async def end(transaction: Transaction, notice_id: str, at: datetime) -> None:
    """From this moment on it is of no use."""
    await transaction.execute(
        update(notice_table).where(notice_table.c.id == notice_id).values(until=at)
    )


async def note(transaction: Transaction, notice_id: str, happened: Happened) -> None:
    """Something happened to a notice. The row stays."""
    await transaction.execute(
        insert(event_table).values(
            notice_id=notice_id,
            at=happened.at,
            what=happened.what.value,
            channel=happened.channel.value if happened.channel else None,
            gateway=happened.gateway,
            attempt_id=happened.attempt_id,
            message_id=happened.message_id,
            said=happened.said,
        )
    )


async def happened_to(view: Transaction, notice_ids: Sequence[str]) -> dict[str, list[Happened]]:
    """What happened, oldest first, by notice."""
    found: dict[str, list[Happened]] = {}
    rows = await view.execute(
        select(event_table)
        .where(event_table.c.notice_id.in_(notice_ids))
        .order_by(event_table.c.number)
    )
    for row in rows.mappings():
        found.setdefault(row["notice_id"], []).append(_happened(row))
    return found


async def attempt(
    view: Transaction, gateway: str, attempt_id: str | None, message_id: str | None
) -> tuple[str, Happened] | None:
    """The notice and the newest row of an attempt, by our id or by the gateway's; or `None`."""
    for column, wanted in (
        (event_table.c.attempt_id, attempt_id),
        (event_table.c.message_id, message_id),
    ):
        if not wanted:
            continue
        rows = await view.execute(
            select(event_table)
            .where(column == wanted, event_table.c.gateway == gateway)
            .order_by(event_table.c.number.desc())
            .limit(1)
        )
        row = rows.mappings().first()
        if row is not None:
            return row["notice_id"], _happened(row)
    return None


def _notice(row: RowMapping) -> Notice:
    return Notice(
        id=row["id"],
        case_id=row["case_id"],
        kind=Kind(row["kind"]),
        occasion=row["occasion"],
        state=State(row["state"]),
        made_at=row["made_at"],
        due_at=row["due_at"],
        until=row["until"],
        sealed=row["sealed"],
        shown=Bilingual(row["shown_zh"], row["shown_en"]),
    )


def _happened(row: RowMapping) -> Happened:
    return Happened(
        at=row["at"],
        what=What(row["what"]),
        channel=None if row["channel"] is None else Channel(row["channel"]),
        gateway=row["gateway"],
        attempt_id=row["attempt_id"],
        message_id=row["message_id"],
        said=row["said"],
    )
