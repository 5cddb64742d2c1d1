"""SQL of seats that changed hands during inspections. They stay."""

from collections.abc import Sequence

from sqlalchemy import Column, ForeignKey, Integer, RowMapping, String, Table, Text, insert, select

from foundation.database import Moment, Transaction, metadata
from inspection.cases.transfer import Transfer

transfer_table = Table(
    "case_transfer",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("case_id", String(40), ForeignKey("case_file.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("leaving_id", String(40), nullable=False, index=True),
    Column("coming_id", String(40), nullable=False),
    Column("by", String(40), nullable=False),
    Column("why", Text, nullable=False),
    Column("item", String(24)),
)


async def add(
    transaction: Transaction, case_id: str, transfers: Sequence[Transfer], earlier: int
) -> None:
    """Seats that change hands together; `earlier`: how many did before, in this case."""
    await transaction.execute(
        insert(transfer_table),
        [
            {
                "id": one.id,
                "case_id": case_id,
                "position": position,
                "at": one.at,
                "leaving_id": one.leaving_id,
                "coming_id": one.coming_id,
                "by": one.by,
                "why": one.why,
                "item": one.item,
            }
            for position, one in enumerate(transfers, earlier + 1)
        ],
    )


async def of_cases(view: Transaction, case_ids: Sequence[str]) -> dict[str, tuple[Transfer, ...]]:
    """Of each of these cases that has any, oldest first."""
    query = (
        select(transfer_table)
        .where(transfer_table.c.case_id.in_(case_ids))
        .order_by(transfer_table.c.position)  # two may fall into one moment
    )
    found: dict[str, tuple[Transfer, ...]] = {}
    for row in (await view.execute(query)).mappings():
        found[row["case_id"]] = (*found.get(row["case_id"], ()), _transfer(row))
    return found


def _transfer(row: RowMapping) -> Transfer:
    return Transfer(
        row["id"],
        row["at"],
        row["leaving_id"],
        row["coming_id"],
        row["by"],
        row["why"],
        row["item"],
    )
