"""The fast path: packets are decrypted and encrypted in place, in the arenas of a shared socket.

Beside what `legs` reaches into, this uses `dtls._rx_srtp` and `_tx_srtp` down to libsrtp's session
(`._srtp[0]`), `dtls._srtp_profiles`, `ice._connection`: `get_component_candidates`, `_protocols`,
`_local_username`, `_nominated`, and `aioice.ice.StunProtocol`. `proof` shows at every start that
all of it still holds; without it the contained path of `legs` serves.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any

import aioice.ice
import structlog
from aioice.candidate import Candidate, candidate_foundation, candidate_priority
from aioice.utils import random_string
from aiortc import RTCPeerConnection, rtcdtlstransport

from webrtc.adapter_aiortc.hook import COMPONENT
from webrtc.adapter_aiortc.legs import AiortcLeg
from webrtc.adapter_aiortc.port import Batch, PortTransport, SharedSocket
from webrtc.adapter_aiortc.srtp import FFI, LIB
from webrtc.datagrams import SLOT_BYTES, Destination
from webrtc.leg import Ears
from webrtc.rtp import Headed
from webrtc.sockaddr import name_of

log = structlog.get_logger("media")
MOST_PACKET_BYTES = 1500
_USER_LETTERS = 8  # aioice takes 4: with a socket of its own nobody else could be meant
_LENGTH: Any = FFI.new("int *")
_CIPHERS = [  # AES-128 first: as safe here, and a tenth cheaper (media-notes, section 1)
    rtcdtlstransport.SRTP_AEAD_AES_128_GCM,
    rtcdtlstransport.SRTP_AEAD_AES_256_GCM,
    rtcdtlstransport.SRTP_AES128_CM_SHA1_80,
]


class MediaPort:
    """The sockets of a process, one for each of its addresses, all on one port if possible.

    Args:
        port: 0 takes whichever is free.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._usual = 0  # the first free one that was found, used on other addresses as well
        self._sockets: dict[str, SharedSocket] = {}
        self._is_closed = False

    async def gather(
        self, connection: Any, *, component: int, addresses: list[str]
    ) -> list[Candidate]:
        """Stands for aioice's `get_component_candidates`: host candidates on shared sockets.

        An address that went away since it was listed is left out.
        """
        found: list[Candidate] = []
        for address in addresses:
            try:
                shared = self.open(address)
            except OSError as error:
                log.warning("no media on this address", address=address, why=str(error))
                continue
            protocol: Any = aioice.ice.StunProtocol(connection)
            protocol.connection_made(shared.admit(connection, protocol))
            host, port = shared.address
            protocol.local_candidate = Candidate(
                foundation=candidate_foundation("host", "udp", host),
                component=component,
                transport="udp",
                priority=candidate_priority(component, "host"),
                host=host,
                port=port,
                type="host",
            )
            connection._protocols.append(protocol)
            found.append(protocol.local_candidate)
        if connection.turn_server:
            relayed = aioice.ice.Connection.get_component_candidates
            found += await relayed(connection, component, [])
        return found

    def open(self, address: str) -> SharedSocket:
        """The socket of this address. Raises `OSError`: the port is taken, the address is gone."""
        if self._is_closed:  # a set-up that the end overtook
            raise OSError("closed")
        shared = self._sockets.get(address)
        if shared is None:
            try:
                shared = SharedSocket(address, self._port or self._usual)
            except OSError:
                if self._port or not self._usual:
                    raise
                shared = SharedSocket(address, 0)
            self._sockets[address] = shared
            self._usual = shared.address[1]
        return shared

    def close(self) -> None:
        """Ends the sockets; all connections have ended before."""
        self._is_closed = True
        for shared in self._sockets.values():
            shared.close()
        self._sockets.clear()


class FastLeg(AiortcLeg):
    """A leg whose packets never meet the library's own loops."""

    def __init__(self, pc: RTCPeerConnection, ears: Ears, port: MediaPort) -> None:
        super().__init__(pc, ears)
        self._port = port
        self._ice: Any = None
        self._sessions: tuple[Any, Any] | None = None  # keeps libsrtp's memory alive
        self._rx: Any = None
        self._tx: Any = None
        self._pair: Any = None
        self._shared: SharedSocket | None = None
        self._way: Destination | None = None
        self._failing: asyncio.Task[None] | None = None

    def hook(self) -> None:
        """Call between the remote and the local description, before any packet can come."""
        super().hook()
        self._ice = self._dtls.transport._connection
        for transceiver in self._pc.getTransceivers():
            dtls = transceiver.receiver.transport
            connection = dtls.transport._connection
            if not connection._local_candidates_start:
                dtls._srtp_profiles = [
                    one for one in _CIPHERS if one in rtcdtlstransport.SRTP_PROFILES
                ]
                connection._local_username = random_string(_USER_LETTERS)
                connection.get_component_candidates = partial(self._port.gather, connection)
        for protocol in self._ice._protocols:
            if isinstance(protocol.transport, PortTransport):
                protocol.transport.peer.take = self._take

    def _is_ready(self) -> bool:
        if not self.is_open:
            return False
        self._sessions = (self._dtls._rx_srtp, self._dtls._tx_srtp)
        self._rx, self._tx = (session._srtp[0] for session in self._sessions)
        return True

    def _take(self, shared: SharedSocket, batch: Batch) -> bool:
        """Encrypted packets in the inbox; `False` before the connection is up."""
        if self._rx is None and not self._is_ready():
            return False
        rx, at, length, unprotect = self._rx, shared.inbox_at, _LENGTH, LIB.srtp_unprotect
        arena, view, found = shared.inbox.arena, shared.inbox.view, list[memoryview]()
        try:
            for slot, size in batch:
                start = slot * SLOT_BYTES
                length[0] = size
                if 192 <= arena[start + 1] <= 223:  # RTCP (RFC 5761, 4)
                    if not LIB.srtp_unprotect_rtcp(rx, at[slot], length):
                        self._ears.rtcp(bytes(view[start : start + length[0]]))
                elif not unprotect(rx, at[slot], length):
                    found.append(view[start : start + length[0]])
            if found:
                self._ears.rtp(found, shared.now)
        except Exception:  # one connection's trouble is not that of all others on the socket
            log.exception("a connection failed and is closed")
            self._fail()
        return True

    def _fail(self) -> None:
        if self._failing is None:
            self._failing = asyncio.create_task(self.close(), name="closing")

    def send_rtp(self, packets: Sequence[Headed]) -> None:
        """Encrypts in the outbox of the socket that the nominated pair is on."""
        if self._tx is None and not self._is_ready():
            return
        if self._ice._nominated.get(COMPONENT) is not self._pair:
            self._repoint()
        shared = self._shared
        if shared is None or self._way is None:
            super().send_rtp(packets)
            return
        first = slot = shared.outbox.take(len(packets))
        view, at, sizes = shared.outbox.view, shared.outbox_at, list[int]()
        tx, length, protect = self._tx, _LENGTH, LIB.srtp_protect
        for head, payload in packets:
            start = slot * SLOT_BYTES
            middle = start + len(head)
            end = middle + len(payload)
            if end - start > MOST_PACKET_BYTES:
                break
            view[start:middle] = head
            view[middle:end] = payload
            length[0] = end - start
            if protect(tx, at[slot], length):
                break
            sizes.append(length[0])
            slot += 1
        shared.outbox.add(self._way, first, sizes)
        if not shared.is_flushing:
            shared.flush_soon()

    def send_rtcp(self, data: bytes) -> None:
        """The same for RTCP."""
        if self._tx is None and not self._is_ready():
            return
        if self._ice._nominated.get(COMPONENT) is not self._pair:
            self._repoint()
        shared = self._shared
        if shared is None or self._way is None:
            super().send_rtcp(data)
            return
        outbox = shared.outbox
        if len(data) > MOST_PACKET_BYTES:
            return
        slot = outbox.take()
        start = slot * SLOT_BYTES
        outbox.view[start : start + len(data)] = data
        _LENGTH[0] = len(data)
        if not LIB.srtp_protect_rtcp(self._tx, shared.outbox_at[slot], _LENGTH):
            outbox.add(self._way, slot, [_LENGTH[0]])
            shared.flush_soon()

    def _repoint(self) -> None:
        """The connection has chosen another path, or its first."""
        pair: Any = self._ice._nominated.get(COMPONENT)
        self._pair = pair
        transport = pair.protocol.transport if pair is not None else None
        if pair is not None and isinstance(transport, PortTransport):
            self._shared = transport.shared
            self._way = Destination(name_of(pair.remote_addr))
        else:  # relayed, or none any more
            self._shared = self._way = None

    async def close(self) -> None:
        """Ends the connection; a second time is nothing."""
        self._rx = self._tx = None
        await super().close()
