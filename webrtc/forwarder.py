"""What arrives of a stream, and how it goes out to a viewer under other numbers. Pure, no I/O."""

from dataclasses import dataclass, field

from webrtc.rtcp import Reception, SenderReport
from webrtc.rtp import SEQ_RANGE, TIME_RANGE, Codec, Packet, begins_keyframe, header, is_newer

RING_PACKETS = 1024  # about 4 s of 1.5 Mbit/s video
LONG_AGO = 8192  # packets, half a minute: what is older left the ring and is not asked for
MOST_MISSING = 256  # beyond that a keyframe is cheaper than asking again
FIRST_NACK_S = 0.005  # media-notes, section 5: 5 ms, then every 60 ms, at most 10 times
NEXT_NACK_S = 0.06
MOST_NACKS = 10
CLOCK_HZ = {Codec.VP8: 90_000, Codec.H264: 90_000, Codec.OPUS: 48_000}


@dataclass
class Missing:
    """A packet that has not come: how often asked, and when next."""

    tries: int
    next_at: float


@dataclass
class Stream:
    """One incoming RTP stream: order, gaps, a memory of recent packets.

    Times are seconds of a monotonic clock, handed in.
    """

    codec: Codec
    ssrc: int
    profile: str = ""
    ring: dict[int, Packet] = field(default_factory=dict[int, Packet])
    highest: int | None = None
    cycles: int = 0
    first: int = 0
    received: int = 0
    payload_bytes: int = 0
    report: SenderReport | None = None
    report_at: float = 0.0
    missing: dict[int, Missing] = field(default_factory=dict[int, Missing])
    wants_keyframe: bool = False
    jitter: float = 0.0
    _transit: float | None = None
    _expected_before: int = 0
    _received_before: int = 0

    def take(self, packet: Packet, now: float) -> bool:
        """Takes a packet in; `False` for one that was here before (retransmitted, replayed)."""
        if self.highest is None:
            self.highest = self.first = packet.seq
        elif is_newer(packet.seq, self.highest):
            self._note_gap(packet.seq, now)
            self.cycles += packet.seq < self.highest
            self.highest = packet.seq
        elif packet.seq in self.ring or packet.seq not in self.missing:
            return False
        self.missing.pop(packet.seq, None)
        self.ring[packet.seq] = packet
        if len(self.ring) > RING_PACKETS:
            del self.ring[next(iter(self.ring))]
        self.received += 1
        self.payload_bytes += len(packet.payload)
        self._note_jitter(packet, now)
        return True

    def _note_gap(self, seq: int, now: float) -> None:
        assert self.highest is not None  # noqa: S101 - called by `take` only
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

    def rewrite(self, codec: Codec, packet: Packet, now: float) -> bytes:
        """The header under which the payload goes to this viewer. Ask `admits` first."""
        if packet.ssrc != self.source:
            self._switch(codec, packet, now)
        elif self.began_with is not None and (packet.seq - self.began_with) % SEQ_RANGE > LONG_AGO:
            self.began_with = None
        seq = (packet.seq + self.seq_shift) % SEQ_RANGE
        timestamp = (packet.timestamp + self.time_shift) % TIME_RANGE
        if self.last_seq is None or is_newer(seq, self.last_seq):
            self.last_seq, self.last_timestamp, self.last_at = seq, timestamp, now
        self.packets += 1
        self.payload_bytes += len(packet.payload)
        return header(
            self.payload_type,
            is_marked=packet.is_marked,
            seq=seq,
            timestamp=timestamp,
            ssrc=self.ssrc,
        )

    def _switch(self, codec: Codec, packet: Packet, now: float) -> None:
        if self.last_seq is None:
            seq, timestamp = self.first_seq, packet.timestamp
        else:
            seq = self.last_seq + 1
            passed = max(1, int((now - self.last_at) * CLOCK_HZ[codec]))
            timestamp = self.last_timestamp + passed
        self.source, self.began_with = packet.ssrc, packet.seq
        self.seq_shift = (seq - packet.seq) % SEQ_RANGE
        self.time_shift = (timestamp - packet.timestamp) % TIME_RANGE

    def again(self, stream: Stream, seq: int) -> tuple[bytes, bytes] | None:
        """A packet the viewer asks for again, by its own number; as RTX (RFC 4588) if agreed.

        Returns:
            What goes before the payload, and the payload; `None` for what is not to be had.
        """
        original = stream.ring.get((seq - self.seq_shift) % SEQ_RANGE)
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
