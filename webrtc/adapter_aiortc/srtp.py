"""libsrtp as pylibsrtp 1.0 carries it: its functions take a session and bytes in place."""

from importlib import import_module
from typing import Any

from webrtc.datagrams import SLOT_BYTES

_BINDING: Any = import_module("pylibsrtp._binding")  # compiled, without types
FFI: Any = _BINDING.ffi
LIB: Any = _BINDING.lib


def slots(arena: bytearray, count: int) -> list[Any]:
    """Pointers to an arena's slots, as libsrtp takes them; they keep the arena alive."""
    base = FFI.from_buffer("char[]", arena)
    return [base + slot * SLOT_BYTES for slot in range(count)]
