"""SQL of how applications came in. Rows are written once."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    RowMapping,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    insert,
    select,
)

from foundation.database import Moment, Transaction, metadata
from inspection.cases.machine import ENDS
from inspection.cases.store import case_table
from inspection.intake.model import Channel, Filed, Filing, Mandate

filing_table = Table(
    "filing",
    metadata,
    Column("case_id", String(40), ForeignKey("case_file.id"), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("sender", String(40), nullable=False),
    Column("external_number", String(64)),
    Column("details", Text, nullable=False),
    Column("mandate", Text, nullable=False),
    UniqueConstraint("sender", "external_number"),
)
answer_table = Table(
    "filing_answer",
    metadata,
    Column("sender", String(40), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("body_sha256", String(64), nullable=False),
    Column("case_id", String(40), ForeignKey("case_file.id"), nullable=False, index=True),
    Column("answer", Text, nullable=False),
    Column("at", Moment, nullable=False),
)


@dataclass(frozen=True)
class Answered:
    """What a sender was told under a key."""

    body_sha256: str
    case_id: str
    answer: str


async def add_filing(
    transaction: Transaction,
    case_id: str,
    channel: Channel,
    sender: str,
    filed: Filed,
    mandate: Mandate | None,
) -> None:
    """How the application of a case came in."""
    on_whose_word = (
        {
            "asked_by": mandate.asked_by,
            "relation": mandate.relation.value,
            "way": mandate.way.value,
            "asked_at": mandate.asked_at.isoformat(),
            "note": mandate.note,
        }
        if mandate
        else {}
    )
    await transaction.execute(
        insert(filing_table).values(
            case_id=case_id,
            channel=channel.value,
            sender=sender,
            external_number=filed.external_number or None,  # many may have none
            details=json.dumps(dict(filed.details), ensure_ascii=False),
            mandate=json.dumps(on_whose_word, ensure_ascii=False),
        )
    )


async def filing_of(view: Transaction, case_id: str) -> Filing | None:
    """How a case came in, `None` for one from before this was kept."""
    query = select(filing_table).where(filing_table.c.case_id == case_id)
    row = (await view.execute(query)).mappings().first()
    return None if row is None else _filing(row)


async def filed_before(view: Transaction, sender: str, external_number: str) -> str | None:
    """The id of the case that a sender filed under a number of its own."""
    query = select(filing_table.c.case_id).where(
        filing_table.c.sender == sender, filing_table.c.external_number == external_number
    )
    return (await view.execute(query)).scalar() if external_number else None


async def by_number(view: Transaction, sender: str, number: str) -> str | None:
    """The id of the case with a number of ours, if this sender filed it."""
    query = (
        select(case_table.c.id)
        .join(filing_table, filing_table.c.case_id == case_table.c.id)
        .where(
            case_table.c.number == number,
            filing_table.c.sender == sender,
            filing_table.c.channel == Channel.API.value,
        )
    )
    return (await view.execute(query)).scalar()


async def open_doubles(
    view: Transaction, credit_code: str, address: str, but: str = ""
) -> list[str]:
    """Numbers of the cases with the same credit code and address that have not ended.

    Args:
        but: the id of a case that does not count.
    """
    columns = case_table.c
    query = (
        select(columns.number)
        .where(
            and_(
                columns.credit_code == credit_code,
                columns.address == address,
                columns.state.not_in([state.value for state in ENDS]),
                columns.id != but,
            )
        )
        .order_by(columns.number)
    )
    return list((await view.execute(query)).scalars())


async def answered(view: Transaction, sender: str, key: str) -> Answered | None:
    """What a sender was told under a key, if the key was used."""
    query = select(answer_table).where(answer_table.c.sender == sender, answer_table.c.key == key)
    row = (await view.execute(query)).mappings().first()
    if row is None:
        return None
    return Answered(row["body_sha256"], row["case_id"], row["answer"])


async def add_answer(
    transaction: Transaction, sender: str, key: str, answer: Answered, at: datetime
) -> None:
    """Keeps what is told under a key, in the transaction of what was done."""
    await transaction.execute(
        insert(answer_table).values(
            sender=sender,
            key=key,
            body_sha256=answer.body_sha256,
            case_id=answer.case_id,
            answer=answer.answer,
            at=at,
        )
    )


def _filing(row: RowMapping) -> Filing:
    return Filing(
        case_id=row["case_id"],
        channel=Channel(row["channel"]),
        sender=row["sender"],
        external_number=row["external_number"] or "",
        details=json.loads(row["details"]),
    )
