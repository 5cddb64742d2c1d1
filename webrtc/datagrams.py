"""A UDP socket read and written many datagrams at a time: recvmmsg(2), sendmmsg(2), UDP_SEGMENT.

One system call per datagram cost more than all of forwarding (media-notes, section 2: a third of
the time was the kernel's). Here datagrams wait in two fixed arenas: the inbox holds what one call
read, the outbox what the next `flush` sends. Equal neighbours to one receiver, as the packets of a
picture are, leave as one train that the kernel cuts (UDP_SEGMENT); where it can not, one by one.
Knows no media and no connection.
"""

import ctypes
import errno
import ipaddress
import socket
import struct
from dataclasses import dataclass, field

SLOT_BYTES = 2048  # more than the guard lets through, so that a longer datagram is seen as such
INBOX_SLOTS = 64
OUTBOX_SLOTS = 256
BUFFER_BYTES = 4 << 20  # a stall of half a second at 60 Mbit/s loses nothing (media-notes, 2)
_MOST_SEGMENTS = 60  # the kernel's own limit is 64 (UDP_MAX_SEGMENTS)
_MOST_TRAIN_BYTES = 60_000  # of 65,507 in a UDP datagram
_NAME_BYTES = 28  # struct sockaddr_in6, the longer of the two
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


def name_of(address: tuple[str, int]) -> bytes:
    """A numeric address and port as the kernel writes them (struct sockaddr_in, sockaddr_in6)."""
    host, port = address
    if ":" in host:
        packed = socket.inet_pton(socket.AF_INET6, host)
        return struct.pack("=HHI16sI", socket.AF_INET6, socket.htons(port), 0, packed, 0)
    packed = socket.inet_pton(socket.AF_INET, host)
    return struct.pack("=HH4s8x", socket.AF_INET, socket.htons(port), packed)


def address_of(name: bytes) -> tuple[str, int]:
    """The reverse of `name_of`."""
    port = int.from_bytes(name[2:4], "big")
    if len(name) == _NAME_BYTES:
        return socket.inet_ntop(socket.AF_INET6, name[8:24]), port
    return socket.inet_ntop(socket.AF_INET, name[4:8]), port


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
        self._name_bytes = _NAME_BYTES if made.family == socket.AF_INET6 else 16
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
            messages[at + 1] = _NAME_BYTES
            messages[at + 2] = self._vectors.address + 16 * slot
            messages[at + 3] = 1
        self._headers = messages
        self._lengths = memoryview(self._messages.whole).cast("I")

    def receive(self) -> int:
        """Reads what waits, at most `INBOX_SLOTS` datagrams; how many there were."""
        count: int = _RECVMMSG(self._fd, self._messages.address, INBOX_SLOTS, _MSG_DONTWAIT, None)
        for slot in range(count):  # the kernel wrote how long each name was
            self._headers[slot * _MESSAGE_WORDS + 1] = _NAME_BYTES
        return max(count, 0)

    def size(self, slot: int) -> int:
        """Bytes of a datagram; `SLOT_BYTES` for one that was longer."""
        return self._lengths[16 * slot + 14]

    def name(self, slot: int) -> bytes:
        """Who sent it, as `name_of` writes it."""
        return bytes(self._names.whole[32 * slot : 32 * slot + self._name_bytes])


@dataclass(eq=False)
class Destination:
    """One receiver, and its datagrams of the running batch."""

    name: bytes
    slots: list[int] = field(default_factory=list[int])
    sizes: list[int] = field(default_factory=list[int])
    pointer: int = 0
    _kept: object = None

    def __post_init__(self) -> None:
        kept = ctypes.create_string_buffer(self.name, len(self.name))
        self.pointer, self._kept = ctypes.addressof(kept), kept


class Outbox:
    """Datagrams written in place and sent together."""

    def __init__(self, made: socket.socket) -> None:
        self._socket = made
        self._fd = made.fileno()
        self.arena = bytearray(OUTBOX_SLOTS * SLOT_BYTES)
        self.view = memoryview(self.arena)
        self._pinned = (ctypes.c_char * len(self.arena)).from_buffer(self.arena)
        self._base = ctypes.addressof(self._pinned)
        self._vectors = _Memory(OUTBOX_SLOTS * 16)
        self._messages = _Memory(OUTBOX_SLOTS * 8 * _MESSAGE_WORDS)
        self._controls = _Memory(OUTBOX_SLOTS * _CONTROL_BYTES)
        for slot in range(OUTBOX_SLOTS):  # struct cmsghdr: 18 bytes, SOL_UDP, UDP_SEGMENT
            at = slot * _CONTROL_BYTES
            struct.pack_into("=QII", self._controls.whole, at, 18, _SOL_UDP, _UDP_SEGMENT)
        self._words = self._messages.words()
        self._lengths = self._vectors.words()
        self._segments = memoryview(self._controls.whole).cast("H")
        self._dirty: list[Destination] = []
        self._taken = 0
        self.cuts_trains = True
        self.lost = 0  # datagrams the kernel did not take: its buffer was full, or it refused

    def take(self) -> int:
        """A free slot to write a datagram into; sends first when there is none."""
        if self._taken == OUTBOX_SLOTS:
            self.flush()
        self._taken += 1
        return self._taken - 1

    def add(self, destination: Destination, slot: int, size: int) -> None:
        """The datagram in `slot` goes to this receiver with the next `flush`."""
        if not destination.slots:
            self._dirty.append(destination)
        destination.slots.append(slot)
        destination.sizes.append(size)

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not self._dirty

    def flush(self) -> None:
        """Sends all that waits. What the kernel does not take is lost, as UDP is."""
        at = count = 0
        for destination in self._dirty:
            at, count = self._write(destination, at, count)
            destination.slots.clear()
            destination.sizes.clear()
        self._dirty.clear()
        self._taken = 0
        self._send(count)

    def _write(self, destination: Destination, at: int, count: int) -> tuple[int, int]:
        slots, sizes = destination.slots, destination.sizes
        vectors, words = self._lengths, self._words
        index, end = 0, len(slots)
        while index < end:
            first, size, total = at, sizes[index], 0
            while True:
                vectors[2 * at] = self._base + slots[index] * SLOT_BYTES
                vectors[2 * at + 1] = last = sizes[index]
                total += last
                at += 1
                index += 1
                # a train is of equal datagrams; only its last may be shorter
                if (
                    index == end
                    or last != size
                    or sizes[index] > size
                    or not self.cuts_trains
                    or at - first == _MOST_SEGMENTS
                    or total + size > _MOST_TRAIN_BYTES
                ):
                    break
            word = count * _MESSAGE_WORDS
            words[word] = destination.pointer
            words[word + 1] = len(destination.name)
            words[word + 2] = self._vectors.address + 16 * first
            words[word + 3] = at - first
            if at - first > 1:
                words[word + 4] = self._controls.address + _CONTROL_BYTES * count
                words[word + 5] = _CONTROL_BYTES
                self._segments[count * _CONTROL_BYTES // 2 + 8] = size
            else:
                words[word + 4] = words[word + 5] = 0
            count += 1
        return at, count

    def _send(self, count: int) -> None:
        sent = 0
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
