"""SQL of the custody log and its signed checkpoints."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    RowMapping,
    String,
    Table,
    Text,
    exists,
    insert,
    select,
)

from foundation.database import Moment, Transaction, metadata

entry_table = Table(
    "custody_entry",
    metadata,
    Column("case_id", String(40), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("act", String(16), nullable=False),
    Column("evidence_id", String(40)),
    Column("line", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

checkpoint_table = Table(
    "custody_checkpoint",
    metadata,
    Column("case_id", String(40), primary_key=True),
    Column("size", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("text", Text, nullable=False),
    Column("cms", LargeBinary, nullable=False),
)

proof_table = Table(
    "custody_proof",
    metadata,
    Column("case_id", String(40), primary_key=True),
    Column("size", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("at", Moment, nullable=False),
    Column("valid_until", Moment),
    Column("content", LargeBinary, nullable=False),
    ForeignKeyConstraint(
        ["case_id", "size"],
        ["custody_checkpoint.case_id", "custody_checkpoint.size"],
        name="fk_custody_proof_checkpoint",
    ),
)


@dataclass(frozen=True)
class Row:
    """A line as it is kept. `act`, `evidence_id` and `previous` repeat it for the triggers."""

    case_id: str
    number: int
    act: str
    evidence_id: str | None
    line: str
    previous: str
    hash: str


async def add(transaction: Transaction, row: Row) -> None:
    """A new last line. The database refuses any other place, and changes after the freeze."""
    await transaction.execute(insert(entry_table).values(**asdict(row)))


async def last(view: Transaction, case_id: str) -> Row | None:
    """The newest line of a case."""
    query = (
        select(entry_table)
        .where(entry_table.c.case_id == case_id)
        .order_by(entry_table.c.number.desc())
        .limit(1)
    )
    row = (await view.execute(query)).mappings().first()
    return None if row is None else _row(row)


async def of_case(view: Transaction, case_id: str) -> list[Row]:
    """All lines of a case, oldest first."""
    rows = await view.execute(
        select(entry_table).where(entry_table.c.case_id == case_id).order_by(entry_table.c.number)
    )
    return [_row(row) for row in rows.mappings()]


async def is_frozen(view: Transaction, case_id: str) -> bool:
    """Whether the case's evidence set is closed."""
    rows = await view.execute(
        select(entry_table.c.number)
        .where(entry_table.c.case_id == case_id, entry_table.c.act == "frozen")
        .limit(1)
    )
    return rows.first() is not None


@dataclass(frozen=True)
class CheckpointRow:
    """A signed checkpoint as it is kept."""

    case_id: str
    size: int
    at: datetime
    text: str
    cms: bytes


async def add_checkpoint(transaction: Transaction, row: CheckpointRow) -> None:
    """A new checkpoint; there is one for each size of the log at most."""
    await transaction.execute(insert(checkpoint_table).values(**asdict(row)))


async def checkpoints_of(view: Transaction, case_id: str) -> list[CheckpointRow]:
    """All checkpoints of a case, the smallest first."""
    rows = await view.execute(
        select(checkpoint_table)
        .where(checkpoint_table.c.case_id == case_id)
        .order_by(checkpoint_table.c.size)
    )
    return [CheckpointRow(**row) for row in rows.mappings()]


async def checkpoint(view: Transaction, case_id: str, size: int) -> CheckpointRow | None:
    """One checkpoint by the size of the log it is of."""
    found = await checkpoints_of(view, case_id)
    return next((one for one in found if one.size == size), None)


@dataclass(frozen=True)
class ProofRow:
    """Something that was added to a checkpoint later: a time stamp, or the SM2 signature."""

    case_id: str
    size: int
    number: int
    kind: str
    at: datetime
    valid_until: datetime | None
    content: bytes


async def add_proof(transaction: Transaction, row: ProofRow) -> None:
    """A new proof of a checkpoint; proofs are numbered from 1."""
    await transaction.execute(insert(proof_table).values(**asdict(row)))


async def proofs_of(view: Transaction, case_id: str) -> list[ProofRow]:
    """All proofs of a case's checkpoints, in their order."""
    rows = await view.execute(
        select(proof_table)
        .where(proof_table.c.case_id == case_id)
        .order_by(proof_table.c.size, proof_table.c.number)
    )
    return [ProofRow(**row) for row in rows.mappings()]


async def proofs_ending_before(
    view: Transaction, limit: datetime, most: int = 200
) -> list[ProofRow]:
    """The newest time stamp of each checkpoint that can not be checked after `limit`."""
    later = proof_table.alias()
    has_later = exists().where(
        later.c.case_id == proof_table.c.case_id,
        later.c.size == proof_table.c.size,
        later.c.number > proof_table.c.number,
    )
    rows = await view.execute(
        select(proof_table)
        .where(proof_table.c.valid_until < limit, ~has_later)
        .order_by(proof_table.c.valid_until)
        .limit(most)
    )
    return [ProofRow(**row) for row in rows.mappings()]


def _row(row: RowMapping) -> Row:
    return Row(**row)
