"""`URL TOKEN CERTIFICATE KEY [FLAG]`: ffmpeg's WHIP muxer sends a moving bar until it is ended."""

import fractions
import sys
import time

import av
import numpy as np

FRAMES_PER_S = 30
SAMPLES = 48_000 // FRAMES_PER_S // 2
SIZE = (640, 360)


def main(url, token, certificate, key, *flags):
    options = {"authorization": token, "cert_file": certificate, "key_file": key}
    if flags:
        options["whip_flags"] = "+".join(flags)
    out = av.open(url, "w", format="whip", options=options)
    coding = {"profile": "baseline", "preset": "ultrafast", "tune": "zerolatency", "g": "30"}
    picture = out.add_stream("libx264", rate=FRAMES_PER_S, options={**coding, "bf": "0"})
    picture.width, picture.height = SIZE
    picture.pix_fmt = "yuv420p"
    sound = out.add_stream("libopus", rate=48_000, layout="stereo")
    began, number = time.monotonic(), 0
    while True:
        for packet in picture.encode(bar(number)):
            out.mux(packet)
        for half in range(2):
            for packet in sound.encode(tone(number * 2 + half)):
                out.mux(packet)
        number += 1
        time.sleep(max(0.0, began + number / FRAMES_PER_S - time.monotonic()))


def bar(number):
    pixels = np.full((SIZE[1], SIZE[0], 3), 60, np.uint8)
    left = number * 4 % (SIZE[0] - 40)
    pixels[:, left : left + 40] = 255
    frame = av.VideoFrame.from_ndarray(pixels, "rgb24")
    frame.pts, frame.time_base = number, fractions.Fraction(1, FRAMES_PER_S)
    return frame


def tone(number):
    times = (np.arange(SAMPLES) + number * SAMPLES) / 48_000
    wave = (np.sin(times * 440 * 2 * np.pi) * 8000).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(np.repeat(wave, 2)[None, :], "s16", "stereo")
    frame.sample_rate, frame.pts = 48_000, number * SAMPLES
    frame.time_base = fractions.Fraction(1, 48_000)
    return frame


if __name__ == "__main__":
    main(*sys.argv[1:])
