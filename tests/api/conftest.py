import pytest

from tests.support.house import heard, open_bureau


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


@pytest.fixture
async def sockets(bureau, wang, phone):
    """The desk's and the phone's sockets after their welcome."""
    seats = [
        await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call"),
        await phone.good("POST", "/api/v1/visit/call"),
    ]
    opened = [
        await one.socket(seat["socket"]) for one, seat in zip((wang, phone), seats, strict=True)
    ]
    for socket in opened:
        await socket.send_json({"type": "hello"})
        await heard(socket, "welcome")
    return opened
