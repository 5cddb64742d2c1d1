"""The shipped TURN relay behind a link, and a client that reaches for peers through it."""

import asyncio
import sys
from contextlib import asynccontextmanager
from ipaddress import ip_address
from pathlib import Path

from aioice import stun
from aioice.turn import UDP_TRANSPORT, TurnClientUdpProtocol

SHIPPED = Path("docs/turn/turnserver.conf")
PORT = 3478
START_S = 10
ECHO_PORT = 4007
_ECHO = """
import socket, sys
own = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
own.bind((sys.argv[1], int(sys.argv[2])))
print("ready", flush=True)
while True:
    own.sendto(*own.recvfrom(2000))
"""
_FAMILY = (0x0017, "REQUESTED-ADDRESS-FAMILY", stun.pack_unsigned, stun.unpack_unsigned)
stun.ATTRIBUTES_BY_TYPE[_FAMILY[0]] = stun.ATTRIBUTES_BY_NAME[_FAMILY[1]] = _FAMILY
FAMILIES = {4: 0x01000000, 6: 0x02000000}  # RFC 8656, 18.6: the first byte


@asynccontextmanager
async def relay(link, secret: str, settings: Path, folder: Path):
    """Runs `settings` at `link.there`; it relays IPv6 as well, from the loopback address."""
    own = ("--listening-ip", link.there, "--relay-ip", link.there, "--relay-ip", "::1")
    files = ("--log-file", "stdout", "--simple-log", "--pidfile", str(folder / "turn.pid"))
    files = (*files, "--userdb", str(folder / "turn.db"))
    command = link.command("turnserver", "-c", str(settings), *own, *files)
    log = (folder / "turn.log").open("wb")
    process = await asyncio.create_subprocess_exec(
        *command, f"--static-auth-secret={secret}", stdout=log, stderr=log
    )
    try:
        async with asyncio.timeout(START_S):
            while not await _answers(link.there):
                assert process.returncode is None, (folder / "turn.log").read_text()[-2000:]
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        log.close()


async def _answers(address: str) -> bool:
    """It takes TCP as soon as it takes UDP."""
    try:
        _, writer = await asyncio.open_connection(address, PORT)
    except OSError:
        await asyncio.sleep(0.05)
        return False
    writer.close()
    return True


class _Receiver(asyncio.DatagramProtocol):
    def __init__(self, heard: asyncio.Future[bytes]) -> None:
        self._heard = heard

    def datagram_received(self, data, addr) -> None:
        if not self._heard.done():
            self._heard.set_result(data)


@asynccontextmanager
async def echoing(link, peer: str):
    """Somebody behind the link who has this address and sends back what comes."""
    add = link.command("ip", "addr", "add", f"{peer}/32", "dev", "lo")
    assert await (await asyncio.create_subprocess_exec(*add)).wait() == 0
    process = await asyncio.create_subprocess_exec(
        *link.command(sys.executable, "-c", _ECHO, peer, str(ECHO_PORT)),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(START_S):
            assert await process.stdout.readline() == b"ready\n"
        yield
    finally:
        process.terminate()
        await process.wait()


class Client:
    """One socket with at most one allocation. Its methods give 0, or the error code of STUN."""

    def __init__(self, protocol: TurnClientUdpProtocol) -> None:
        self._protocol = protocol
        self._channel = 0x4000

    @classmethod
    async def at(cls, address: str, username: str, password: str) -> "Client":
        server = (address, PORT)
        _, protocol = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: TurnClientUdpProtocol(server, username, password, 600, 500),
            remote_addr=server,
        )
        return cls(protocol)

    async def allocate(self, version: int = 4) -> int:
        request = stun.Message(stun.Method.ALLOCATE, stun.Class.REQUEST)
        request.attributes["LIFETIME"] = 600
        request.attributes["REQUESTED-TRANSPORT"] = UDP_TRANSPORT
        request.attributes["REQUESTED-ADDRESS-FAMILY"] = FAMILIES[version]
        return await self._code(self._protocol.request_with_retry(request))

    async def reach(self, peer: str) -> int:
        self._channel += 1
        address = (str(ip_address(peer)), 9)
        return await self._code(self._protocol.channel_bind(self._channel, address))

    async def echo(self, peer: str, data: bytes) -> bytes:
        """What comes back from the peer's port `ECHO_PORT` through the relay."""
        heard = asyncio.get_running_loop().create_future()
        self._protocol.receiver = _Receiver(heard)
        await self._protocol.send_data(data, (peer, ECHO_PORT))
        async with asyncio.timeout(START_S):
            return await heard

    async def _code(self, asked) -> int:
        try:
            await asked
        except stun.TransactionFailed as failed:
            return failed.response.error_code
        return 0

    def close(self) -> None:
        self._protocol.transport.close()
