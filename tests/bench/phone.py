"""`python -m tests.bench.phone LINK`: the virtual phone, with the film for a picture.

Its own camera draws 12 pictures a second, so a keyframe would be up to 83 ms away. A real phone's
encoder gives 30, and so does the film, which begins anew with its keyframe when one is asked for.
"""

import sys

from aiortc import RTCRtpSender

import webrtc.phone
from inspection.live.virtual_phone import main
from tests.bench.callers import FilmTrack
from tests.bench.film import Film, film
from tests.bench.runs import FILM


def play(reel: Film) -> None:
    """From now on phones of this process send the film's pictures."""
    ask = RTCRtpSender._send_keyframe

    def begin_anew(sender: RTCRtpSender) -> None:
        if isinstance(sender.track, FilmTrack):
            sender.track.restart()
        ask(sender)

    RTCRtpSender._send_keyframe = begin_anew
    webrtc.phone.CameraTrack = lambda _camera: FilmTrack("video", reel.video)


if __name__ == "__main__":
    play(film(FILM))
    sys.exit(main(sys.argv[1:]))
