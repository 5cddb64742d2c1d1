"""What every test may ask for: a clock that is moved, a migrated SQLite database, a blob folder,
the service and a licensing system as processes of their own.
"""

import asyncio
import shutil

import pytest
from hypothesis import settings

from foundation.blobs import FolderBlobs
from foundation.database import open_database
from foundation.migrations import upgrade
from inspection.templates.stock import stock
from tests.support.clock import FrozenClock
from tests.support.media import HeardNews, new_engine
from tests.support.sample_room import sample_room_folder
from tests.support.service import Licensing, Service

# Properties are judged by what holds, not by how long a busy machine took over an example.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def sqlite_url(file):
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture(scope="session")
def sample_room():
    return sample_room_folder()


@pytest.fixture
def clock():
    return FrozenClock()


@pytest.fixture(scope="session")
def first_database(tmp_path_factory):
    """The file a service starts with: migrated, what ships is on the shelf."""
    file = tmp_path_factory.mktemp("first") / "yunkan.db"
    url = sqlite_url(file)
    upgrade(url)

    async def fill():
        opened = open_database(url)
        await stock(opened, FrozenClock())
        await opened.close()  # also writes back what stands in the log beside the file

    asyncio.run(fill())
    return file


@pytest.fixture
async def database(tmp_path, first_database):
    """A copy of its own for each test: migrating anew takes a third of a second."""
    opened = open_database(sqlite_url(shutil.copy(first_database, tmp_path / "yunkan.db")))
    yield opened
    await opened.close()


@pytest.fixture
def blobs(tmp_path):
    (tmp_path / "blobs").mkdir()
    return FolderBlobs(tmp_path / "blobs")


@pytest.fixture
async def licensing(tmp_path):
    """A licensing system that fails twice before it works."""
    simulator = Licensing(tmp_path / "licensing", faults="fail:2")
    await simulator.start()
    yield simulator
    await simulator.stop()


@pytest.fixture
async def service(tmp_path, licensing, sample_room):
    """The service with demo data and the rendered room, pushing to `licensing`."""
    rooms = tmp_path / "data" / "rooms"
    rooms.mkdir(parents=True)
    (rooms / "t2").symlink_to(sample_room)
    made = Service(tmp_path / "data", licensing_url=licensing.url)
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def news():
    """What the media plane tells of its rooms; can be waited for."""
    return HeardNews()


@pytest.fixture
async def engine(news):
    """The media engine on loopback."""
    made = new_engine(news)
    yield made
    await made.close()
