"""SQL of published editions and of the sets that cases are pinned to."""

from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import (
    Column,
    Date,
    Integer,
    RowMapping,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    insert,
    select,
    tuple_,
)

from foundation.database import Moment, Transaction, metadata
from inspection.templates.model import Edition, Kind, Origin

version_table = Table(
    "template_version",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("family", String(40), nullable=False),
    Column("version", String(16), nullable=False),
    Column("origin", String(8), nullable=False),
    Column("effective_from", Date),
    Column("text", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("published_by", String(40), nullable=False),
    Column("published_at", Moment, nullable=False),
    UniqueConstraint("kind", "family", "version"),
)

set_table = Table(
    "template_set",
    metadata,
    Column("version", String(64), primary_key=True),
    Column("members", Text, nullable=False),
)


async def add(
    transaction: Transaction,
    *,
    kind: Kind,
    family: str,
    version: str,
    origin: Origin,
    effective_from: date | None,
    text: str,
    by: str,
    now: datetime,
) -> Edition:
    """Publishes a text. Nothing is ever changed; the caller knows that the version is new."""
    last = (await transaction.execute(select(func.max(version_table.c.number)))).scalar()
    edition = Edition(
        number=(last or 0) + 1,
        kind=kind,
        family=family,
        version=version,
        origin=origin,
        effective_from=effective_from,
        text=text,
        sha256=sha256(text.encode()).hexdigest(),
        published_by=by,
        published_at=now,
    )
    await transaction.execute(
        insert(version_table).values(
            number=edition.number,
            kind=kind.value,
            family=family,
            version=version,
            origin=origin.value,
            effective_from=effective_from,
            text=text,
            sha256=edition.sha256,
            published_by=by,
            published_at=now,
        )
    )
    return edition


async def editions(view: Transaction, kind: Kind | None = None) -> list[Edition]:
    """All editions without their texts, in the order they were published."""
    columns = [one for one in version_table.c if one.name != "text"]
    query = select(*columns).order_by(version_table.c.number)
    if kind is not None:
        query = query.where(version_table.c.kind == kind.value)
    return [_edition(row, "") for row in (await view.execute(query)).mappings()]


async def edition(view: Transaction, kind: Kind, family: str, version: str) -> Edition | None:
    """One edition with its text, or `None`."""
    found = await editions_with_text(view, [(kind.value, family, version)])
    return found[0] if found else None


async def editions_with_text(view: Transaction, named: list[tuple[str, str, str]]) -> list[Edition]:
    """The editions of these kinds, families and versions, in the order they are named."""
    columns = version_table.c
    query = select(version_table).where(
        tuple_(columns.kind, columns.family, columns.version).in_(named)
    )
    rows = [_edition(row, row["text"]) for row in (await view.execute(query)).mappings()]
    by_name = {(one.kind.value, one.family, one.version): one for one in rows}
    return [by_name[name] for name in named if name in by_name]


async def add_set(transaction: Transaction, version: str, members: str) -> str:
    """Keeps what a name stands for; returns what it stands for, which may be older."""
    known = await members_of(transaction, version)
    if known is None:
        await transaction.execute(insert(set_table).values(version=version, members=members))
    return members if known is None else known


async def members_of(view: Transaction, version: str) -> str | None:
    """The list a name stands for, or `None`."""
    query = select(set_table.c.members).where(set_table.c.version == version)
    return (await view.execute(query)).scalar()


def _edition(row: RowMapping, text: str) -> Edition:
    return Edition(
        number=row["number"],
        kind=Kind(row["kind"]),
        family=row["family"],
        version=row["version"],
        origin=Origin(row["origin"]),
        effective_from=row["effective_from"],
        text=text,
        sha256=row["sha256"],
        published_by=row["published_by"],
        published_at=row["published_at"],
    )
