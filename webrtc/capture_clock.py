"""When a frame was captured, in the server's wall-clock time, from its RTP timestamp. Pure."""

from webrtc.rtcp import SenderReport
from webrtc.rtp import TIME_RANGE

NTP_EPOCH_MS = 2_208_988_800_000  # RFC 5905: seconds between 1900 and 1970
LATEST_MS = 1000  # what a sender says was captured longer ago is not believed: its clock is off
EARLIEST_MS = 50  # nor what lies in the future
JUMP_MS = 1000  # the sender's timestamps began anew
SLEW = 0.1  # of the time passed: 300 ms are made good in 3 s, and time never runs backwards


class CaptureClock:
    """One stream's time. Follows the sender's reports when they are plausible, else arrival.

    Without reports the packet that was under way for the shortest time tells the time.
    """

    def __init__(self, ticks_per_s: int) -> None:
        self._ms_per_tick = 1000 / ticks_per_s
        self._last: int | None = None
        self._media_ms = 0.0
        self._offset_ms = 0.0
        self._soonest_ms = 0.0

    def at_ms(self, timestamp: int, arrived_ms: float, report: SenderReport | None) -> int:
        """Milliseconds since 1970 of a frame.

        Args:
            arrived_ms: when its first packet arrived, in the server's wall-clock time.
            report: the newest report of this stream's sender, if there is any.
        """
        step_ms = 0.0
        is_first = self._last is None
        if self._last is not None:
            step_ms = _signed(timestamp - self._last) * self._ms_per_tick
        self._last = timestamp
        self._media_ms += step_ms
        wanted = self._wanted(timestamp, arrived_ms, report, is_first=is_first)
        error = wanted - self._offset_ms
        if is_first or abs(error) > JUMP_MS:
            self._offset_ms = wanted
        else:
            most = SLEW * abs(step_ms)
            self._offset_ms += max(-most, min(most, error))
        return round(self._media_ms + self._offset_ms)

    def _wanted(
        self, timestamp: int, arrived_ms: float, report: SenderReport | None, *, is_first: bool
    ) -> float:
        if report is not None:
            passed_ms = _signed(timestamp - report.timestamp) * self._ms_per_tick
            said_ms = report.ntp * 1000 / (1 << 32) - NTP_EPOCH_MS + passed_ms
            if -EARLIEST_MS <= arrived_ms - said_ms <= LATEST_MS:
                return said_ms - self._media_ms
        seen = arrived_ms - self._media_ms
        if is_first or seen < self._soonest_ms or seen - self._soonest_ms > JUMP_MS:
            self._soonest_ms = seen
        return self._soonest_ms


def _signed(difference: int) -> int:
    """A difference of two timestamps on their circle, between -2^31 and 2^31."""
    return (difference + TIME_RANGE // 2) % TIME_RANGE - TIME_RANGE // 2
