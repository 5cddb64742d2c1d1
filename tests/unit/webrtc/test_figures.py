from types import SimpleNamespace

from prometheus_client import CollectorRegistry, generate_latest

from webrtc.figures import FleetFigures
from webrtc.placing import Load


def test_each_living_process_has_its_line_and_a_lost_one_only_its_restarts():
    load = Load(cpu_share=0.25, lag_p99_ms=4, lag_max_ms=9, rooms=3, sessions=7)
    living = SimpleNamespace(number=0, restarts=0, living=SimpleNamespace(load=load))
    lost = SimpleNamespace(number=1, restarts=2, living=None)
    registry = CollectorRegistry()
    registry.register(FleetFigures(SimpleNamespace(slots=[living, lost], living=[living])))
    text = generate_latest(registry).decode()
    for line in (
        "yunkan_media_processes_alive 1.0",
        'yunkan_media_rooms{process="0"} 3.0',
        'yunkan_media_sessions{process="0"} 7.0',
        'yunkan_media_cpu_share{process="0"} 0.25',
        'yunkan_media_loop_lag_p99_seconds{process="0"} 0.004',
        'yunkan_media_loop_lag_max_seconds{process="0"} 0.009',
        'yunkan_media_restarts_total{process="1"} 2.0',
    ):
        assert line in text.splitlines()
    assert 'yunkan_media_rooms{process="1"}' not in text
