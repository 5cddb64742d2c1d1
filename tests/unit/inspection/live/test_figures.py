from inspection.live.figures import figures_json, second_of
from webrtc.engine import PublisherFigures, RoomFigures, ViewerFigures
from webrtc.quality import Second


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
    watching = ViewerFigures("user_1", "li", 9999, 0.25, None, 640, 360, 4)
    told = figures_json(RoomFigures(streams, (watching, ViewerFigures("user_2", "li"))))
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
            "width_px": 640,
            "height_px": 360,
            "freezes": 4,
        },
        {
            "participant": "user_2",
            "publisher": "li",
            "kbps": 0,
            "loss_percent": 0.0,
            "rtt_ms": None,
            "width_px": None,
            "height_px": None,
            "freezes": None,
        },
    ]


def test_the_ladder_sees_the_worst_loss_of_sound_and_picture_and_no_dead_stream():
    sound = PublisherFigures("li", "audio/opus", 9, 9, 0, 1, bitrate_bps=32_000, loss=0.1)
    picture = PublisherFigures("li", "video/vp8", 9, 9, 0, 1, 500_000, 0.01, 25.0, rtt_s=0.2)
    dead = PublisherFigures("li", "video/vp8", 9, 9, 0, 1, 0, 0.9)
    assert second_of("li", RoomFigures((dead, sound, picture), ())) == Second(0.1, 0.2, 25.0)
    assert second_of("li", RoomFigures((dead, sound), ())) is None
    assert second_of("wang", RoomFigures((picture,), ())) is None


def test_where_no_picture_is_due_the_sound_tells_how_the_network_is():
    sound = PublisherFigures("li", "audio/opus", 9, 9, 0, 1, 32_000, loss=0.1, rtt_s=0.3)
    heard = RoomFigures((sound,), ())
    assert second_of("li", heard, needs_picture=False) == Second(0.1, 0.3, 0.0)
    assert second_of("li", heard) is None
    assert second_of("li", RoomFigures((), ()), needs_picture=False) is None
