"""Hooks into aioice as a whole: the guard before every socket, and which addresses are offered."""

import asyncio
from collections.abc import Callable
from typing import Any

import aioice.ice
from aioice import stun
from aioice.candidate import Candidate

from webrtc.engine import EngineUnfit
from webrtc.guard import Drop, Guard, Kind

COMPONENT = 1  # RTP and RTCP share one
CONSENT_TRIES = 2  # more, after 0.5 and 1 s: an answer may take 3.5 s; it counts whichever it is to


class GuardNotHooked(EngineUnfit):
    """The library has changed: datagrams no longer pass the guard. The service must not run."""


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
        pair = connection._nominated.get(COMPONENT)
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


def be_patient() -> None:
    """From now on a phone whose way takes longer than half a second keeps its call.

    aioice waits that long for an answer to a consent check (RFC 7675) and ends the connection after
    six: half a minute of a filled 4G uplink, on which the picture still came.
    """
    protocol: Any = aioice.ice.StunProtocol
    if not hasattr(protocol, "_hasty_request"):
        protocol._hasty_request = protocol.request
        protocol.request = _patient_request


async def _patient_request(
    self: Any,
    request: Any,
    addr: Any,
    integrity_key: bytes | None = None,
    retransmissions: int | None = None,
) -> Any:
    tries = CONSENT_TRIES if retransmissions == 0 else retransmissions
    return await self._hasty_request(request, addr, integrity_key, tries)


def own_addresses() -> list[str]:
    """This machine's addresses at this moment, loopback apart."""
    found: list[str] = aioice.ice.get_host_addresses(use_ipv4=True, use_ipv6=True)
    return found


def offer_loopback() -> None:
    """From now on connections of this process offer 127.0.0.1 and ::1, too."""
    module: Any = aioice.ice
    if hasattr(module, "_real_host_addresses"):
        return
    real: Callable[..., list[str]] = module.get_host_addresses
    module._real_host_addresses = real

    def with_loopback(use_ipv4: bool, use_ipv6: bool) -> list[str]:
        own = [*(["127.0.0.1"] if use_ipv4 else []), *(["::1"] if use_ipv6 else [])]
        return [*own, *real(use_ipv4, use_ipv6)]

    module.get_host_addresses = with_loopback
