"""The media plane's figures for Prometheus: sums and worst values, no room and no person named."""

from collections.abc import Iterator

from prometheus_client import Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from webrtc.engine import RoomFigures

_SHARES = (0.001, 0.01, 0.03, 0.05, 0.1, 0.3)
_SECONDS = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)


class MediaMetrics(Collector):
    """Keeps each room's newest figures; what is served is made when it is asked for."""

    def __init__(self) -> None:
        self._rooms: dict[str, RoomFigures] = {}
        self._loss = Histogram(
            "yunkan_media_loss_share",
            "Share of packets lost in a second, of each stream",
            ["direction"],
            buckets=_SHARES,
            registry=None,
        )
        self._rtt = Histogram(
            "yunkan_media_round_trip_seconds",
            "Round trip of each connection, once a second",
            ["direction"],
            buckets=_SECONDS,
            registry=None,
        )

    def take(self, room: str, figures: RoomFigures) -> None:
        """The figures of one second."""
        self._rooms[room] = figures
        for one in figures.publishers:
            self._loss.labels("in").observe(one.loss)
            if one.rtt_s is not None:
                self._rtt.labels("in").observe(one.rtt_s)
        for one in figures.viewers:
            self._loss.labels("out").observe(one.loss)
            if one.rtt_s is not None:
                self._rtt.labels("out").observe(one.rtt_s)

    def forget(self, room: str) -> None:
        """The room is closed."""
        self._rooms.pop(room, None)

    def collect(self) -> Iterator[Metric]:
        """What is the case now; called by the registry."""
        yield from self._loss.collect()
        yield from self._rtt.collect()
        rooms = list(self._rooms.values())
        streams = [one for room in rooms for one in room.publishers]
        pictures = [one for one in streams if one.kind.startswith("video/")]
        viewers = [one for room in rooms for one in room.viewers]
        seen = [one for one in viewers if one.height_px]
        now = {
            "publishers": (
                "People who send",
                sum(len({one.participant for one in room.publishers}) for room in rooms),
            ),
            "silent_publishers": (
                "Of them those without a new picture for 3 s",
                sum(len({p.participant for p in r.publishers if p.is_silent}) for r in rooms),
            ),
            "viewers": ("Connections that receive", len(viewers)),
            "in_bps": ("Bits per second received", sum(one.bitrate_bps for one in streams)),
            "out_bps": ("Bits per second sent on", sum(one.bitrate_bps for one in viewers)),
            "freezes": ("Freezes so far, of those who send now", sum(p.freezes for p in pictures)),
            "viewer_freezes": (
                "Freezes that the pages of those who watch now have seen",
                sum(one.freezes or 0 for one in viewers),
            ),
            "smallest_viewer_picture_px": (
                "Shorter side of the smallest picture somebody watches",
                min((min(one.width_px or 0, one.height_px or 0) for one in seen), default=0),
            ),
            "worst_loss_share": (
                "Largest share lost in the last second",
                max((one.loss for one in (*streams, *viewers)), default=0.0),
            ),
            "worst_round_trip_seconds": (
                "Longest round trip",
                max((one.rtt_s or 0.0 for one in (*streams, *viewers)), default=0.0),
            ),
            "worst_frames_per_second": (
                "Fewest pictures a second of those who send some",
                min((one.frames_per_s for one in pictures if not one.is_silent), default=0.0),
            ),
        }
        for name, (about, value) in now.items():
            yield GaugeMetricFamily(f"yunkan_media_{name}", about, value=value)
