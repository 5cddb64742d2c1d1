"""DER (ITU-T X.690): the few shapes signatures and time stamps need, written and read. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

BOOLEAN, INTEGER, OCTETS, OID, UTC_TIME, TIME = 0x01, 0x02, 0x04, 0x06, 0x17, 0x18
SEQUENCE, SET = 0x30, 0x31
_YEAR_OF_TIME = 2050  # RFC 5280, 4.1.2.5: UTCTime up to 2049


class NotDer(ValueError):
    """The bytes are no DER of the expected shape."""


def tagged(tag: int, *parts: bytes) -> bytes:
    """One value: tag, length in its shortest form, content."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(length))) + length + content


def sequence(*parts: bytes) -> bytes:
    """Values in their order."""
    return tagged(SEQUENCE, *parts)


def set_of(*parts: bytes, tag: int = SET) -> bytes:
    """Values in the order DER asks for: by their bytes."""
    return tagged(tag, *sorted(parts))


def integer(number: int) -> bytes:
    """A number that is not negative."""
    return tagged(INTEGER, number.to_bytes(number.bit_length() // 8 + 1))


def octets(content: bytes) -> bytes:
    """A string of bytes."""
    return tagged(OCTETS, content)


def oid(dotted: str) -> bytes:
    """An object identifier such as `1.2.840.10045.4.3.2`."""
    first, second, *rest = (int(part) for part in dotted.split("."))
    out = bytearray()
    for number in (first * 40 + second, *rest):
        digits = [number & 0x7F]
        while number := number >> 7:
            digits.append(0x80 | number & 0x7F)
        out += bytes(reversed(digits))
    return tagged(OID, bytes(out))


def time(moment: datetime) -> bytes:
    """A moment to the second, in the form RFC 5280 asks for."""
    moment = moment.astimezone(UTC)
    if moment.year < _YEAR_OF_TIME:
        return tagged(UTC_TIME, moment.strftime("%y%m%d%H%M%SZ").encode())
    return tagged(TIME, moment.strftime("%Y%m%d%H%M%SZ").encode())


@dataclass(frozen=True)
class Value:
    """A value that was read; `whole` includes tag and length."""

    tag: int
    content: bytes
    whole: bytes

    def parts(self) -> list["Value"]:
        """The values inside. Raises `NotDer`."""
        return list(_values(self.content))


def read(content: bytes) -> Value:
    """The one value that these bytes are. Raises `NotDer`."""
    values = list(_values(content))
    if len(values) != 1:
        raise NotDer("not one value")
    return values[0]


def _values(content: bytes) -> Iterator[Value]:
    at = 0
    while at < len(content):
        start = at
        if at + 2 > len(content):
            raise NotDer("cut off")
        tag, size = content[at], content[at + 1]
        at += 2
        if size >= 0x80:
            count = size & 0x7F
            if not 1 <= count <= 4 or at + count > len(content):
                raise NotDer("length")
            size = int.from_bytes(content[at : at + count])
            at += count
        if at + size > len(content):
            raise NotDer("cut off")
        yield Value(tag, content[at : at + size], content[start : at + size])
        at += size
