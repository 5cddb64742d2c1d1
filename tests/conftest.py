"""What every test may ask for: a clock that is moved, a migrated SQLite database, a blob folder."""

import pytest

from foundation.blobs import FolderBlobs
from foundation.database import open_database
from foundation.migrations import upgrade
from tests.support.clock import FrozenClock


@pytest.fixture
def clock():
    return FrozenClock()


@pytest.fixture
async def database(tmp_path):
    url = f"sqlite+aiosqlite:///{tmp_path / 'yunkan.db'}"
    upgrade(url)
    opened = open_database(url)
    yield opened
    await opened.close()


@pytest.fixture
def blobs(tmp_path):
    (tmp_path / "blobs").mkdir()
    return FolderBlobs(tmp_path / "blobs")
