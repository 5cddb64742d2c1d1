"""One UDP socket per address of this machine, shared by all connections of the process.

aioice gives every connection sockets of its own, each read one datagram at a time. Here its
protocols get a `PortTransport` instead, and one reader sorts what comes for all of them: checks
(STUN) by the user name inside, answers to our own checks by their transaction, everything else by
the address it comes from, once aioice has accepted a check from there. A firewall then needs to let
one known port through.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from webrtc.adapter_aiortc.srtp import slots
from webrtc.datagrams import (
    INBOX_SLOTS,
    OUTBOX_SLOTS,
    SLOT_BYTES,
    Inbox,
    Outbox,
    open_socket,
)
from webrtc.guard import MOST_BYTES, Drop, Kind, sort, user_of
from webrtc.sockaddr import address_of

COALESCE_S = 0.006  # datagrams gather before the next read: half the cost, 6 ms at most
IDLE_READS = 8  # reads in a row that found nothing, after which the socket wakes us again
MOST_READS = 8  # batches in one go; then other work of the loop has its turn
MOST_AWAITED = 4096  # checks of ours whose answer has not come; old ones are forgotten
MOST_HEARD = 4096  # addresses that sent a check which no connection has taken up yet
QUIET_S = 3.0  # an address changes hands (NAT) when its connection has sent nothing for so long
_REQUEST, _RESPONSE, _ERROR = 0x0001, 0x0101, 0x0111  # STUN Binding (RFC 8489, 5)


Batch = list[tuple[int, int]]  # slots of the inbox and how many bytes are in each


@dataclass(eq=False)
class Peer:
    """One connection's end on one socket, and who takes its packets once they are encrypted."""

    protocol: Any  # aioice.ice.StunProtocol
    take: Callable[["SharedSocket", "Batch"], bool] | None = None
    keys: set[int] = field(default_factory=set[int])
    heard_at: float = 0.0


class PortTransport(asyncio.DatagramTransport):
    """What aioice sends through; one for each of its protocols."""

    def __init__(self, shared: "SharedSocket", peer: Peer) -> None:
        super().__init__({"sockname": shared.address})
        self.shared = shared
        self.peer = peer
        self._is_closing = False

    def sendto(self, data: Any, addr: Any = None) -> None:
        """At once: checks and handshakes are rare."""
        if not self._is_closing:
            self.shared.send_control(data, addr, self.peer)

    def is_closing(self) -> bool:
        """Whether it was closed."""
        return self._is_closing

    def close(self) -> None:
        """Frees the connection's place; the socket stays."""
        if not self._is_closing:
            self._is_closing = True
            self.shared.forget(self.peer)
            asyncio.get_running_loop().call_soon(self.peer.protocol.connection_lost, None)

    def abort(self) -> None:
        """The same."""
        self.close()


class SharedSocket:
    """One socket, its two arenas, and whose datagram is whose."""

    def __init__(self, host: str, port: int) -> None:
        self._socket = open_socket(host, port)
        self.address: tuple[str, int] = self._socket.getsockname()[:2]
        self.inbox = Inbox(self._socket)
        self.outbox = Outbox(self._socket)
        self.inbox_at = slots(self.inbox.arena, INBOX_SLOTS)
        self.outbox_at = slots(self.outbox.arena, OUTBOX_SLOTS)
        self.now = 0.0  # seconds of the loop's clock, when the last batch was read
        self.dropped = Counter[Drop]()
        self._loop = asyncio.get_running_loop()
        self._by_user: dict[str, Peer] = {}
        self._awaited: dict[bytes, Peer] = {}
        self._heard: dict[int, Peer] = {}  # by address, as `key_of` gives it
        self._by_key: dict[int, Peer] = {}
        self._idle = 0
        self._later: asyncio.TimerHandle | None = None
        self.is_flushing = False  # whether a flush is due anyway
        self._loop.add_reader(self._socket, self._woken)

    def admit(self, connection: Any, protocol: Any) -> PortTransport:
        """A place for one more connection's protocol."""
        peer = Peer(protocol)
        self._by_user[connection.local_username] = peer
        return PortTransport(self, peer)

    def forget(self, peer: Peer) -> None:
        """The connection has ended."""
        peer.take = None
        for table in (self._by_user, self._awaited, self._heard):
            for key in [one for one, of in table.items() if of is peer]:
                del table[key]  # pyright: ignore[reportArgumentType]
        for key in peer.keys:
            self._by_key.pop(key, None)

    def close(self) -> None:
        """Ends the socket; all its connections have ended before."""
        if self._later is not None:
            self._later.cancel()
        self._loop.remove_reader(self._socket)
        self._socket.close()

    # Out.

    def send_control(self, data: bytes, address: tuple[str, int], peer: Peer) -> None:
        """A check or a piece of a handshake."""
        if len(data) >= 20 and int.from_bytes(data[:2], "big") == _REQUEST:
            if len(self._awaited) >= MOST_AWAITED:
                del self._awaited[next(iter(self._awaited))]
            self._awaited[bytes(data[8:20])] = peer
        try:
            self._socket.sendto(data, address)
        except OSError:  # unreachable, or the kernel's buffer is full: UDP may lose
            self.outbox.lost += 1

    def flush_soon(self) -> None:
        """Sends what is in the outbox at the end of this turn of the loop."""
        if not self.is_flushing:
            self.is_flushing = True
            self._loop.call_soon(self._flush)

    def _flush(self) -> None:
        self.is_flushing = False
        self.outbox.flush()

    # In.

    def _woken(self) -> None:
        """Something came after a pause: from now on look every `COALESCE_S` until nothing comes."""
        self._loop.remove_reader(self._socket)
        self._idle = 0
        self._look()

    def _look(self) -> None:
        self._idle = 0 if self._read() else self._idle + 1
        if self._idle < IDLE_READS:
            self._later = self._loop.call_later(COALESCE_S, self._look)
        else:
            self._later = None
            self._loop.add_reader(self._socket, self._woken)

    def _read(self) -> int:
        inbox, total = self.inbox, 0
        self.now = self._loop.time()
        for _ in range(MOST_READS):
            count = inbox.receive()
            total += count
            self.is_flushing = True  # below
            self._sort(count)
            self._flush()
            if count < INBOX_SLOTS:
                break
        return total

    def _sort(self, count: int) -> None:
        """Packets of streams that run go to their connections, those of one together."""
        inbox, by_key = self.inbox, self._by_key
        firsts = inbox.arena[: count * SLOT_BYTES : SLOT_BYTES]
        batches: dict[int, Batch] = {}
        keys, sizes = inbox.keys(count), inbox.sizes(count)
        for slot, (key, size, first) in enumerate(zip(keys, sizes, firsts, strict=True)):
            if 0x80 <= first < 0xC0 and 12 <= size <= MOST_BYTES and key in by_key:
                batches.setdefault(key, []).append((slot, size))
            else:
                self._other(key, slot, size)
        for key, batch in batches.items():
            peer = by_key.get(key)
            if peer is not None and peer.take is not None and peer.take(self, batch):
                peer.heard_at = self.now
                continue
            for slot, size in batch:
                self._other(key, slot, size)

    def _other(self, key: int, slot: int, size: int) -> None:
        """Not the packet of a stream that runs."""
        start = slot * SLOT_BYTES
        data = bytes(self.inbox.view[start : start + size])
        kind = sort(data)
        if isinstance(kind, Drop):
            self.dropped[kind] += 1
            return
        if kind is Kind.STUN:
            peer = self._checked(data)
        else:
            peer = self._by_key.get(key) or self._heard.get(key)
        if peer is None:
            self.dropped[Drop.FOREIGN] += 1
            return
        address = address_of(self.inbox.name(slot))
        peer.protocol.datagram_received(data, address)  # through the guard
        if kind is Kind.STUN:
            self._learn(peer, key, address)
        elif kind is Kind.MEDIA and self._is_claimed(peer, address):
            self._bind(peer, key)

    def _checked(self, data: bytes) -> Peer | None:
        kind = int.from_bytes(data[:2], "big")
        if kind in {_RESPONSE, _ERROR}:
            return self._awaited.pop(data[8:20], None)
        if kind != _REQUEST:
            return None
        return self._by_user.get(user_of(data))

    def _learn(self, peer: Peer, key: int, address: tuple[str, int]) -> None:
        before = self._by_key.get(key)
        if before is peer or (before is not None and self.now - before.heard_at < QUIET_S):
            return
        if self._is_claimed(peer, address):
            self._bind(peer, key)
        elif key not in self._heard:
            if len(self._heard) >= MOST_HEARD:
                del self._heard[next(iter(self._heard))]
            self._heard[key] = peer

    def _bind(self, peer: Peer, key: int) -> None:
        self._heard.pop(key, None)
        before = self._by_key.get(key)
        if before is not None and before is not peer:
            before.keys.discard(key)
        self._by_key[key] = peer
        peer.keys.add(key)

    def _is_claimed(self, peer: Peer, address: tuple[str, int]) -> bool:
        """Whether aioice has accepted a check between the connection and this address."""
        return any(pair.remote_addr == address for pair in peer.protocol.receiver._check_list)
