"""The database as migrations make it is the one the stores describe."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

import inspection.house  # brings every store's tables
from foundation.database import metadata
from foundation.migrations import upgrade


def test_the_migrations_give_exactly_the_tables_the_stores_describe(tmp_path):
    url = f"sqlite:///{tmp_path / 'x.db'}"
    upgrade(url)
    upgrade(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []
    assert inspection.house
    engine.dispose()
