"""The only place that knows the inside of aiortc 1.16, aioice 0.13 and pylibsrtp 1.0.

What is reached into, always on instances except for the guard: `receiver.receive` and `sender.send`
(no decoder thread, no encoder), `dtls._handle_rtp_data/_handle_rtcp_data` (packets come to us),
`dtls._tx_srtp` with `ice._connection._nominated` (we send), `StunProtocol.datagram_received` (the
guard, before any connection). Versions are pinned exactly; tests/unit/webrtc/test_adapter_aiortc.py
fails when the ground moves.
"""

from collections.abc import Sequence

from foundation.clock import Clock
from webrtc.adapter_aiortc.connector import AiortcConnector
from webrtc.adapter_aiortc.fast import MediaPort
from webrtc.adapter_aiortc.hook import install_guard, offer_loopback
from webrtc.engine import IceServer, MediaEngine
from webrtc.forwarding import ForwardingEngine
from webrtc.room import RoomObserver


def aiortc_engine(
    *,
    ice_servers: Sequence[IceServer],
    observer: RoomObserver,
    loopback: bool,
    clock: Clock,
    public_address: str = "",
    port: int = 0,
) -> MediaEngine:
    """The media engine on aiortc, guard installed and tested.

    Args:
        ice_servers: our own STUN and TURN; none is fine, the library's public default never is.
        loopback: whether this machine's loopback addresses are offered (tests, a local demo).
        port: the one UDP port of all connections; 0 takes a free one.
        public_address: what answers name instead of this machine's own addresses (1:1 NAT).
    """
    install_guard()
    if loopback:
        offer_loopback()
    connector = AiortcConnector(ice_servers, public_address, MediaPort(port), loopback=loopback)
    return ForwardingEngine(connector, observer, clock)
