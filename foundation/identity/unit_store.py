"""SQL of the offices."""

from sqlalchemy import Column, ForeignKey, String, Table, insert, select, update

from foundation.database import Transaction, metadata
from foundation.identity.tree import ROOT, Tree, Unit

unit_table = Table(
    "unit",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("parent_id", String(40), ForeignKey("unit.id"), index=True),
    Column("name", String(64), nullable=False),
)


async def tree(view: Transaction) -> Tree:
    """All offices."""
    rows = await view.execute(select(unit_table).order_by(unit_table.c.id))
    return Tree({row.id: Unit(row.id, row.parent_id, row.name) for row in rows})


async def reach_of(view: Transaction, unit_id: str) -> frozenset[str] | None:
    """Ids of the office and of all below it; `None` for the root: everything."""
    if unit_id == ROOT:
        return None
    return (await tree(view)).below(unit_id)


async def add(transaction: Transaction, unit: Unit) -> None:
    """A new office."""
    await transaction.execute(
        insert(unit_table).values(id=unit.id, parent_id=unit.parent_id, name=unit.name)
    )


async def change(transaction: Transaction, unit: Unit) -> None:
    """Another name or place."""
    await transaction.execute(
        update(unit_table)
        .where(unit_table.c.id == unit.id)
        .values(parent_id=unit.parent_id, name=unit.name)
    )
