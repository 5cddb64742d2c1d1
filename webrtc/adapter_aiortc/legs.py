"""A peer connection with its media threads and loops taken out: the contained path.

Reaches into `receiver.receive` and `sender.send` (no decoder thread, no encoder),
`dtls._handle_rtp_data/_handle_rtcp_data` (packets come to us), `dtls._tx_srtp` with
`ice._connection._nominated` (we send), always on instances.
"""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from aiortc import RTCPeerConnection
from aiortc.sdp import candidate_from_sdp

from webrtc.adapter_aiortc.hook import COMPONENT
from webrtc.leg import Agreed, Ears, Incoming, Outgoing
from webrtc.rtp import Codec, Headed

_SUITES = b":".join(  # the library's own for ECDSA, in its order, and the same for RSA
    b"ECDHE-%b-%b" % (key, cipher)
    for key in (b"ECDSA", b"RSA")
    for cipher in (b"AES128-GCM-SHA256", b"CHACHA20-POLY1305", b"AES128-SHA", b"AES256-SHA")
)


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
            transceiver.receiver.receive = do_nothing
            transceiver.sender.send = do_nothing
            self._dtls = transceiver.receiver.transport
            self._dtls._handle_rtp_data = self._take_rtp
            self._dtls._handle_rtcp_data = self._take_rtcp
            certificate = self._dtls._RTCDtlsTransport__local_certificate
            certificate._create_ssl_context = partial(_context, certificate)

    def note_agreed(self, transport_cc: int | None, sent_again_by: Mapping[int, int]) -> None:
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
        self.incoming = Incoming(codecs, original, transport_cc, sent_again_by)
        self.outgoing = outgoing

    @property
    def is_open(self) -> bool:
        """From the end of the DTLS handshake on."""
        return self._dtls is not None and self._dtls._tx_srtp is not None and not self._is_closed

    def send_rtp(self, packets: Sequence[Headed]) -> None:
        """Encrypts with the library's own session and sends on the nominated pair."""
        if self.is_open:
            for head, payload in packets:
                self._send(self._dtls._tx_srtp.protect(head + payload))

    def send_rtcp(self, data: bytes) -> None:
        """The same for RTCP."""
        if self.is_open:
            self._send(self._dtls._tx_srtp.protect_rtcp(data))

    def _send(self, data: bytes) -> None:
        pair = self._dtls.transport._connection._nominated.get(COMPONENT)
        if pair is not None and pair.protocol.transport is not None:
            pair.protocol.transport.sendto(data, pair.remote_addr)

    async def trickle(self, candidates: Sequence[str]) -> None:
        """Hands checked candidates to the library, without the attributes it may stumble over."""
        mid = next((one.mid for one in self._pc.getTransceivers() if not one._bundled), None)
        for line in candidates:
            found = candidate_from_sdp(" ".join(line.removeprefix("a=candidate:").split()[:8]))
            found.sdpMid = mid
            await self._pc.addIceCandidate(found)

    async def close(self) -> None:
        """Ends the connection; a second time is nothing."""
        await self._pc.close()
        self._tell_closed()

    async def _take_rtp(self, data: bytes, arrival_time_ms: int) -> None:
        self._ears.rtp([data], asyncio.get_running_loop().time())

    async def _take_rtcp(self, data: bytes) -> None:
        self._ears.rtcp(data)

    async def _state_changed(self) -> None:
        if self._pc.connectionState in {"failed", "closed"}:
            await self.close()

    def _tell_closed(self) -> None:
        if not self._is_closed:
            self._is_closed = True
            self._ears.closed()


def _context(certificate: Any, srtp_profiles: Any) -> Any:
    """The library's TLS context, which also accepts a peer whose certificate is an RSA one.

    aiortc offers ECDSA suites only; GStreamer makes RSA certificates (tests/faults).
    """
    kind: Any = certificate.__class__
    made: Any = kind._create_ssl_context(certificate, srtp_profiles=srtp_profiles)
    made.set_cipher_list(_SUITES)
    return made


async def do_nothing(*_: object) -> None:
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
