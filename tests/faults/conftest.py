import pytest

from tests.support.camera import film_of_room
from tests.support.lossy_link import open_link


@pytest.fixture(scope="session")
def film(sample_room, tmp_path_factory):
    """What Chromium's fake camera sees: a slow turn through the sample room."""
    return film_of_room(sample_room, tmp_path_factory.mktemp("film") / "room.mjpeg")


@pytest.fixture
def link():
    """A network of its own behind a link that can lose packets; gone after the test."""
    with open_link() as made:
        yield made
