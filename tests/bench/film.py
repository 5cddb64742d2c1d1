"""A call's pictures and sound, encoded once: 6 s of 1280x720 at 30 frames, VP8 and Opus.

The picture is a view of the camera's panorama that pans, shakes like a hand and carries a sensor's
noise. Encoder settings are those aiortc uses for a call; one keyframe at the beginning.
"""

import fractions
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np

from webrtc.phone import PanoramaCamera
from webrtc.view import Picture, flat_view

SIZE = (1280, 720)
FRAMES_PER_S = 30
LENGTH_S = 6
BITRATE_BPS = 1_500_000
SOUND_HZ = 48_000
SOUND_SAMPLES = 960  # 20 ms
SOUND_BPS = 32_000
_NOISE = 3  # of 255, standard deviation; chosen, not measured


@dataclass(frozen=True)
class Film:
    """Encoded frames in order; the first of `video` is a keyframe."""

    video: tuple[bytes, ...]
    audio: tuple[bytes, ...]

    @property
    def video_bps(self) -> float:
        """What the encoder really used."""
        return sum(map(len, self.video)) * 8 / LENGTH_S


def film(path: Path) -> Film:
    """The film in this WebM file, made when the file is not there."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished.webm")
        _write(unfinished)
        unfinished.rename(path)
    frames: dict[str, list[bytes]] = {"video": [], "audio": []}
    with av.open(str(path)) as container:
        for packet in container.demux():
            if packet.size:
                frames[packet.stream.type].append(bytes(packet))
    return Film(tuple(frames["video"]), tuple(frames["audio"]))


def textured(view: Picture, chance: np.random.Generator) -> Picture:
    """The view with what walls, steel and food have and a test pattern lacks: fine detail."""
    rows, columns = view.shape[:2]
    detailed = view.astype(np.float32)
    for scale in (2, 5, 16):
        coarse = chance.normal(0, 14, (rows // scale, columns // scale)).astype(np.float32)
        detailed += cv2.resize(coarse, (columns, rows))[..., None]
    return detailed.clip(0, 255).astype(np.uint8)


def _write(path: Path) -> None:
    with av.open(str(path), "w", format="webm") as container:
        video = container.add_stream("libvpx", rate=FRAMES_PER_S)
        video.width, video.height = SIZE
        video.pix_fmt = "yuv420p"
        video.bit_rate = BITRATE_BPS
        video.gop_size = FRAMES_PER_S * LENGTH_S * 2
        rate = str(BITRATE_BPS)
        video.options = {
            "deadline": "realtime",
            "cpu-used": "-6",
            "lag-in-frames": "0",
            "minrate": rate,
            "maxrate": rate,
            "bufsize": rate,
            "qmin": "2",
            "qmax": "56",
            "static-thresh": "1",
        }
        audio = container.add_stream("libopus", rate=SOUND_HZ, layout="mono")
        audio.bit_rate = SOUND_BPS
        for number, picture in enumerate(_pictures()):
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            frame.pts = number
            frame.time_base = fractions.Fraction(1, FRAMES_PER_S)
            container.mux(video.encode(frame))
        for frame in _sound():
            container.mux(audio.encode(frame))
        for stream in (video, audio):
            container.mux(stream.encode(None))


def _pictures():
    wide = (SIZE[0] * 2, SIZE[1] + 80)
    panorama = PanoramaCamera.of_room(None).panorama
    chance = np.random.default_rng(1)
    plain = flat_view(panorama, *wide, yaw_deg=0, pitch_deg=-4, fov_deg=110)
    view = textured(plain, chance).astype(np.int16)
    noise = chance.normal(0, _NOISE, (wide[1], wide[0] + 500, 1)).astype(np.int16)
    for number in range(FRAMES_PER_S * LENGTH_S):
        share = number / (FRAMES_PER_S * LENGTH_S)
        left = int((0.5 - 0.5 * np.cos(2 * np.pi * share)) * (wide[0] - SIZE[0] - 8))
        left += int(4 + 4 * np.sin(number / 5))
        top = int(40 + 30 * np.sin(number / 23) + 5 * np.sin(number / 4))
        grain = int(chance.integers(0, 500))
        seen = view[top : top + SIZE[1], left : left + SIZE[0]]
        grained = seen + noise[top : top + SIZE[1], grain : grain + SIZE[0]]
        yield np.ascontiguousarray(grained.clip(0, 255).astype(np.uint8))


def _sound():
    chance = np.random.default_rng(2)
    for number in range(SOUND_HZ * LENGTH_S // SOUND_SAMPLES):
        at = (np.arange(SOUND_SAMPLES) + number * SOUND_SAMPLES) / SOUND_HZ
        loud = 0.5 + 0.5 * np.sin(2 * np.pi * 3 * at)  # syllables
        wave = loud * (np.sin(2 * np.pi * 180 * at) + 0.3 * chance.normal(size=SOUND_SAMPLES))
        samples = (wave * 5000).astype(np.int16).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate, frame.pts = SOUND_HZ, number * SOUND_SAMPLES
        frame.time_base = fractions.Fraction(1, SOUND_HZ)
        yield frame
