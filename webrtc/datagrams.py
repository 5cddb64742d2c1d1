"""A UDP socket read and written many datagrams at a time: recvmmsg(2), sendmmsg(2), UDP_SEGMENT.

One system call per datagram cost more than all of forwarding (media-notes, section 2: a third of
the time was the kernel's). Here datagrams wait in two fixed arenas: the inbox holds what one call
read, the outbox what the next `flush` sends. Equal neighbours to one receiver, as the packets of a
picture are, leave as one train that the kernel cuts (UDP_SEGMENT); where it can not, one by one.
What the kernel wrote about a batch is read by the column, in one go for all of its datagrams.
Knows no media and no connection.
"""

import ctypes
import errno
import ipaddress
import socket
import struct
from collections.abc import Sequence

from webrtc.sockaddr import LONGEST_BYTES, address_of, key_of

SLOT_BYTES = 2048  # more than the guard lets through, so that a longer datagram is seen as such
INBOX_SLOTS = 64
OUTBOX_SLOTS = 256
BUFFER_BYTES = 4 << 20  # a stall of half a second at 60 Mbit/s loses nothing (media-notes, 2)
_MOST_SEGMENTS = 60  # the kernel's own limit is 64 (UDP_MAX_SEGMENTS)
_MOST_TRAIN_BYTES = 60_000  # of 65,507 in a UDP datagram
_MESSAGE_WORDS = 8  # struct mmsghdr is 64 bytes: seven words of msghdr, then msg_len
_CONTROL_BYTES = 24  # CMSG_SPACE(sizeof(uint16_t))
_SOL_UDP, _UDP_SEGMENT = 17, 103
_MSG_DONTWAIT = socket.MSG_DONTWAIT
_LIBC = ctypes.CDLL(None, use_errno=True)
_RECVMMSG = _LIBC.recvmmsg
_SENDMMSG = _LIBC.sendmmsg
for _call in (_RECVMMSG, _SENDMMSG):
    _call.restype = ctypes.c_int
_RECVMMSG.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_void_p]
_SENDMMSG.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_uint, ctypes.c_int]


def open_socket(address: str, port: int) -> socket.socket:
    """A non-blocking socket on this address. Raises `OSError` when the port is taken."""
    family = socket.AF_INET6 if ipaddress.ip_address(address).version == 6 else socket.AF_INET
    made = socket.socket(family, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC)
    try:
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):  # as much as the system allows
            made.setsockopt(socket.SOL_SOCKET, option, BUFFER_BYTES)
        made.bind((address, port))
    except OSError:
        made.close()
        raise
    return made


class _Memory:
    """Bytes at an address that stays: what the kernel is given pointers into."""

    def __init__(self, size: int) -> None:
        self.whole = bytearray(size)
        self.address = ctypes.addressof((ctypes.c_char * size).from_buffer(self.whole))

    def words(self) -> "memoryview[int]":
        return memoryview(self.whole).cast("Q")


class Inbox:
    """What one `receive` read: datagram i lies at `i * SLOT_BYTES`, `sizes()[i]` bytes long."""

    def __init__(self, made: socket.socket) -> None:
        self._fd = made.fileno()
        self._name_bytes = LONGEST_BYTES if made.family == socket.AF_INET6 else 16
        self.arena = bytearray(INBOX_SLOTS * SLOT_BYTES)
        self.view = memoryview(self.arena)
        self._names = _Memory(INBOX_SLOTS * 32)
        self._vectors = _Memory(INBOX_SLOTS * 16)
        self._messages = _Memory(INBOX_SLOTS * 8 * _MESSAGE_WORDS)
        self._pinned = (ctypes.c_char * len(self.arena)).from_buffer(self.arena)
        vectors, messages = self._vectors.words(), self._messages.words()
        base = ctypes.addressof(self._pinned)
        for slot in range(INBOX_SLOTS):
            vectors[2 * slot] = base + slot * SLOT_BYTES
            vectors[2 * slot + 1] = SLOT_BYTES
            at = slot * _MESSAGE_WORDS
            messages[at] = self._names.address + 32 * slot
            messages[at + 1] = self._name_bytes  # the kernel writes the same back
            messages[at + 2] = self._vectors.address + 16 * slot
            messages[at + 3] = 1
        self._name_words = self._names.words()
        self._lengths = memoryview(self._messages.whole).cast("I")

    def receive(self) -> int:
        """Reads what waits, at most `INBOX_SLOTS` datagrams; how many there were."""
        count: int = _RECVMMSG(self._fd, self._messages.address, INBOX_SLOTS, _MSG_DONTWAIT, None)
        return max(count, 0)

    def sizes(self, count: int) -> list[int]:
        """Bytes of each of the first datagrams; `SLOT_BYTES` for one that was longer."""
        return self._lengths[14 : 16 * count : 16].tolist()

    def keys(self, count: int) -> list[int]:
        """Who sent each of them, as `key_of` gives it."""
        if self._name_bytes == LONGEST_BYTES:
            return [key_of(self.name(slot)) for slot in range(count)]
        return self._name_words[: 4 * count : 4].tolist()

    def name(self, slot: int) -> bytes:
        """Who sent it, as `name_of` writes it."""
        return bytes(self._names.whole[32 * slot : 32 * slot + self._name_bytes])


class Destination:
    """One receiver."""

    def __init__(self, name: bytes) -> None:
        self.size = len(name)
        self._kept = ctypes.create_string_buffer(name, len(name))
        self.pointer = ctypes.addressof(self._kept)


class Outbox:
    """Datagrams written in place and sent together.

    Each slot has its piece of a message (struct iovec) for good, so datagrams in neighbouring
    slots are a train when a message names the first piece and their number.
    """

    def __init__(self, made: socket.socket) -> None:
        self._socket = made
        self._fd = made.fileno()
        self.arena = bytearray(OUTBOX_SLOTS * SLOT_BYTES)
        self.view = memoryview(self.arena)
        self._pinned = (ctypes.c_char * len(self.arena)).from_buffer(self.arena)
        self._vectors = _Memory(OUTBOX_SLOTS * 16)
        self._messages = _Memory(OUTBOX_SLOTS * 8 * _MESSAGE_WORDS)
        self._controls = _Memory(OUTBOX_SLOTS * _CONTROL_BYTES)
        self._words = self._messages.words()
        self._lengths = self._vectors.words()
        self._segments = memoryview(self._controls.whole).cast("H")
        base = ctypes.addressof(self._pinned)
        for slot in range(OUTBOX_SLOTS):
            self._lengths[2 * slot] = base + slot * SLOT_BYTES
            at = slot * _CONTROL_BYTES  # struct cmsghdr: 18 bytes, SOL_UDP, UDP_SEGMENT
            struct.pack_into("=QII", self._controls.whole, at, 18, _SOL_UDP, _UDP_SEGMENT)
        self._count = 0  # messages
        self._taken = 0  # slots
        self.cuts_trains = True
        self.lost = 0  # datagrams the kernel did not take: its buffer was full, or it refused

    def take(self, count: int = 1) -> int:
        """The first of so many free slots in a row; sends first when there are too few.

        Not more than `OUTBOX_SLOTS` at a time.
        """
        first = self._taken
        if first + count > OUTBOX_SLOTS:
            self.flush()
            first = 0
        self._taken = first + count
        return first

    def add(self, destination: Destination, slot: int, sizes: Sequence[int]) -> None:
        """The datagrams in `slot` and those behind it go to this receiver with the next `flush`."""
        lengths, first, segment, last, total = self._lengths, slot, 0, 0, 0
        for size in sizes:
            lengths[2 * slot + 1] = size
            # a train is of equal datagrams; only its last may be shorter
            if (
                segment
                and last == segment >= size
                and self.cuts_trains
                and slot - first < _MOST_SEGMENTS
                and total + size <= _MOST_TRAIN_BYTES
            ):
                total += size
            else:
                if segment:
                    self._couple(destination, first, slot - first, segment)
                first, segment, total = slot, size, size
            last = size
            slot += 1
        if segment:
            self._couple(destination, first, slot - first, segment)

    def _couple(self, destination: Destination, first: int, count: int, segment: int) -> None:
        """One more message, of datagrams in neighbouring slots."""
        words, number = self._words, self._count
        at = number * _MESSAGE_WORDS
        self._count = number + 1
        words[at] = destination.pointer
        words[at + 1] = destination.size
        words[at + 2] = self._vectors.address + 16 * first
        words[at + 3] = count
        if count > 1:
            words[at + 4] = self._controls.address + _CONTROL_BYTES * number
            words[at + 5] = _CONTROL_BYTES
            self._segments[number * _CONTROL_BYTES // 2 + 8] = segment
        else:
            words[at + 4] = words[at + 5] = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not self._count

    def flush(self) -> None:
        """Sends all that waits. What the kernel does not take is lost, as UDP is."""
        count, sent = self._count, 0
        self._count = self._taken = 0
        while sent < count:
            message = self._messages.address + 64 * sent
            done: int = _SENDMMSG(self._fd, message, count - sent, _MSG_DONTWAIT)
            if done > 0:
                sent += done
                continue
            why = ctypes.get_errno()
            if why == errno.EINTR:
                continue
            if self._words[sent * _MESSAGE_WORDS + 3] > 1 and why in {errno.EIO, errno.EINVAL}:
                self._send_cut(sent)  # no UDP_SEGMENT on this way out
            elif why in {errno.EAGAIN, errno.ENOBUFS}:
                self.lost += count - sent
                return
            else:
                self.lost += self._words[sent * _MESSAGE_WORDS + 3]
            sent += 1

    def _send_cut(self, message: int) -> None:
        self.cuts_trains = False
        word = message * _MESSAGE_WORDS
        name = ctypes.string_at(self._words[word], self._words[word + 1])
        first = (self._words[word + 2] - self._vectors.address) // 16
        for vector in range(first, first + self._words[word + 3]):
            data = ctypes.string_at(self._lengths[2 * vector], self._lengths[2 * vector + 1])
            try:
                self._socket.sendto(data, _MSG_DONTWAIT, address_of(name))
            except OSError:
                self.lost += 1
