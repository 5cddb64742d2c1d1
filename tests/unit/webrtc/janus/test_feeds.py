import pytest

from tests.support.media import HeardNews
from webrtc.janus.feeds import Feed
from webrtc.room import Publisher


@pytest.fixture
def feed():
    feed = Feed("1", None, Publisher("room", "applicant", HeardNews(), lambda: None))
    feed.hear({"janus": "webrtcup"}, lambda _feed: None, lambda _feed: None)
    return feed


def hears(feed, *, is_there):
    feed.hear({"janus": "media", "type": "video", "receiving": is_there}, None, None)


def news(feed):
    return [what for what, _ in feed.publisher.observer.news]


def test_a_picture_that_stops_and_goes_on_is_told_once_each(feed):
    for is_there in (True, False, False, True, True):
        hears(feed, is_there=is_there)
    assert news(feed) == ["silent", "back"]


def test_a_picture_that_nobody_expects_is_not_missed(feed):
    feed.expect_picture(is_expected=False)
    hears(feed, is_there=False)
    assert news(feed) == []
    feed.expect_picture(is_expected=True)
    assert news(feed) == ["silent"]
    feed.expect_picture(is_expected=False)
    assert news(feed) == ["silent", "back"]
