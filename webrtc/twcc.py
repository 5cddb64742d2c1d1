"""Transport-wide congestion feedback: which packets came, and when. Pure.

The sender numbers all its packets in a header extension and estimates its uplink from what it is
told here (draft-holmer-rmcat-transport-wide-cc-extensions-01).
"""

import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

URI = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
EVERY_S = 0.1  # 50 ms costs twice as much and gave Chromium nothing more (media-notes, section 2)
TICKS_PER_S = 4000  # deltas count 250 us
TICKS_PER_REFERENCE = 256  # reference times count 64 ms
MOST_PENDING = 2000  # packets between two feedbacks; more is no phone
MOST_IN_MESSAGE = 400  # numbers one message tells about; at most 1.3 kB of RTCP
MOST_GAP = 1000  # a longer jump is a sender that begins anew, not a loss
MOST_MESSAGES = 64  # in one feedback: each late packet may need its own
_RANGE = 1 << 16
_HALF = _RANGE // 2
_RTPFB, _FORMAT = 205, 15
_LOST, _SMALL, _LARGE = 0, 1, 2
_MOST_RUN = 8191
_EXTENSION = re.compile(rf"^a=extmap:(\d{{1,3}})(?:/\w+)? {re.escape(URI)}\s*$", re.MULTILINE)
_FEEDBACK = re.compile(r"^a=rtcp-fb:\S+ transport-cc\s*$", re.MULTILINE)


def offered_id(section: str) -> int | None:
    """Under which number this section of an offer offers the extension, with its feedback."""
    found = _EXTENSION.search(section)
    if found is None or _FEEDBACK.search(section) is None:
        return None
    number = int(found[1])
    return number if 1 <= number <= 255 and number != 15 else None


def transport_seq(data: bytes | memoryview, extension_id: int) -> int | None:
    """The transport-wide number in an RTP packet's header extensions (RFC 8285), if there."""
    if len(data) < 16 or not data[0] & 0x10:
        return None
    at = 12 + 4 * (data[0] & 0x0F)
    if at + 4 > len(data):
        return None
    is_short, is_long = data[at] == 0xBE and data[at + 1] == 0xDE, data[at] == 0x10
    end = min(at + 4 + 4 * (data[at + 2] << 8 | data[at + 3]), len(data))
    at += 4
    while at < end:
        first = data[at]
        if first == 0:  # padding between elements
            at += 1
            continue
        if is_short:
            number, size, at = first >> 4, (first & 0x0F) + 1, at + 1
            if number == 15:
                return None
        elif is_long and at + 1 < end:
            number, size, at = first, data[at + 1], at + 2
        else:
            return None
        if number == extension_id:
            return data[at] << 8 | data[at + 1] if size >= 2 and at + 2 <= end else None
        at += size
    return None


@dataclass
class Arrivals:
    """What came since the last feedback. Times are seconds of one monotonic clock."""

    pending: dict[int, float] = field(default_factory=dict[int, float])
    _next: int | None = None  # the first number not told about yet
    _count: int = 0

    def note(self, seq: int, at: float) -> None:
        """A packet came; the first time counts."""
        if seq not in self.pending and len(self.pending) < MOST_PENDING:
            self.pending[seq] = at

    def feedback(self, sender: int, media: int) -> Iterator[bytes]:
        """RTCP messages about everything since the last call; none when nothing came.

        A packet that comes after it was told lost is told again, alone.
        """
        if not self.pending:
            return
        arrived, self.pending = self.pending, {}
        if self._next is None:
            self._next = _first_of(arrived)
        offsets = sorted(((seq - self._next + _HALF) % _RANGE - _HALF, seq) for seq in arrived)
        origin, last = self._next, offsets[-1]
        if last[0] >= 0 or last[0] < -MOST_GAP:
            self._next = (last[1] + 1) % _RANGE
        for base, ticks in islice(_parts(arrived, offsets, origin), MOST_MESSAGES):
            body = _body(ticks, base, self._count)
            self._count = (self._count + 1) % 256
            yield _packet(sender, media, body)


def _first_of(arrived: dict[int, float]) -> int:
    """The earliest number by circular order around the first that came."""
    origin = next(iter(arrived))
    return min(arrived, key=lambda seq: (seq - origin + _HALF) % _RANGE)


def _parts(
    arrived: Mapping[int, float], offsets: Sequence[tuple[int, int]], origin: int
) -> Iterator[tuple[int, Sequence[int | None]]]:
    """The first number of each message, and an arrival in ticks or `None` for each from there."""
    for run in _runs(offsets):
        start = run[0][0]
        if 0 <= start <= MOST_GAP:
            start = 0  # what is missing before it was lost
        ticks: list[int | None] = [None] * (run[-1][0] - start + 1)
        for offset, seq in run:
            ticks[offset - start] = round(arrived[seq] * TICKS_PER_S)
        for begin, end in _pieces(ticks):
            yield (origin + start + begin) % _RANGE, ticks[begin:end]


def _runs(offsets: Sequence[tuple[int, int]]) -> Iterator[Sequence[tuple[int, int]]]:
    """Parts that go into messages of their own: late ones by neighbours, the rest by small gaps."""
    begin = 0
    for at in range(1, len(offsets) + 1):
        if at < len(offsets):
            before, now = offsets[at - 1][0], offsets[at][0]
            gap = now - before
            is_new = now >= 0 > before
            if not is_new and gap <= (1 if now < 0 else MOST_GAP):
                continue
        yield offsets[begin:at]
        begin = at


def _pieces(ticks: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    """Where messages begin and end: bounded in size, and no step between two arrivals > 8 s."""
    begin, last = 0, None
    for at, tick in enumerate(ticks):
        is_far = tick is not None and last is not None and not -32768 <= tick - last <= 32767
        # a piece without one arrival would have no time: it is joined to the next
        if last is not None and (at - begin >= MOST_IN_MESSAGE or is_far):
            yield begin, at
            begin, last = at, None
        if tick is not None:
            last = tick
    if last is not None:
        yield begin, len(ticks)


def _body(ticks: Sequence[int | None], base: int, count: int) -> bytes:
    first = next(tick for tick in ticks if tick is not None)
    reference = first // TICKS_PER_REFERENCE
    before = reference * TICKS_PER_REFERENCE
    statuses: list[int] = []
    deltas = bytearray()
    for tick in ticks:
        if tick is None:
            statuses.append(_LOST)
            continue
        delta, before = tick - before, tick
        if 0 <= delta <= 255:
            statuses.append(_SMALL)
            deltas.append(delta)
        else:
            statuses.append(_LARGE)
            deltas += struct.pack("!h", delta)
    head = struct.pack("!HHL", base, len(ticks), (reference & 0xFFFFFF) << 8 | count)
    return head + b"".join(_chunks(statuses)) + deltas


def _chunks(statuses: Sequence[int]) -> Iterator[bytes]:
    """Run-length chunks for what repeats, vectors of 14 or 7 for what does not."""
    at, end = 0, len(statuses)
    while at < end:
        status, run = statuses[at], at + 1
        while run < end and run - at < _MOST_RUN and statuses[run] == status:
            run += 1
        vector = statuses[at : at + 14]
        is_narrow = _LARGE not in vector
        if run == end or run - at >= (14 if is_narrow else 7):
            yield struct.pack("!H", status << 13 | run - at)
            at = run
        elif is_narrow:
            bits = sum(one << 13 - place for place, one in enumerate(vector))
            yield struct.pack("!H", 0x8000 | bits)
            at += len(vector)
        else:
            vector = statuses[at : at + 7]
            bits = sum(one << 12 - 2 * place for place, one in enumerate(vector))
            yield struct.pack("!H", 0xC000 | bits)
            at += len(vector)


def _packet(sender: int, media: int, body: bytes) -> bytes:
    padding = -len(body) % 4
    if padding:
        body += bytes(padding - 1) + bytes([padding])
    first = 0x80 | (0x20 if padding else 0) | _FORMAT
    return struct.pack("!BBHLL", first, _RTPFB, 2 + len(body) // 4, sender, media) + body
