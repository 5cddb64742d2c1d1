"""The only place that knows the inside of aiortc 1.16, aioice 0.13 and pylibsrtp 1.0.

`hook` puts the guard before aioice; `legs` takes a connection's media threads out (the contained
path); `port`, `srtp` and `fast` carry its packets over one shared socket (the fast path);
`connector` makes connections from offers; `proof` decides at every start which path serves. Each
says what it reaches into. Versions are pinned exactly, and tests/unit/webrtc/test_adapter_aiortc.py
fails when the ground moves.
"""

from collections.abc import Sequence

from foundation.clock import Clock
from webrtc.adapter_aiortc.connector import AiortcConnector
from webrtc.adapter_aiortc.fast import MediaPort
from webrtc.adapter_aiortc.hook import be_patient, install_guard, offer_loopback, own_addresses
from webrtc.adapter_aiortc.proof import fast_path_holds
from webrtc.engine import IceServer, MediaEngine
from webrtc.forwarding import ForwardingEngine
from webrtc.reach import Reach
from webrtc.recording.shelf import RecordingShelf
from webrtc.room import RoomObserver


def aiortc_engine(
    *,
    ice_servers: Sequence[IceServer],
    observer: RoomObserver,
    loopback: bool,
    clock: Clock,
    public_address: str = "",
    port: int = 0,
    subnets: Sequence[str] = (),
    recordings: RecordingShelf | None = None,
) -> MediaEngine:
    """The media engine on aiortc, guard installed and tested.

    Args:
        ice_servers: our own STUN and TURN; none is fine, the library's public default never is.
        loopback: whether this machine's loopback addresses are offered (tests, a local demo).
        port: the one UDP port of all connections; 0 takes a free one.
        subnets: networks with private addresses that phones are in (`webrtc.reach`).
        recordings: where publishers are recorded; without, nobody is.
        public_address: what answers name instead of this machine's own addresses (1:1 NAT).
    """
    install_guard()
    be_patient()
    if loopback:
        offer_loopback()
    shared = MediaPort(port) if fast_path_holds() else None
    own = [*own_addresses(), *filter(None, [public_address])]
    reach = Reach.of(subnets, own)
    connector = AiortcConnector(ice_servers, public_address, shared, reach=reach)
    return ForwardingEngine(connector, observer, clock, recordings=recordings)
