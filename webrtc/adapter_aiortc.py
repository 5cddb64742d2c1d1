"""The only file that knows the inside of aiortc 1.16, aioice 0.13 and pylibsrtp 1.0.

What is reached into, always on instances except for the guard: `receiver.receive` and `sender.send`
(no decoder thread, no encoder), `dtls._handle_rtp_data/_handle_rtcp_data` (packets come to us),
`dtls._tx_srtp` with `ice._connection._nominated` (we send), `StunProtocol.datagram_received` (the
guard, before any connection). Versions are pinned exactly; tests/unit/webrtc/test_adapter_aiortc.py
fails when the ground moves.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import aioice.ice
import structlog
from aioice import stun
from aioice.candidate import Candidate
from aiortc import (
    RTCConfiguration,
    RTCIceServer,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
)

from foundation.clock import Clock
from foundation.errors import Problem
from webrtc.engine import IceServer, MalformedOffer, MediaEngine
from webrtc.forwarding import ForwardingEngine
from webrtc.guard import Drop, Guard, Kind
from webrtc.leg import Agreed, Ears, Incoming, Leg, Outgoing
from webrtc.room import RoomObserver
from webrtc.rtp import Codec
from webrtc.sdp import checked_offer, with_public_address

log = structlog.get_logger("media")
NEGOTIATION_DEADLINE_S = 8
_COMPONENT = 1  # RTP and RTCP share one


class GuardNotHooked(RuntimeError):
    """The library has changed: datagrams no longer pass the guard. The service must not run."""


def aiortc_engine(
    *,
    ice_servers: Sequence[IceServer],
    observer: RoomObserver,
    loopback: bool,
    clock: Clock,
    public_address: str = "",
) -> MediaEngine:
    """The media engine on aiortc, guard installed and tested.

    Args:
        ice_servers: our own STUN and TURN; none is fine, the library's public default never is.
        loopback: whether this machine's loopback addresses are offered (tests, a local demo).
        public_address: what answers name instead of this machine's own addresses (1:1 NAT).
    """
    install_guard()
    if loopback:
        _offer_loopback()
    connector = AiortcConnector(ice_servers, public_address, loopback=loopback)
    return ForwardingEngine(connector, observer, clock)


class AiortcLeg:
    """One `RTCPeerConnection` with its media threads and loops taken out."""

    def __init__(self, pc: RTCPeerConnection, ears: Ears) -> None:
        self._pc: Any = pc
        self._ears = ears
        self._is_closed = False
        self._dtls: Any = None
        self.incoming = Incoming({}, {})
        self.outgoing: Sequence[Outgoing] = ()
        pc.on("connectionstatechange", self._state_changed)

    def hook(self) -> None:
        """Call between the remote and the local description, before any packet can come."""
        for transceiver in self._pc.getTransceivers():
            transceiver.receiver.receive = _do_nothing
            transceiver.sender.send = _do_nothing
            self._dtls = transceiver.receiver.transport
            self._dtls._handle_rtp_data = self._take_rtp
            self._dtls._handle_rtcp_data = self._take_rtcp

    def note_agreed(self) -> None:
        """Reads off what the descriptions came to."""
        codecs: dict[int, Agreed] = {}
        original: dict[int, int] = {}
        outgoing: list[Outgoing] = []
        for transceiver in self._pc.getTransceivers():
            chosen = [c for c in transceiver._codecs if _agreed(c) is not None]
            rtx = {c.parameters["apt"]: c.payloadType for c in transceiver._codecs if _is_rtx(c)}
            for codec in chosen:
                codecs[codec.payloadType] = _must(_agreed(codec))
            original |= {again: first for first, again in rtx.items()}
            if chosen and transceiver.currentDirection in {"sendonly", "sendrecv"}:
                first, sender = chosen[0], transceiver.sender
                outgoing.append(
                    Outgoing(
                        _must(_agreed(first)),
                        first.payloadType,
                        sender._ssrc,
                        rtx.get(first.payloadType),
                        sender._rtx_ssrc,
                    )
                )
        self.incoming, self.outgoing = Incoming(codecs, original), outgoing

    @property
    def is_open(self) -> bool:
        """From the end of the DTLS handshake on."""
        return self._dtls is not None and self._dtls._tx_srtp is not None and not self._is_closed

    def send_rtp(self, data: bytes) -> None:
        """Encrypts with the library's own session and sends on the nominated pair."""
        if self.is_open:
            self._send(self._dtls._tx_srtp.protect(data))

    def send_rtcp(self, data: bytes) -> None:
        """The same for RTCP."""
        if self.is_open:
            self._send(self._dtls._tx_srtp.protect_rtcp(data))

    def _send(self, data: bytes) -> None:
        pair = self._dtls.transport._connection._nominated.get(_COMPONENT)
        if pair is not None and pair.protocol.transport is not None:
            pair.protocol.transport.sendto(data, pair.remote_addr)

    async def close(self) -> None:
        """Ends the connection; a second time is nothing."""
        await self._pc.close()
        self._tell_closed()

    async def _take_rtp(self, data: bytes, arrival_time_ms: int) -> None:
        self._ears.rtp(data)

    async def _take_rtcp(self, data: bytes) -> None:
        self._ears.rtcp(data)

    async def _state_changed(self) -> None:
        if self._pc.connectionState in {"failed", "closed"}:
            await self.close()

    def _tell_closed(self) -> None:
        if not self._is_closed:
            self._is_closed = True
            self._ears.closed()


class AiortcConnector:
    """Implements `webrtc.leg.Connector`."""

    def __init__(
        self, ice_servers: Sequence[IceServer], public_address: str, *, loopback: bool
    ) -> None:
        self._loopback = loopback
        self._public_address = public_address
        self._configuration = RTCConfiguration(
            iceServers=[
                RTCIceServer(list(one.urls), one.username, one.credential) for one in ice_servers
            ]
        )

    async def receiving(self, offer_sdp: str, ears: Ears) -> tuple[Leg, str]:
        """VP8 when the browser has it, else H.264 (media-notes, 4); Opus."""
        video = Codec.VP8 if "VP8/90000" in offer_sdp else Codec.H264
        wanted = [Agreed(video), Agreed(Codec.OPUS)]
        return await self._connect(offer_sdp, wanted, "recvonly", ears)

    async def sending(
        self, offer_sdp: str, wanted: Sequence[Agreed], ears: Ears
    ) -> tuple[Leg, str]:
        """Exactly the publisher's codecs."""
        return await self._connect(offer_sdp, wanted, "sendonly", ears)

    async def _connect(
        self, offer_sdp: str, wanted: Sequence[Agreed], direction: str, ears: Ears
    ) -> tuple[Leg, str]:
        offer = checked_offer(offer_sdp, loopback=self._loopback)
        pc = RTCPeerConnection(self._configuration)
        leg = AiortcLeg(pc, ears)
        try:
            async with asyncio.timeout(NEGOTIATION_DEADLINE_S):
                for agreed in wanted:
                    kind = agreed.codec.value.partition("/")[0]
                    if f"\nm={kind} " in offer:
                        transceiver = pc.addTransceiver(kind, direction=direction)
                        transceiver.setCodecPreferences(_capabilities(kind, agreed))
                await pc.setRemoteDescription(RTCSessionDescription(offer, "offer"))
                leg.hook()
                await pc.setLocalDescription(await pc.createAnswer())
                leg.hook()
        except asyncio.CancelledError:
            await pc.close()
            raise
        except Exception as error:  # the library's parser raises whatever it stumbles over
            await pc.close()
            if isinstance(error, Problem):
                raise
            raise MalformedOffer(reason=type(error).__name__) from error
        leg.note_agreed()
        answer = pc.localDescription.sdp
        if self._public_address:
            answer = with_public_address(answer, self._public_address)
        return leg, answer


def install_guard() -> None:
    """Puts the guard before aioice and proves that it is there. Raises `GuardNotHooked`."""
    protocol: Any = aioice.ice.StunProtocol
    if not hasattr(protocol, "_unguarded"):
        protocol._unguarded = protocol.datagram_received
        protocol.datagram_received = _guarded
    _prove_guard()


def _guarded(self: Any, data: bytes, addr: tuple[Any, ...]) -> None:
    guard = self.__dict__.get("_guard")
    if guard is None:
        guard = self._guard = _guard_of(self)
    source = (addr[0], addr[1])
    kind = guard.admit(data, source)
    if kind is Kind.MEDIA:
        self.receiver.data_received(data, self.local_candidate.component)
    elif kind is Kind.STUN:
        try:
            stun.parse_message(data)
        except Exception:  # noqa: BLE001 - any failure of the parser means malformed
            guard.dropped[Drop.MALFORMED_STUN] += 1
            return
        self._unguarded(data, source)


def _guard_of(protocol: Any) -> Guard:
    connection = protocol.receiver

    def is_known(address: tuple[str, int]) -> bool:
        pair = connection._nominated.get(_COMPONENT)
        if pair is not None and pair.remote_addr == address:
            return True
        return any(one.remote_addr == address and is_agreed(one) for one in connection._check_list)

    def is_agreed(pair: Any) -> bool:
        # aioice cancels the checks still under way once one path works, and their pairs stay
        # IN_PROGRESS for ever; the other side may have chosen just that one. It says so in a check
        # it signed (remote_nominated), or we offered it in ours when we control.
        state = aioice.ice.CandidatePair.State
        return (
            pair.state == state.SUCCEEDED
            or pair.nominated
            or pair.remote_nominated
            or (connection.ice_controlling and pair.state == state.IN_PROGRESS)
        )

    return Guard(is_known, lambda: connection._queue.qsize())


def _prove_guard() -> None:
    """Feeds a session what must not reach it, through the library's own entry."""
    reached: list[bytes] = []

    class Probe:
        _nominated: dict[int, Any] = {}  # noqa: RUF012 - a stand-in for one call
        _check_list: list[Any] = []  # noqa: RUF012
        _queue: asyncio.Queue[Any] = asyncio.Queue()

        def data_received(self, data: bytes, _component: int) -> None:
            reached.append(data)

    protocol: Any = aioice.ice.StunProtocol.__new__(aioice.ice.StunProtocol)
    protocol.receiver = Probe()
    protocol.local_candidate = Candidate.from_sdp("1 1 udp 1 127.0.0.1 9 typ host")
    for datagram in (b"", b"\x16" * 60, b"\x80" * 60, b"\x00" * 8, b"\x80" * 2000):
        protocol.datagram_received(datagram, ("198.51.100.1", 9))
    guard: Guard | None = protocol.__dict__.get("_guard")
    if reached or guard is None or guard.dropped.total() != 5:
        raise GuardNotHooked("aioice no longer hands datagrams to the guard; pin its version")


def _offer_loopback() -> None:
    module: Any = aioice.ice
    if hasattr(module, "_real_host_addresses"):
        return
    real: Callable[..., list[str]] = module.get_host_addresses
    module._real_host_addresses = real

    def with_loopback(use_ipv4: bool, use_ipv6: bool) -> list[str]:
        return [*(["127.0.0.1"] if use_ipv4 else []), *real(use_ipv4, use_ipv6)]

    module.get_host_addresses = with_loopback


async def _do_nothing(*_: object) -> None:
    """Stands where the library would start its threads and loops."""


def _is_rtx(codec: Any) -> bool:
    return codec.mimeType.lower().endswith("/rtx")


def _agreed(codec: Any) -> Agreed | None:
    try:
        kind = Codec(codec.mimeType.lower())
    except ValueError:
        return None
    return Agreed(kind, str(codec.parameters.get("profile-level-id", "")))


def _must(agreed: Agreed | None) -> Agreed:
    assert agreed is not None  # noqa: S101 - filtered before
    return agreed


def _capabilities(kind: str, wanted: Agreed) -> list[Any]:
    found = RTCRtpSender.getCapabilities(kind).codecs
    same = [c for c in found if c.mimeType.lower() == wanted.codec.value]
    exact = [c for c in same if str(c.parameters.get("profile-level-id", "")) == wanted.profile]
    return [*(exact or same), *(c for c in found if c.mimeType.lower() == f"{kind}/rtx")]
