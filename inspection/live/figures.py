"""The media plane's figures as the desk's pages get them."""

from collections.abc import Sequence
from math import ceil

from inspection.live.announcements import FiguresContent, SendingShape, WatchingShape
from webrtc.engine import PublisherFigures, RoomFigures
from webrtc.quality import Second


def figures_json(figures: RoomFigures) -> FiguresContent:
    """One line per person who sends and one per person and publisher who watches."""
    people = dict.fromkeys(one.participant for one in figures.publishers)
    return {
        "sending": [_sending(who, figures.publishers) for who in people],
        "watching": [
            WatchingShape(
                participant=one.viewer,
                publisher=one.publisher,
                kbps=one.bitrate_bps // 1000,
                loss_percent=_percent(one.loss),
                rtt_ms=_ms(one.rtt_s),
                width_px=one.width_px,
                height_px=one.height_px,
                freezes=one.freezes,
            )
            for one in figures.viewers
        ],
    }


def second_of(who: str, figures: RoomFigures, *, needs_picture: bool = True) -> Second | None:
    """How somebody's pictures and sound arrived; `None` while no picture does.

    A picture that stopped altogether is the watchdog's matter, not a reason to send less.

    Args:
        needs_picture: `False` on a rung without a moving one: then sound alone tells.
    """
    own = [one for one in figures.publishers if one.participant == who and one.bitrate_bps]
    pictures = [one for one in own if one.kind.startswith("video/") and not one.is_silent]
    if not pictures:
        if needs_picture or not own:
            return None
        return Second(max(one.loss for one in own), own[0].rtt_s, 0.0)
    fastest = max(pictures, key=lambda one: one.frames_per_s)
    return Second(max(one.loss for one in own), fastest.rtt_s, fastest.frames_per_s)


def _sending(who: str, streams: Sequence[PublisherFigures]) -> SendingShape:
    own = [one for one in streams if one.participant == who]
    # after a change of the camera's connection the newest stream is the one that moves
    picture = max(own, key=lambda one: (one.frames_per_s, one.width_px))
    return {
        "participant": who,
        "kbps": sum(one.bitrate_bps for one in own) // 1000,
        "loss_percent": _percent(max(one.loss for one in own)),
        "rtt_ms": _ms(picture.rtt_s),
        "width_px": picture.width_px,
        "height_px": picture.height_px,
        "fps": round(picture.frames_per_s),
        "freezes": max(one.freezes for one in own),
    }


def _percent(share: float) -> float:
    return ceil(share * 1000) / 10


def _ms(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * 1000)
