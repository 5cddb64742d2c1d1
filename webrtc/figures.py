"""What /metrics says of the media processes."""

from collections.abc import Callable, Iterable

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from webrtc.fleet import Fleet
from webrtc.placing import Load

_GAUGES: dict[str, tuple[str, Callable[[Load], float]]] = {
    "yunkan_media_rooms": ("Rooms with a connection", lambda load: load.rooms),
    "yunkan_media_sessions": ("Media connections", lambda load: load.sessions),
    "yunkan_media_cpu_share": ("Processor time, share of one core", lambda load: load.cpu_share),
    "yunkan_media_loop_lag_p99_seconds": (
        "How late the event loop is, 99 of 100 looks of ten seconds",
        lambda load: load.lag_p99_ms / 1000,
    ),
    "yunkan_media_loop_lag_max_seconds": (
        "The worst look of these ten seconds",
        lambda load: load.lag_max_ms / 1000,
    ),
}


class FleetFigures(Collector):
    """Read when asked: a figure of a process that is gone does not stay."""

    def __init__(self, fleet: Fleet) -> None:
        self._fleet = fleet

    def collect(self) -> Iterable[Metric]:
        """One line per process and figure."""
        alive = GaugeMetricFamily("yunkan_media_processes_alive", "Media processes alive")
        alive.add_metric([], len(self._fleet.living))
        yield alive
        restarts = CounterMetricFamily(
            "yunkan_media_restarts", "Media processes lost and started again", labels=["process"]
        )
        for slot in self._fleet.slots:
            restarts.add_metric([str(slot.number)], slot.restarts)
        yield restarts
        for name, (meaning, figure) in _GAUGES.items():
            gauge = GaugeMetricFamily(name, meaning, labels=["process"])
            for slot in self._fleet.living:
                if (process := slot.living) is not None:
                    gauge.add_metric([str(slot.number)], figure(process.load))
            yield gauge
