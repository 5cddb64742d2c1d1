from prometheus_client import CollectorRegistry, generate_latest

from webrtc.engine import PublisherFigures, RoomFigures, ViewerFigures
from webrtc.metrics import MediaMetrics


def stream(participant, kind="video/vp8", **more):
    return PublisherFigures(participant, kind, 10, 1000, 0, 1, **more)


def served(*rooms):
    registry = CollectorRegistry()
    metrics = MediaMetrics()
    registry.register(metrics)
    for number, room in enumerate(rooms):
        metrics.take(f"secret-room-{number}", room)
    return metrics, registry


ROOMS = (
    RoomFigures(
        (
            stream("applicant", bitrate_bps=2_000_000, loss=0.02, frames_per_s=30, freezes=2),
            stream("applicant", "audio/opus", bitrate_bps=30_000),
            stream("user_1", frames_per_s=0, is_silent=True),
        ),
        (
            ViewerFigures("user_1", "applicant", 2_030_000, 0.07, 0.3, 640, 360, 3),
            ViewerFigures("user_2", "applicant", freezes=None),
        ),
    ),
    RoomFigures((stream("applicant", bitrate_bps=500_000, frames_per_s=12, rtt_s=0.04),), ()),
)


def test_sums_and_worst_values_are_served_and_nobody_is_named():
    _, registry = served(*ROOMS)
    for name, value in {
        "publishers": 3,
        "silent_publishers": 1,
        "viewers": 2,
        "in_bps": 2_530_000,
        "out_bps": 2_030_000,
        "freezes": 2,
        "viewer_freezes": 3,
        "smallest_viewer_picture_px": 360,
        "worst_loss_share": 0.07,
        "worst_round_trip_seconds": 0.3,
        "worst_frames_per_second": 12,
    }.items():
        assert registry.get_sample_value(f"yunkan_media_{name}") == value, name
    text = generate_latest(registry).decode()
    for secret in ("secret-room", "applicant", "user_1"):
        assert secret not in text


def test_loss_and_round_trips_are_told_apart_by_direction():
    _, registry = served(*ROOMS)

    def sample(name, **labels):
        return registry.get_sample_value(f"yunkan_media_{name}", labels)

    assert sample("loss_share_count", direction="in") == 4
    assert sample("loss_share_bucket", direction="out", le="0.05") == 1
    assert sample("loss_share_bucket", direction="out", le="0.1") == 2
    assert sample("round_trip_seconds_count", direction="in") == 1


def test_a_closed_room_counts_no_more():
    metrics, registry = served(*ROOMS)
    for number in range(2):
        metrics.forget(f"secret-room-{number}")
    assert registry.get_sample_value("yunkan_media_publishers") == 0
    assert registry.get_sample_value("yunkan_media_worst_loss_share") == 0
