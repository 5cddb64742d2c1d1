"""Films as a phone's browser records them by itself."""

import io
from fractions import Fraction

import av

from tests.support.encoded import picture


def film_of_phone(kind="webm", count=60, codec=None, size_px=(320, 240)):
    """What MediaRecorder makes: picture and sound in a live WebM, or a fragmented MP4."""
    made = io.BytesIO()
    options = {"live": "1"} if kind == "webm" else {"movflags": "frag_keyframe+empty_moov"}
    with av.open(made, "w", format=kind, options=options) as film:
        video = film.add_stream(codec or ("libvpx" if kind == "webm" else "libx264"), rate=30)
        video.width, video.height, video.pix_fmt = *size_px, "yuv420p"
        video.codec_context.max_b_frames = 0
        sound = film.add_stream("libopus", rate=48_000)
        for number in range(count):
            frame = picture(number, size_px)
            frame.pts, frame.time_base = number, Fraction(1, 30)
            film.mux(video.encode(frame))
            silence = av.AudioFrame(format="s16", layout="stereo", samples=1600)
            silence.planes[0].update(bytes(6400))
            silence.sample_rate, silence.pts = 48_000, number * 1600
            film.mux(sound.encode(silence))
        film.mux(video.encode(None))
        film.mux(sound.encode(None))
    return made.getvalue()
