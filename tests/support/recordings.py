"""A recorder under test: packets go in at chosen moments, films and index come out."""

import io
import json
from dataclasses import dataclass, field
from pathlib import Path

import av

from tests.support.encoded import SIZE_PX
from webrtc.forwarder import Stream
from webrtc.recording.index import NAME
from webrtc.recording.recorder import Recorder
from webrtc.recording.scribe import Scribe, Volume
from webrtc.rtp import Codec

WALL_MS = 1_795_573_200_000
FRAME_S = 1 / 30


@dataclass
class Recording:
    """One participant's recording; times are seconds from 0."""

    folder: Path
    codecs: tuple = (Codec.VP8, Codec.OPUS)
    open_file: object = None
    scribe: Scribe = field(default_factory=Scribe)
    wishes: list = field(default_factory=list)
    now: float = 0.0

    def __post_init__(self):
        more = {"open_file": self.open_file} if self.open_file else {}
        self.volume = Volume(self.folder, self.scribe, **more)
        self.recorder = Recorder(self.volume, WALL_MS)
        self.recorder.follow(self.wishes.append, self.codecs)

    def hears(self, stream, packets, at=None):
        self.now = self.now if at is None else at
        self.recorder.offer(stream, packets, self.now)

    def plays(self, frames, sound=(), *, begins_at=0.0, video=None, audio=None, codec=Codec.VP8):
        """Pictures at 30 a second, sound at 50, with the engine's ticks."""
        video = video or Stream(codec, frames[0][0].ssrc if frames else 1)
        audio = audio or Stream(Codec.OPUS, 2)
        events = [(begins_at + n * FRAME_S, video, packets) for n, packets in enumerate(frames)]
        events += [(begins_at + n * 0.02, audio, [packet]) for n, packet in enumerate(sound)]
        events.sort(key=lambda one: one[0])
        last_tick = begins_at
        for at, stream, packets in events:
            while at - last_tick >= 0.5:
                last_tick += 0.5
                self.recorder.tick(last_tick)
            self.hears(stream, packets, at)
        return video, audio

    def ticks(self, until, step=0.5, expects_picture=True):
        while self.now + step <= until:
            self.now += step
            self.recorder.tick(self.now, expects_picture=expects_picture)

    def written(self):
        """All that was given is on the disk; the recorder goes on."""
        self.scribe.close()

    def ends(self):
        self.recorder.end(self.now)
        self.scribe.close()

    @property
    def lines(self):
        path = self.folder / NAME
        return [json.loads(one) for one in path.read_text().splitlines()] if path.exists() else []

    @property
    def gaps(self):
        """The last word about each gap: begin and end in seconds of the test, cause."""
        told = {one["gap"][0]: one for one in self.lines if "gap" in one}
        seconds = [
            (a if a is None else (a - WALL_MS) / 1000, b if b is None else (b - WALL_MS) / 1000, c)
            for a, b, c in ((*one["gap"], one["cause"]) for one in told.values())
        ]
        return sorted(seconds)

    @property
    def parts(self):
        return [one for one in self.lines if "part" in one]

    def pictures(self):
        """Of all parts: seconds of the test and grey of every picture, as FFmpeg decodes them."""
        return [one for part in self.parts for one in pictures_of(self.folder, part)]

    def sounds(self):
        found = []
        for part in self.parts:
            with av.open(io.BytesIO((self.folder / part["part"]).read_bytes())) as film:
                found += [
                    seconds(part, packet)
                    for packet in film.demux(audio=0)
                    if film.streams.audio and packet.size
                ]
        return found


def seconds(part, frame):
    return (part["began"] - WALL_MS) / 1000 + float(frame.pts * frame.time_base)


def pictures_of(folder, part):
    found = []
    with av.open(io.BytesIO((folder / part["part"]).read_bytes())) as film:
        for frame in film.decode(video=0):
            grey = frame.to_ndarray(format="gray")[SIZE_PX[1] // 2 + 20 :].mean()
            found.append((seconds(part, frame), grey))
    return found
