"""SQL of what was measured of pictures, and of their fingerprints across cases."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    CursorResult,
    Float,
    Integer,
    String,
    Table,
    and_,
    exists,
    insert,
    or_,
    select,
)

from foundation.database import Transaction, metadata
from inspection.evidence.model import Evidence
from inspection.evidence.quality import Look, bands_of, is_alike_any
from inspection.evidence.store import evidence_table

look_table = Table(
    "evidence_look",
    metadata,
    Column("evidence_id", String(40), primary_key=True),
    Column("sharpness", Float, nullable=False),
    Column("brightness", Float, nullable=False),
    Column("glare", Float, nullable=False),
    Column("grid", Float, nullable=False),
    Column("phash", String(16), nullable=False),
    Column("is_reused", Boolean, nullable=False),
    Column("is_alike", Boolean, nullable=False),
)

band_table = Table(
    "evidence_band",
    metadata,
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("bits", Integer, primary_key=True, autoincrement=False),
    Column("evidence_id", String(40), primary_key=True),
)


async def add(transaction: Transaction, evidence_id: str, look: Look) -> None:
    """What was measured, once; measuring again changes nothing."""
    if await of(transaction, evidence_id) is not None:
        return
    await transaction.execute(insert(look_table).values(evidence_id=evidence_id, **asdict(look)))
    bands = list(enumerate(bands_of(look.phash))) if look.phash else []
    if bands:
        rows = [{"place": at, "bits": bits, "evidence_id": evidence_id} for at, bits in bands]
        await transaction.execute(insert(band_table), rows)


async def of(view: Transaction, evidence_id: str) -> Look | None:
    """What is known of one picture; `None` until it was measured."""
    found = await view.execute(select(look_table).where(look_table.c.evidence_id == evidence_id))
    return next(iter(_by_id(found).values()), None)


async def of_case(view: Transaction, case_id: str) -> dict[str, Look]:
    """What is known of a case's pictures, by id; those not measured yet are missing.

    By case and not by a list of ids: a list one longer is another statement to the database, and
    each connection keeps more than a hundred of those compiled.
    """
    query = select(look_table).join(evidence_table, evidence_table.c.id == look_table.c.evidence_id)
    return _by_id(await view.execute(query.where(evidence_table.c.case_id == case_id)))


def _by_id(found: CursorResult[Any]) -> dict[str, Look]:
    return {row.pop("evidence_id"): Look(**row) for row in map(dict, found.mappings())}


async def is_reused(view: Transaction, evidence: Evidence) -> bool:
    """Whether the very same file is evidence of another case."""
    same = evidence_table.c.sha256 == evidence.sha256
    other = evidence_table.c.case_id != evidence.case_id
    return bool((await view.execute(select(exists().where(same, other)))).scalar_one())


async def is_alike(view: Transaction, evidence: Evidence, phash: str) -> bool:
    """Whether a picture of another case looks nearly the same."""
    if not phash:
        return False
    shares_a_band = or_(
        *(
            and_(band_table.c.place == at, band_table.c.bits == bits)
            for at, bits in enumerate(bands_of(phash))
        )
    )
    rows = await view.execute(
        select(look_table.c.phash)
        .distinct()
        .join(band_table, band_table.c.evidence_id == look_table.c.evidence_id)
        .join(evidence_table, evidence_table.c.id == look_table.c.evidence_id)
        .where(shares_a_band, evidence_table.c.case_id != evidence.case_id)
    )
    return is_alike_any(phash, rows.scalars())
