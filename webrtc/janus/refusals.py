"""What Janus refuses, in the words of the media plane."""

from collections.abc import Generator
from contextlib import contextmanager

from foundation.errors import Kind, Problem
from webrtc.engine import MalformedOffer, PublisherAbsent, RoomCrowded
from webrtc.janus.wire import JanusAbsent, JanusRefused

# Codes of the VideoRoom plugin and, from 400 to 499 without a plugin, of the core (apierror.h).
ROOM_EXISTS = 427
_NO_SUCH_ROOM, _NO_SUCH_FEED, _ROOM_FULL = 426, 428, 432
_BAD_SDP = range(464, 470)


class JanusUnreachable(Problem):
    """Janus does not answer, or with something nobody expected."""

    kind = Kind.UNAVAILABLE
    code = "media.janus_unreachable"
    zh = "视频服务暂时连接不上（{reason}）。请稍候重试；若一直如此，请管理员检查 Janus 是否在运行。"
    en = "The media server can not be reached ({reason}). Try again; if it stays, look at Janus."


@contextmanager
def told_as_problems() -> Generator[None]:
    """Raises `RoomCrowded`, `PublisherAbsent`, `MalformedOffer`, `JanusUnreachable`."""
    try:
        yield
    except JanusRefused as refused:
        if refused.code == _ROOM_FULL:
            raise RoomCrowded from refused
        if refused.code in (_NO_SUCH_ROOM, _NO_SUCH_FEED):
            raise PublisherAbsent from refused
        if refused.code in _BAD_SDP:
            raise MalformedOffer(reason=refused.reason[:80]) from refused
        raise JanusUnreachable(reason=str(refused)[:80]) from refused
    except JanusAbsent as absent:
        raise JanusUnreachable(reason=str(absent)[:80]) from absent
