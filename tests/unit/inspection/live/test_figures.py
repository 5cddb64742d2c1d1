from inspection.live.figures import figures_json
from webrtc.engine import PublisherFigures, RoomFigures, ViewerFigures


def test_a_person_is_one_line_with_the_picture_that_moves():
    streams = (
        PublisherFigures("li", "video/vp8", 9, 9, 0, 1, width_px=640, height_px=360, freezes=2),
        PublisherFigures("li", "audio/opus", 9, 9, 0, 1, bitrate_bps=32_000, loss=0.0123),
        PublisherFigures(
            "li",
            "video/vp8",
            9,
            9,
            0,
            1,
            1_500_400,
            0.001,
            29.7,
            1280,
            720,
            freezes=2,
            rtt_s=0.0456,
        ),
    )
    told = figures_json(RoomFigures(streams, (ViewerFigures("user_1", "li", 9999, 0.25, None),)))
    assert told["sending"] == [
        {
            "participant": "li",
            "kbps": 1532,
            "loss_percent": 1.3,
            "rtt_ms": 46,
            "width_px": 1280,
            "height_px": 720,
            "fps": 30,
            "freezes": 2,
        }
    ]
    assert told["watching"] == [
        {
            "participant": "user_1",
            "publisher": "li",
            "kbps": 9,
            "loss_percent": 25.0,
            "rtt_ms": None,
        }
    ]
