"""A publisher's packets out of Janus, for as long as somebody captures.

Janus forwards them as plain RTP to one loopback port of ours, each capture under an SSRC nobody
else on this machine can guess; only then, because every forwarded packet costs both processes.
"""

import asyncio
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from webrtc.forwarder import Stream
from webrtc.room import Publisher
from webrtc.rtp import Codec, parse

LOOPBACK = "127.0.0.1"


class Tap(asyncio.DatagramProtocol):
    """One socket for all captures."""

    def __init__(self) -> None:
        self._transport: asyncio.DatagramTransport | None = None
        self._taken: dict[int, tuple[Publisher, Stream]] = {}
        self._loop = asyncio.get_running_loop()

    @asynccontextmanager
    async def hearing(self, publisher: Publisher, codec: Codec) -> AsyncGenerator[tuple[int, int]]:
        """Port and SSRC to forward to; what arrives there is the publisher's for as long."""
        if self._transport is None:
            self._transport, _ = await self._loop.create_datagram_endpoint(
                lambda: self, local_addr=(LOOPBACK, 0)
            )
        while (ssrc := secrets.randbits(31)) in self._taken or ssrc == 0:
            pass
        self._taken[ssrc] = publisher, Stream(codec, ssrc)
        try:
            yield self._transport.get_extra_info("sockname")[1], ssrc
        finally:
            del self._taken[ssrc]

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """One packet that Janus forwarded; what else arrives here is nobody's."""
        packet = parse(data)
        taken = self._taken.get(packet.ssrc) if packet is not None else None
        if packet is not None and taken is not None:
            publisher, stream = taken
            publisher.take(stream, (packet,), self._loop.time())

    def close(self) -> None:
        """Frees the port."""
        if self._transport is not None:
            self._transport.close()
            self._transport = None
