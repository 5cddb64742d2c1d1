"""What arrives of a stream, and how it goes out to a viewer under other numbers. Pure, no I/O."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from webrtc.picture_size import size_in
from webrtc.rtcp import Reception, SenderReport
from webrtc.rtp import (
    HEADER,
    SEQ_RANGE,
    TIME_RANGE,
    Codec,
    Headed,
    Packet,
    begins_keyframe,
    header,
    is_newer,
)

RING_PACKETS = 512  # about 2 s of 2 Mbit/s video; older losses are mended by a keyframe
SOUND_RING_PACKETS = 64  # 1.3 s of 20 ms each: what comes later nobody can hear any more
LONG_AGO = 8192  # packets, half a minute: what is older left the ring and is not asked for
MOST_MISSING = 256  # beyond that a keyframe is cheaper than asking again
FIRST_NACK_S = 0.005  # media-notes, section 5: 5 ms, then every 60 ms, at most 10 times
NEXT_NACK_S = 0.06
MOST_NACKS = 10
CLOCK_HZ = {Codec.VP8: 90_000, Codec.H264: 90_000, Codec.OPUS: 48_000}
_SEQ = SEQ_RANGE - 1
_TIME = TIME_RANGE - 1
_HALF = SEQ_RANGE // 2


@dataclass
class Missing:
    """A packet that has not come: how often asked, and when next."""

    tries: int
    next_at: float


@dataclass(eq=False)
class Stream:
    """One incoming RTP stream: order, gaps, a memory of recent packets.

    Times are seconds of a monotonic clock, handed in.
    """

    codec: Codec
    ssrc: int
    profile: str = ""
    highest: int | None = None
    cycles: int = 0
    first: int = 0
    received: int = 0
    payload_bytes: int = 0
    pictures: int = 0  # of sound: packets
    size_px: tuple[int, int] = (0, 0)  # as the last keyframe said
    report: SenderReport | None = None
    report_at: float = 0.0
    missing: dict[int, Missing] = field(default_factory=dict[int, Missing])
    wants_keyframe: bool = False
    refused: int = 0  # in a row; hundreds mean that the sender counts anew
    jitter: float = 0.0
    _ring: list[Packet | None] = field(init=False)
    _mask: int = field(init=False)  # makes a number its place in the ring
    _expected: int = -1  # the number that comes next if nothing is lost
    _timestamp: int = -1
    _transit: float | None = None
    _expected_before: int = 0
    _received_before: int = 0

    def __post_init__(self) -> None:
        size = SOUND_RING_PACKETS if self.codec is Codec.OPUS else RING_PACKETS
        self._ring, self._mask = [None] * size, size - 1

    def take(self, packet: Packet, now: float) -> bool:
        """Takes a packet in; `False` for one that was here before (retransmitted, replayed)."""
        seq = packet.seq
        if seq == self._expected:
            self.cycles += seq == 0
        elif not self._is_wanted(seq, now):
            return False
        if self._expected == seq:
            self.highest = seq
            self._expected = (seq + 1) & _SEQ
            if packet.timestamp != self._timestamp and packet.payload:
                self._note_opening(packet, now)
        self._ring[seq & self._mask] = packet
        self.received += 1
        self.payload_bytes += len(packet.payload)
        return True

    def _note_opening(self, packet: Packet, now: float) -> None:
        """The first packet of a picture: those behind it waited for their turn, so it is timed."""
        self._timestamp = packet.timestamp
        self.pictures += 1
        self.size_px = size_in(self.codec, packet.payload) or self.size_px
        self._note_jitter(packet, now)

    def recall(self, seq: int) -> Packet | None:
        """A packet that came not long ago, by its number."""
        packet = self._ring[seq & self._mask]
        return packet if packet is not None and packet.seq == seq else None

    def _is_wanted(self, seq: int, now: float) -> bool:
        """Judges a number that is not the next; leaves `_expected` at it when it is the newest."""
        highest = self.highest
        if highest is None:
            self.first = self._expected = seq
        elif is_newer(seq, highest):
            self._note_gap(seq, now)
            self.cycles += seq < highest
            self._expected = seq
        elif self.missing.pop(seq, None) is None:
            self.refused += 1
            return False
        self.refused = 0
        return True

    def _note_gap(self, seq: int, now: float) -> None:
        assert self.highest is not None  # noqa: S101 - called by `_is_wanted` only
        gap = (seq - self.highest) % SEQ_RANGE - 1
        if gap > MOST_MISSING:
            self.missing.clear()
            self.wants_keyframe = True
            return
        for step in range(gap):
            lost = (self.highest + 1 + step) % SEQ_RANGE
            self.missing[lost] = Missing(0, now + FIRST_NACK_S)
        if len(self.missing) > MOST_MISSING:
            self.missing.clear()
            self.wants_keyframe = True

    def due_nacks(self, now: float) -> list[int]:
        """Packets to ask for again now; those asked too often are given up for a keyframe."""
        due: list[int] = []
        if not self.missing:
            return due
        for seq, state in list(self.missing.items()):
            if state.next_at > now:
                continue
            if state.tries >= MOST_NACKS:
                del self.missing[seq]
                self.wants_keyframe = True
                continue
            state.tries += 1
            state.next_at = now + NEXT_NACK_S
            due.append(seq)
        return due

    def _note_jitter(self, packet: Packet, now: float) -> None:
        transit = now * CLOCK_HZ[self.codec] - packet.timestamp
        if self._transit is not None:
            # RFC 3550, 6.4.1; a wrapped timestamp shows as a huge step and is left out
            step = abs(transit - self._transit)
            if step < CLOCK_HZ[self.codec]:
                self.jitter += (step - self.jitter) / 16
        self._transit = transit

    def reception(self, now: float) -> Reception:
        """Figures for a receiver report since the last call."""
        highest = (self.cycles << 16) + (self.highest or 0)
        expected = highest - self.first + 1
        lost = expected - self.received
        of = expected - self._expected_before
        lost_now = of - (self.received - self._received_before)
        self._expected_before, self._received_before = expected, self.received
        fraction = min(255, max(0, lost_now * 256 // of)) if of > 0 else 0
        last = (self.report.ntp >> 16) & 0xFFFFFFFF if self.report else 0
        delay = int((now - self.report_at) * 65536) & 0xFFFFFFFF if self.report else 0
        return Reception(self.ssrc, fraction, lost, highest, int(self.jitter), last, delay)


@dataclass
class Rewriter:
    """One outgoing stream to one viewer: own numbers, continuous over changes of the source."""

    payload_type: int
    ssrc: int
    rtx_payload_type: int | None
    rtx_ssrc: int
    first_seq: int  # below 32768, else SRTP's roll-over counter may start wrong (media-notes, 6.8)
    source: int | None = None
    began_with: int | None = None  # the source's packet shown first, until that was LONG_AGO
    seq_shift: int = 0
    time_shift: int = 0
    last_seq: int | None = None
    last_timestamp: int = 0
    last_at: float = 0.0
    rtx_seq: int = 0
    packets: int = 0
    payload_bytes: int = 0

    def admits(self, codec: Codec, packet: Packet) -> bool:
        """Whether the viewer can use the packet: of the known source, or where one may start.

        Not what is older than the start: late or asked for again, it would go out under a number
        that the source before had used, to SRTP a second message under one nonce.
        """
        if packet.ssrc == self.source:
            return not self._is_before_start(packet.seq)
        return begins_keyframe(codec, packet.payload)

    def _is_before_start(self, seq: int) -> bool:
        start = self.began_with
        return start is not None and seq != start and not is_newer(seq, start)

    def begin(self, codec: Codec, packet: Packet, now: float) -> None:
        """From this packet on the viewer is shown its source. Ask `admits` first."""
        if self.last_seq is None:
            seq, timestamp = self.first_seq, packet.timestamp
        else:
            seq = self.last_seq + 1
            passed = max(1, int((now - self.last_at) * CLOCK_HZ[codec]))
            timestamp = self.last_timestamp + passed
        self.source, self.began_with = packet.ssrc, packet.seq
        self.seq_shift = (seq - packet.seq) % SEQ_RANGE
        self.time_shift = (timestamp - packet.timestamp) % TIME_RANGE

    def rewrite(self, packets: Sequence[Packet], now: float) -> list[Headed]:
        """How packets of the shown source go to this viewer; not those from before the start."""
        plain, marked, ssrc = self.payload_type, self.payload_type | 0x80, self.ssrc
        seq_shift, time_shift, last = self.seq_shift, self.time_shift, self.last_seq
        start, rewritten = self.began_with, list[Headed]()
        for _, is_marked, source_seq, source_time, _, payload in packets:
            if start is not None:
                passed = (source_seq - start) & _SEQ
                if passed >= _HALF:
                    continue
                if passed > LONG_AGO:
                    start = self.began_with = None
            seq = (source_seq + seq_shift) & _SEQ
            timestamp = (source_time + time_shift) & _TIME
            if last is None or 0 < (seq - last) & _SEQ < _HALF:
                self.last_seq, self.last_timestamp, self.last_at = seq, timestamp, now
                last = seq
            self.payload_bytes += len(payload)
            head = HEADER.pack(0x80, marked if is_marked else plain, seq, timestamp, ssrc)
            rewritten.append((head, payload))
        self.packets += len(rewritten)
        return rewritten

    def again(self, stream: Stream, seq: int) -> Headed | None:
        """A packet the viewer asks for again, by its own number; as RTX (RFC 4588) if agreed.

        `None` for what is not to be had.
        """
        original = stream.recall((seq - self.seq_shift) % SEQ_RANGE)
        if original is None or original.ssrc != self.source:
            return None
        if self._is_before_start(original.seq):
            return None
        is_rtx = self.rtx_payload_type is not None
        if is_rtx:
            self.rtx_seq = (self.rtx_seq + 1) % SEQ_RANGE
        head = header(
            self.payload_type if self.rtx_payload_type is None else self.rtx_payload_type,
            is_marked=original.is_marked,
            seq=self.rtx_seq if is_rtx else seq,
            timestamp=(original.timestamp + self.time_shift) % TIME_RANGE,
            ssrc=self.rtx_ssrc if is_rtx else self.ssrc,
        )
        return head + (seq.to_bytes(2, "big") if is_rtx else b""), original.payload
