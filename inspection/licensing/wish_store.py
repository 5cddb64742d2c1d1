"""SQL of how applicants want to get their licences. Rows stay; the newest counts."""

from dataclasses import replace

from sqlalchemy import Column, ForeignKey, Integer, String, Table, func, insert, select

from foundation.database import Moment, Transaction, metadata
from inspection.licensing.wish import Way, Wish

wish_table = Table(
    "licence_wish",
    metadata,
    Column("case_id", String(40), ForeignKey("case_file.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("way", String(16), nullable=False),
    Column("recipient", String(64), nullable=False),
    Column("phone", String(32), nullable=False),
    Column("address", String(300), nullable=False),
    Column("at", Moment, nullable=False),
)


async def add(transaction: Transaction, case_id: str, wish: Wish) -> Wish:
    """Behind the case's earlier ones; with its version."""
    last = await transaction.scalar(
        select(func.max(wish_table.c.position)).where(wish_table.c.case_id == case_id)
    )
    kept = replace(wish, version=(last or 0) + 1)
    await transaction.execute(
        insert(wish_table).values(
            case_id=case_id,
            position=kept.version,
            way=wish.way.value,
            recipient=wish.recipient,
            phone=wish.phone,
            address=wish.address,
            at=wish.at,
        )
    )
    return kept


async def newest(view: Transaction, case_id: str) -> Wish | None:
    """The wish that counts, or `None`."""
    query = (
        select(wish_table)
        .where(wish_table.c.case_id == case_id)
        .order_by(wish_table.c.position.desc())
        .limit(1)
    )
    row = (await view.execute(query)).mappings().first()
    if row is None:
        return None
    return Wish(
        Way(row["way"]),
        row["recipient"],
        row["phone"],
        row["address"],
        row["at"],
        row["position"],
    )
