"""A process that records a film in real time and says how far it is, until it is killed."""

import sys
import time
from pathlib import Path

from tests.support.encoded import filmed, spoken
from webrtc.forwarder import Stream
from webrtc.recording.recorder import Recorder
from webrtc.recording.scribe import Scribe, Volume
from webrtc.rtp import Codec

FRAME_S, SECONDS, LOOP = 1 / 30, 20, 300


def main(folder: str, codec_name: str) -> None:
    codec = Codec(codec_name)
    frames = filmed(codec, LOOP)  # one keyframe in it: none helps to write early
    streams = Stream(codec, 1), Stream(Codec.OPUS, 2)
    began = time.monotonic()
    wall_ms = time.time() * 1000 - began * 1000
    recorder = Recorder(Volume(Path(folder), Scribe()), wall_ms)
    recorder.follow(lambda _now: None, (codec, Codec.OPUS))
    voice = spoken(SECONDS * 50)
    said = 0
    for number in range(SECONDS * 30):
        now = time.monotonic()
        time.sleep(max(0.0, began + number * FRAME_S - now))
        now = time.monotonic()
        for packet in frames[number % LOOP]:
            step = number // LOOP * LOOP
            seq = (packet.seq + number // LOOP * (frames[-1][-1].seq + 1 - 100)) % 65536
            recorder.offer(
                streams[0],
                [packet._replace(seq=seq, timestamp=packet.timestamp + step * 3000)],
                now,
            )
        while said * 0.02 <= number * FRAME_S:
            recorder.offer(streams[1], [voice[said]], now)
            said += 1
        if number % 15 == 14:
            recorder.tick(now)
        sys.stdout.write(f"{int(wall_ms + now * 1000)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
