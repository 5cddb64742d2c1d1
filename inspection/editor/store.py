"""SQL of drafts."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Column,
    Integer,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)

from foundation.database import Moment, Transaction, metadata
from inspection.editor.model import Draft

draft_table = Table(
    "template_draft",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("family", String(40), nullable=False),
    Column("base", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("made_by", String(40), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("changed_by", String(40), nullable=False),
    Column("changed_at", Moment, nullable=False),
)


async def add(transaction: Transaction, draft: Draft) -> None:
    """A new draft."""
    await transaction.execute(insert(draft_table).values(**vars(draft)))


async def by_id(view: Transaction, draft_id: str) -> Draft | None:
    """One draft, or `None`."""
    row = (await view.execute(select(draft_table).where(draft_table.c.id == draft_id))).mappings()
    found = row.first()
    return None if found is None else _draft(found)


async def drafts(view: Transaction) -> list[Draft]:
    """All drafts without their texts, oldest first."""
    columns = [one for one in draft_table.c if one.name != "text"]
    rows = await view.execute(select(*columns).order_by(draft_table.c.made_at, draft_table.c.id))
    return [_draft({**row, "text": ""}) for row in rows.mappings()]


async def count(view: Transaction) -> int:
    """How many drafts there are."""
    return (await view.execute(select(func.count()).select_from(draft_table))).scalar_one()


async def save(transaction: Transaction, draft: Draft) -> None:
    """Text, family, revision and who changed it."""
    await transaction.execute(
        update(draft_table)
        .where(draft_table.c.id == draft.id)
        .values(
            family=draft.family,
            text=draft.text,
            revision=draft.revision,
            changed_by=draft.changed_by,
            changed_at=draft.changed_at,
        )
    )


async def remove(transaction: Transaction, draft_id: str) -> None:
    """Thrown away or published: the text that counts is elsewhere then."""
    await transaction.execute(delete(draft_table).where(draft_table.c.id == draft_id))


def _draft(row: Mapping[Any, Any]) -> Draft:
    return Draft(**{str(key): value for key, value in row.items()})
