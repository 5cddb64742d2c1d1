"""What goes over the private socket between two of our own processes: calls as typed frames.

A frame is two lengths (4 bytes each, big endian), JSON, and the bytes that JSON can not hold. How
an argument or an answer looks is read off the method's own signature: nothing is unpickled, and
what does not fit the declared type is refused on the side that receives it.
"""

import asyncio
import inspect
import json
import struct
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from typing import Any, get_type_hints

from pydantic import TypeAdapter

MOST_BYTES = 64 * 1024 * 1024  # of a frame; a picture is below 10 MB
_LENGTHS = struct.Struct("!II")
_BYTES = "$bytes"  # stands in the JSON for bytes behind it: place and length


class BrokenFrame(ConnectionError):
    """The other side sends no frames of ours; the connection is of no use any more."""


def packed(message: Mapping[str, Any]) -> bytes:
    """A message as one frame; bytes anywhere inside travel as they are."""
    attached: list[bytes] = []

    def plain(value: Any) -> Any:
        if isinstance(value, bytes):
            place = sum(len(one) for one in attached)
            attached.append(value)
            return {_BYTES: [place, len(value)]}
        if isinstance(value, datetime):
            return value.isoformat()
        if isinstance(value, Enum):
            return value.value
        return str(value)

    text = json.dumps(message, default=plain, ensure_ascii=False, separators=(",", ":")).encode()
    tail = b"".join(attached)
    return _LENGTHS.pack(len(text), len(tail)) + text + tail


async def read_message(reader: asyncio.StreamReader) -> dict[str, Any]:
    """The next message. Raises `BrokenFrame`, and `IncompleteReadError` at the end."""
    text_bytes, tail_bytes = _LENGTHS.unpack(await reader.readexactly(_LENGTHS.size))
    if text_bytes + tail_bytes > MOST_BYTES:
        raise BrokenFrame(f"{text_bytes + tail_bytes} bytes")
    text = await reader.readexactly(text_bytes)
    tail = await reader.readexactly(tail_bytes)

    def whole(found: dict[str, Any]) -> Any:
        if found.keys() != {_BYTES}:
            return found
        place, length = found[_BYTES]
        return tail[place : place + length]

    try:
        message = json.loads(text, object_hook=whole)
    except ValueError as error:
        raise BrokenFrame("not JSON") from error
    if not isinstance(message, dict):
        raise BrokenFrame("not an object")
    return message  # pyright: ignore[reportUnknownVariableType]


class Method:
    """How a method's arguments and its answer travel."""

    def __init__(self, function: Callable[..., Any]) -> None:
        hints = get_type_hints(function)
        self.name = function.__name__
        self._signature = inspect.signature(function)
        names = list(self._signature.parameters)[1:]  # without `self`
        self._arguments = {name: TypeAdapter[Any](hints[name]) for name in names}
        self._answer = TypeAdapter[Any](hints.get("return", Any))

    def bound(self, given: tuple[Any, ...], named: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments of a call by name, defaults filled in. Raises `TypeError`."""
        call = self._signature.bind(None, *given, **named)
        call.apply_defaults()
        return {name: call.arguments[name] for name in self._arguments}

    def plain_arguments(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments as what a frame can hold."""
        return {name: one.dump_python(arguments[name]) for name, one in self._arguments.items()}

    def arguments(self, plain: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments again. Raises `ValueError` for what the signature does not allow."""
        return {name: one.validate_python(plain[name]) for name, one in self._arguments.items()}

    def plain_answer(self, answer: Any) -> Any:
        """The answer as what a frame can hold."""
        return self._answer.dump_python(answer)

    def answer(self, plain: Any) -> Any:
        """The answer again. Raises `ValueError`."""
        return self._answer.validate_python(plain)


def methods_of(protocol: type, *, which: Callable[[Any], bool]) -> dict[str, Method]:
    """All public methods of a Protocol that pass `which`, by name."""
    return {
        name: Method(function)
        for name, function in vars(protocol).items()
        if not name.startswith("_") and inspect.isfunction(function) and which(function)
    }
