import pytest

from tests.support.house import open_bureau


@pytest.fixture
async def bureau(database, clock, tmp_path, aiohttp_client):
    return await open_bureau(database, clock, tmp_path, aiohttp_client)


@pytest.fixture
async def wang(bureau):
    """An inspector's browser, signed in."""
    return await bureau.staff("wang")


@pytest.fixture
async def phone(bureau, wang):
    """The applicant's browser: invited, link claimed, consent given."""
    return await bureau.applicant(wang, bureau.case_id)
