import asyncio
import gc

import pytest

from tests.support.calls import begin_call, end_calls, four_cases, signed_in
from tests.support.camera import film_of_room
from tests.support.lossy_link import open_link
from tests.support.service import Service


@pytest.fixture(scope="session")
def film(sample_room, tmp_path_factory):
    """What Chromium's fake camera sees: a slow turn through the sample room."""
    return film_of_room(sample_room, tmp_path_factory.mktemp("film") / "room.mjpeg")


@pytest.fixture
def link():
    """A network of its own behind a link that can lose packets; gone after the test."""
    with open_link() as made:
        yield made


@pytest.fixture
async def running(tmp_path):
    """The service on a folder with four cases."""
    await four_cases(tmp_path / "data")
    made = Service(tmp_path / "data")
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def four_calls(running):
    """Four calls with a moving picture each.

    Phones and desks live in this process: what all tests before have left in its memory is no
    matter of theirs, or the collector would cost them a second that no phone ever pays.
    """
    gc.freeze()
    http = await signed_in(running)
    async with http.get("/api/v1/cases") as answer:
        cases = [one["id"] for one in (await answer.json())["cases"]]
    calls = [await begin_call(http, case) for case in cases]
    async with asyncio.timeout(40):
        for call in calls:
            await call.watching.sees()
    assert len(calls) == 4
    yield calls
    await end_calls(calls)
    await http.close()
    gc.unfreeze()
