"""RTP packets of a VP8 stream as tests number them."""

from hypothesis import strategies as st

from webrtc.rtp import SEQ_RANGE, TIME_RANGE, Packet

KEY, DELTA = b"\x10\x02\x00\x9d\x01\x2a", b"\x10\x03\x00\x00"
FRAME_TICKS = 3000  # 30 fps on 90 kHz
seqs = st.integers(0, SEQ_RANGE - 1)
times = st.integers(0, TIME_RANGE - 1)


def numbered(seq, ssrc=1, payload=DELTA, timestamp=None):
    timestamp = seq * FRAME_TICKS if timestamp is None else timestamp
    return Packet(96, False, seq % SEQ_RANGE, timestamp % TIME_RANGE, ssrc, payload)
