"""Whether a publisher's picture goes on, judged by RTP alone. Pure.

A picture goes on when frames with new timestamps arrive. Sound that goes on without a picture,
packets that bring nothing new and a phone that says nothing at all are the same to an inspector:
no picture. Black or repeated frames are new to RTP; the desk's page looks at those itself.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from webrtc.forwarder import Stream
from webrtc.rtp import Codec

LOOK_EVERY_S = 0.1
SILENT_AFTER_S = 2.7  # with two looks "no picture" is known within 3 s (scorecard M11)

FREEZE_S = 0.5  # scorecard: no freeze longer than that at 3 % loss


class Cause(Enum):
    """What is still heard of somebody whose picture stopped."""

    NOTHING = "nothing"  # a dead network, a locked phone
    SOUND_ONLY = "sound_only"  # the camera was taken away
    NOTHING_NEW = "nothing_new"  # packets of a frame that was here before


@dataclass(frozen=True)
class Change:
    """The picture stopped, for this cause, or goes on (`None`)."""

    stopped: Cause | None


_Mark = tuple[tuple[int, int | None], ...]


@dataclass
class Watchdog:
    """One publisher's. Times are seconds of a monotonic clock, handed in at each look."""

    expects_picture: bool = True  # not on the rungs of the quality ladder that send stills only
    is_silent: bool = False
    freezes: int = 0  # gaps of more than `FREEZE_S` between new pictures
    moved_at: float | None = None
    _newest: _Mark = ()
    _heard: _Mark = ()
    _sound: _Mark = ()
    _heard_at: float = float("-inf")
    _sounded_at: float = float("-inf")

    def look(
        self, streams: Collection[Stream], now: float, *, promises_picture: bool = False
    ) -> Change | None:
        """To be called every `LOOK_EVERY_S` from the first packet on; news or `None`.

        Args:
            promises_picture: one was negotiated, so its absence is no picture as well.
        """
        pictures = [one for one in streams if one.codec is not Codec.OPUS]
        sounds = [one for one in streams if one.codec is Codec.OPUS]
        heard = _marks(pictures)
        sound = _marks(sounds)
        is_by_picture = self.expects_picture and (promises_picture or bool(pictures))
        newest = tuple((one.ssrc, _newest(one)) for one in pictures) if is_by_picture else sound
        if not self.expects_picture and not sounds:
            self.moved_at = now  # neither was promised: nothing to miss
        if heard != self._heard:
            self._heard, self._heard_at = heard, now
        if sound != self._sound:
            self._sound, self._sounded_at = sound, now
        if self.moved_at is None or newest != self._newest:
            if self.moved_at is not None and is_by_picture and now - self.moved_at > FREEZE_S:
                self.freezes += 1
            self._newest, self.moved_at = newest, now
            return self._went_on()
        if self.is_silent or now - self.moved_at < SILENT_AFTER_S:
            return None
        self.is_silent = True
        return Change(self._cause(now))

    def _went_on(self) -> Change | None:
        if not self.is_silent:
            return None
        self.is_silent = False
        return Change(None)

    def _cause(self, now: float) -> Cause:
        if now - self._heard_at < SILENT_AFTER_S / 2:
            return Cause.NOTHING_NEW
        if now - self._sounded_at < SILENT_AFTER_S / 2:
            return Cause.SOUND_ONLY
        return Cause.NOTHING


def _marks(streams: Collection[Stream]) -> _Mark:
    return tuple((one.ssrc, one.highest) for one in streams)


def _newest(stream: Stream) -> int | None:
    packet = None if stream.highest is None else stream.recall(stream.highest)
    return None if packet is None else packet.timestamp
