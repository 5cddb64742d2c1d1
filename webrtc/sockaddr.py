"""Addresses as the kernel writes them beside datagrams (struct sockaddr_in, sockaddr_in6). Pure."""

import socket
import struct
import sys

LONGEST_BYTES = 28  # struct sockaddr_in6; sockaddr_in is 16


def name_of(address: tuple[str, int]) -> bytes:
    """A numeric address and port as the kernel writes them."""
    host, port = address
    if ":" in host:
        packed = socket.inet_pton(socket.AF_INET6, host)
        return struct.pack("=HHI16sI", socket.AF_INET6, socket.htons(port), 0, packed, 0)
    packed = socket.inet_pton(socket.AF_INET, host)
    return struct.pack("=HH4s8x", socket.AF_INET, socket.htons(port), packed)


def key_of(name: bytes) -> int:
    """The same as one number: family, port and address, of IPv6 its scope as well."""
    return int.from_bytes(name if len(name) == LONGEST_BYTES else name[:8], sys.byteorder)


def address_of(name: bytes) -> tuple[str, int]:
    """The reverse of `name_of`."""
    port = int.from_bytes(name[2:4], "big")
    if len(name) == LONGEST_BYTES:
        return socket.inet_ntop(socket.AF_INET6, name[8:24]), port
    return socket.inet_ntop(socket.AF_INET, name[4:8]), port
