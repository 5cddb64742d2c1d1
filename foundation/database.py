"""Engines and transactions. SQLite: WAL, FULL, one writer; PostgreSQL by URL.

A topic's SQL lives in its own `store.py`; this file knows no table.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, MetaData, TypeDecorator, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from foundation.errors import Kind, Problem

Transaction = AsyncConnection
WRITER_WAIT_S = (
    10  # chosen, not measured: longer than any transaction of ours; readers wait as long
)
# Pages each connection keeps; the system's own cache holds the file beside it. A reader answers as
# quickly with 128 KiB as with 512 (measured), and what fills up for hours looks like a leak.
READERS_CACHE_KIB, WRITERS_CACHE_KIB = 128, 512

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Busy(Problem):
    """The database is held by somebody else for longer than we wait."""

    kind = Kind.UNAVAILABLE
    code = "database.busy"
    zh = "系统正忙，您的操作没有保存。请过几秒再试一次。"
    en = "The system is busy and this was not saved. Try again in a few seconds."


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite keeps it without a zone, so the zone is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a zone would be read as somebody else's time")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """One writer, several readers. Open with `open_database`, close at the end."""

    def __init__(self, writer: AsyncEngine, readers: AsyncEngine) -> None:
        self._writer = writer
        self._readers = readers

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Transaction]:
        """A transaction that may write; committed on leaving, rolled back on an exception.

        When this returns without an exception the change survives a power cut.

        Raises:
            Busy: the writer was not free within `WRITER_WAIT_S`.
        """
        connection, has_begun = await _connected(self._writer), False
        try:
            async with connection.begin():
                has_begun = True
                yield connection
        except OperationalError as error:
            if has_begun:
                raise
            raise Busy from error  # another program holds the file: a backup, `user add`
        finally:
            await connection.close()

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[Transaction]:
        """A consistent view that can not write. Raises `Busy` when all views stay taken."""
        connection = await _connected(self._readers)
        try:
            yield connection
        finally:
            await connection.close()

    async def close(self) -> None:
        """Waits for nobody: open transactions are rolled back."""
        await self._readers.dispose()
        await self._writer.dispose()


async def _connected(engine: AsyncEngine) -> AsyncConnection:
    try:
        return await engine.connect().start()
    except PoolTimeout as error:
        raise Busy from error


def open_database(url: str) -> Database:
    """The database at `url`; nothing is read before the first transaction."""
    if not url.startswith("sqlite"):
        engine = create_async_engine(url, pool_timeout=WRITER_WAIT_S)
        return Database(engine, engine)
    writer = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=WRITER_WAIT_S)
    # Last in, first out: few readers keep what they know warm, others are not filled for nothing.
    # No more than four: one opened for a single answer cost a thread and a millisecond each time,
    # just when many asked (24 at once: 8 ms of processor an answer instead of 7, and 5 MB).
    readers = create_async_engine(
        url, pool_size=4, max_overflow=0, pool_timeout=WRITER_WAIT_S, pool_use_lifo=True
    )
    _prepare_sqlite(writer, begin="BEGIN IMMEDIATE", pragmas=(f"cache_size=-{WRITERS_CACHE_KIB}",))
    # Readers never checkpoint: SQLite before 3.51.3 can lose a WAL reset between two connections.
    quiet = ("query_only=1", "wal_autocheckpoint=0", f"cache_size=-{READERS_CACHE_KIB}")
    _prepare_sqlite(readers, begin="BEGIN", pragmas=quiet)
    return Database(writer, readers)


def _prepare_sqlite(engine: AsyncEngine, *, begin: str, pragmas: tuple[str, ...]) -> None:
    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves; the driver would say it late
        cursor = connection.cursor()
        # FULL: NORMAL may lose acknowledged commits in a power cut while in WAL mode
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={int(WRITER_WAIT_S * 1000)}",
            *pragmas,
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine.sync_engine, "connect", on_connect)
    event.listen(engine.sync_engine, "begin", on_begin)
