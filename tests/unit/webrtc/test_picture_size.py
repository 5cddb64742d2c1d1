from fractions import Fraction

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.packets import DELTA
from webrtc.picture_size import size_in
from webrtc.rtp import Codec


@pytest.mark.parametrize("size", [(1280, 720), (642, 358), (176, 144)])
def test_a_vp8_keyframe_names_its_size(size):
    encoder = av.CodecContext.create("libvpx", "w")
    encoder.width, encoder.height, encoder.pix_fmt = *size, "yuv420p"
    encoder.time_base = Fraction(1, 30)
    picture = np.zeros((size[1], size[0], 3), np.uint8)
    frames = encoder.encode(av.VideoFrame.from_ndarray(picture)) + encoder.encode(None)
    assert size_in(Codec.VP8, b"\x90\x80\x12" + bytes(frames[0])) == size


@pytest.mark.parametrize("size", [(1280, 720), (642, 358)])
def test_an_h264_parameter_set_names_its_size_alone_or_among_others(size):
    encoder = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = *size, "yuv420p"
    encoder.time_base, encoder.options = Fraction(1, 30), {"profile": "baseline"}
    picture = np.zeros((size[1], size[0], 3), np.uint8)
    frames = encoder.encode(av.VideoFrame.from_ndarray(picture)) + encoder.encode(None)
    units = bytes(frames[0]).replace(b"\x00\x00\x00\x01", b"\x00\x00\x01").split(b"\x00\x00\x01")
    sps = next(unit for unit in units if unit and unit[0] & 0x1F == 7)
    assert size_in(Codec.H264, sps) == size
    delimiter = b"\x09\xf0"
    both = b"".join(len(one).to_bytes(2, "big") + one for one in (delimiter, sps))
    assert size_in(Codec.H264, b"\x18" + both) == size


def test_other_packets_name_none():
    assert size_in(Codec.VP8, DELTA) is None
    assert size_in(Codec.OPUS, b"\x10\x00\x00\x00\x9d\x01\x2a" + bytes(8)) is None


@given(st.sampled_from(Codec), st.binary(max_size=60))
def test_no_payload_raises(codec, payload):
    for begun in (payload, b"\x10\x00\x00\x00\x9d\x01\x2a" + payload, b"\x67\x42" + payload):
        size = size_in(codec, begun)
        assert size is None or all(0 < one <= 16384 for one in size)
