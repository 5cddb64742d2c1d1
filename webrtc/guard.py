"""Which datagram may reach which session. Pure; the adapter puts it before the library.

aioice 0.13 hands every datagram to the session without looking at its source: one empty or foreign
packet ends a call (scorecard, rule 1). Here nothing passes but STUN of the right shape, and DTLS
and SRTP from an address that answered a check.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

MOST_BYTES = 1600  # an Ethernet frame and some; media packets are at most 1,300 + headers
MOST_QUEUED = 2048  # a second of 20 Mbit/s; when the loop is that late, old packets help nobody
_STUN_HEADER = 20
_USERNAME = 0x0006
_MAGIC_COOKIE = b"\x21\x12\xa4\x42"  # RFC 8489, 5


class Kind(Enum):
    """What a datagram looks like from outside (RFC 7983)."""

    STUN = "stun"
    MEDIA = "media"  # DTLS, SRTP, SRTCP


class Drop(Enum):
    """Why a datagram goes no further."""

    EMPTY = "empty"
    OVERSIZED = "oversized"
    MALFORMED_STUN = "malformed_stun"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"
    QUEUE_FULL = "queue_full"


def sort(data: bytes) -> Kind | Drop:
    """Sorts by size and first byte; STUN must carry its cookie and its own length."""
    if not data:
        return Drop.EMPTY
    if len(data) > MOST_BYTES:
        return Drop.OVERSIZED
    first = data[0]
    if first < 4:
        if len(data) < _STUN_HEADER or data[4:8] != _MAGIC_COOKIE:
            return Drop.MALFORMED_STUN
        length = int.from_bytes(data[2:4], "big")
        if length % 4 or length != len(data) - _STUN_HEADER:
            return Drop.MALFORMED_STUN
        return Kind.STUN
    if 20 <= first <= 63 or (128 <= first <= 191 and len(data) >= 12):
        return Kind.MEDIA
    return Drop.UNKNOWN


def user_of(check: bytes) -> str:
    """Our half of the user name in a STUN message (RFC 8445, 7.2.2); empty without one."""
    at = 20
    while at + 4 <= len(check):
        kind, length = int.from_bytes(check[at : at + 2], "big"), check[at + 2] << 8 | check[at + 3]
        if kind == _USERNAME:
            return check[at + 4 : at + 4 + length].partition(b":")[0].decode("ascii", "replace")
        at += 4 + length + -length % 4
    return ""


@dataclass
class Guard:
    """Decides for one socket; counts what it drops and never logs per packet."""

    is_known: Callable[[tuple[str, int]], bool]
    queued: Callable[[], int]
    dropped: Counter[Drop] = field(default_factory=Counter[Drop])

    def admit(self, data: bytes, address: tuple[str, int]) -> Kind | None:
        """The kind of datagram that may pass, or `None`."""
        kind = sort(data)
        if kind is Kind.MEDIA:
            if not self.is_known(address):
                kind = Drop.FOREIGN
            elif self.queued() >= MOST_QUEUED:
                kind = Drop.QUEUE_FULL
        if isinstance(kind, Drop):
            self.dropped[kind] += 1
            return None
        return kind
