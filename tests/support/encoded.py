"""Real encoded pictures as RTP packets: each shows a grey of its own, so it can be recognised."""

from fractions import Fraction

import av
import numpy as np
from aiortc.codecs.h264 import H264Encoder
from aiortc.codecs.vpx import Vp8Encoder
from av import VideoFrame
from av.video.frame import PictureType

from webrtc.rtp import SEQ_RANGE, TIME_RANGE, Codec, Packet

SIZE_PX = (320, 240)
FRAME_TICKS = 3000  # 30 fps on 90 kHz
SOUND_TICKS = 960  # 20 ms on 48 kHz
# one silent 20 ms packet of a stereo Opus stream (RFC 6716: TOC 0xfc, hybrid/CELT fullband)
SILENCE = b"\xfc\xff\xfe"


def grey_of(number):
    """The grey of the picture with this number; neighbours differ by more than an encoder does."""
    return 40 + number * 37 % 160


def picture(number, size_px=SIZE_PX):
    image = np.full((size_px[1], size_px[0], 3), grey_of(number), np.uint8)
    image[: size_px[1] // 2, ::8] = 255 - grey_of(number)  # something to compress
    return VideoFrame.from_ndarray(image, format="bgr24")


def _vp8():
    encoder = Vp8Encoder()
    return lambda frame, is_key: encoder.encode(frame, force_keyframe=is_key)[0]


def _h264(size_px):
    """As a browser encodes: keyframes only when asked for."""
    context = av.CodecContext.create("libx264", "w")
    context.width, context.height = size_px
    context.pix_fmt, context.gop_size = "yuv420p", 10_000
    context.framerate, context.time_base = Fraction(30), Fraction(1, 90_000)
    context.options = {
        "preset": "ultrafast",
        "tune": "zerolatency",
        "profile": "baseline",
        "forced-idr": "1",
        "x264-params": "repeat-headers=1:scenecut=0",
    }

    def encode(frame, is_key):
        frame.pict_type = PictureType.I if is_key else PictureType.NONE
        encoded = b"".join(bytes(packet) for packet in context.encode(frame))
        return H264Encoder._packetize(H264Encoder._split_bitstream(encoded))

    return encode


def filmed(codec, count, *, first_seq=100, first_timestamp=0, keyframes=(0,), size_px=SIZE_PX,
           ssrc=1, first_number=0):  # fmt: skip
    """Packets of `count` pictures, one list per picture."""
    encode = _vp8() if codec is Codec.VP8 else _h264(size_px)
    seq, frames = first_seq, []
    for number in range(count):
        frame = picture(first_number + number, size_px)
        frame.pts, frame.time_base = number * FRAME_TICKS, Fraction(1, 90_000)
        payloads = encode(frame, number in keyframes)
        timestamp = (first_timestamp + number * FRAME_TICKS) % TIME_RANGE
        packets = []
        for at, payload in enumerate(payloads):
            is_marked = at == len(payloads) - 1
            packets.append(Packet(96, is_marked, seq % SEQ_RANGE, timestamp, ssrc, payload))
            seq += 1
        frames.append(packets)
    return frames


def spoken(count, *, first_seq=7, first_timestamp=0, ssrc=2):
    """Packets of silence, 20 ms each."""
    return [
        Packet(
            111,
            False,
            (first_seq + step) % SEQ_RANGE,
            (first_timestamp + step * SOUND_TICKS) % TIME_RANGE,
            ssrc,
            SILENCE,
        )
        for step in range(count)
    ]


def flat(frames):
    return [packet for packets in frames for packet in packets]


def as_of(packets, ssrc):
    return [packet._replace(ssrc=ssrc) for packet in packets]
