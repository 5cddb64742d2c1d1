import pytest

from tests.support.house import open_bureau


@pytest.fixture
async def bureau(database, clock, tmp_path, aiohttp_client):
    return await open_bureau(database, clock, tmp_path, aiohttp_client)
