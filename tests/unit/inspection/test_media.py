"""Which UDP ports media use, and that one which is taken is told at the start."""

import pytest

from foundation.settings import Settings
from inspection.media import MediaPortTaken, media_fleet, media_options
from webrtc.datagrams import open_socket


@pytest.fixture
def taken():
    with open_socket("127.0.0.1", 0) as made:
        yield made.getsockname()[1]


def test_each_media_process_has_the_next_port():
    options = media_options(Settings(media_port=40_000, media_processes=3))
    assert [options.of_process(number).port for number in range(3)] == [40_000, 40_001, 40_002]


@pytest.mark.parametrize("before", [0, 1])
def test_a_taken_port_is_named_at_the_start(taken, before):
    with pytest.raises(MediaPortTaken) as refused:
        media_fleet(Settings(media_port=taken - before, media_processes=1 + before))
    assert refused.value.facts["port"] == taken
    assert str(taken) in refused.value.sentence_zh


def test_without_a_port_of_its_own_nothing_has_to_be_free():
    assert media_fleet(Settings(media_processes=2)) is not None
