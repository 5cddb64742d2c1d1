"""SQL of what licensing systems told back. Rows stay; only a message's effect moves on."""

import json
from datetime import date, datetime

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    RowMapping,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)

from foundation.database import Moment, Transaction, metadata
from inspection.cases.store import case_table
from inspection.licensing.callback import Callback, Effect, Licence, News

callback_table = Table(
    "licensing_callback",
    metadata,
    Column("target", String(16), primary_key=True),
    Column("id", String(100), primary_key=True),
    Column("case_id", String(40), ForeignKey("case_file.id"), nullable=False, index=True),
    Column("news", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("licence", Text),
    Column("words", Text, nullable=False),
    Column("answered", String(16), nullable=False),
    Column("effect", String(16), nullable=False),
)

licence_table = Table(
    "licence",
    metadata,
    Column("case_id", String(40), ForeignKey("case_file.id"), primary_key=True),
    Column("number", String(40), nullable=False, index=True),
    Column("issued_on", Date, nullable=False, index=True),
    Column("valid_until", Date, nullable=False, index=True),
    Column("download_url", Text),
    Column("kept_at", Moment, nullable=False),
)


async def case_id_of(view: Transaction, number: str) -> str | None:
    """The case of a number, or `None`."""
    return await view.scalar(select(case_table.c.id).where(case_table.c.number == number))


async def received(view: Transaction, target: str, id_: str) -> tuple[str, Effect] | None:
    """Hash and answer of a message that came before, or `None`."""
    row = (
        await view.execute(
            select(callback_table.c.sha256, callback_table.c.answered).where(
                callback_table.c.target == target, callback_table.c.id == id_
            )
        )
    ).first()
    return None if row is None else (row[0], Effect(row[1]))


async def add(
    transaction: Transaction,
    case_id: str,
    callback: Callback,
    sha256: str,
    effect: Effect,
    now: datetime,
) -> None:
    """Keeps a message with what it did at once, which is its answer for ever."""
    licence = callback.licence
    await transaction.execute(
        insert(callback_table).values(
            target=callback.target,
            id=callback.id,
            case_id=case_id,
            news=callback.news.value,
            at=callback.at,
            received_at=now,
            sha256=sha256,
            licence=None if licence is None else _licence_json(licence),
            words=callback.words,
            answered=effect.value,
            effect=effect.value,
        )
    )


async def set_effect(transaction: Transaction, callback: Callback, effect: Effect) -> None:
    """A message that waited did something by now."""
    await transaction.execute(
        update(callback_table)
        .where(callback_table.c.target == callback.target, callback_table.c.id == callback.id)
        .values(effect=effect.value)
    )


async def waiting(view: Transaction, case_id: str, case_number: str) -> list[Callback]:
    """Messages of a case that were early."""
    rows = await view.execute(
        select(callback_table).where(
            callback_table.c.case_id == case_id, callback_table.c.effect == Effect.WAITING.value
        )
    )
    return [_callback(row, case_number) for row in rows.mappings()]


async def applied(view: Transaction, case_id: str) -> list[tuple[News, datetime, str]]:
    """What was told of a case and counts, oldest first: news, when, words."""
    rows = await view.execute(
        select(callback_table.c.news, callback_table.c.at, callback_table.c.words)
        .where(
            callback_table.c.case_id == case_id,
            callback_table.c.effect.in_([Effect.APPLIED.value, Effect.KNOWN.value]),
        )
        .order_by(callback_table.c.at)
    )
    return [(News(row[0]), row[1], row[2]) for row in rows]


async def keep_licence(
    transaction: Transaction, case_id: str, licence: Licence, now: datetime
) -> None:
    """The case's licence; a second one is refused by the database."""
    await transaction.execute(
        insert(licence_table).values(
            case_id=case_id,
            number=licence.number,
            issued_on=licence.issued_on,
            valid_until=licence.valid_until,
            download_url=licence.download_url,
            kept_at=now,
        )
    )


async def licence_of(view: Transaction, case_id: str) -> Licence | None:
    """The licence of a case, or `None`."""
    row = (
        (await view.execute(select(licence_table).where(licence_table.c.case_id == case_id)))
        .mappings()
        .first()
    )
    if row is None:
        return None
    return Licence(row["number"], row["issued_on"], row["valid_until"], row["download_url"])


def _licence_json(licence: Licence) -> str:
    return json.dumps(
        [
            licence.number,
            licence.issued_on.isoformat(),
            licence.valid_until.isoformat(),
            licence.download_url,
        ]
    )


def _callback(row: RowMapping, case_number: str) -> Callback:
    licence = None
    if row["licence"] is not None:
        number, issued, until, url = json.loads(row["licence"])
        licence = Licence(number, date.fromisoformat(issued), date.fromisoformat(until), url)
    return Callback(
        target=row["target"],
        id=row["id"],
        news=News(row["news"]),
        case_number=case_number,
        at=row["at"],
        licence=licence,
        words=row["words"],
    )
