"""Run in a network namespace of its own: offers and trickled fragments full of hostile candidates.

Every UDP packet that leaves is seen, on loopback and on the one other interface. Each offer also
names one address that may be sent to, with the lowest priority: once it was sent a check, all the
others would have been. Prints, as JSON, how many such checks there were and what else was sent.
"""

import asyncio
import ipaddress
import json
import socket
import subprocess
import sys

from tests.support.exchange import offer_of_a_camera
from tests.support.media import HeardNews, new_engine
from webrtc.reach import Reach

OWN = ["198.18.0.5/24", "11.0.0.5/24", "10.0.0.5/8", "fd00::5/64", "2a00:99::5/64"]
PUBLIC = "11.0.0.99"  # nobody's: no packet leaves the namespace
ADDRESSES = [
    *("127.0.0.1", "127.8.9.1", "::1", "169.254.169.254", "fe80::1", "fe80::1%sink", "fc00::7"),
    *("fd00::5", "::ffff:127.0.0.1", "::ffff:10.0.0.7", "::127.0.0.1", "224.0.0.251", "ff02::fb"),
    *("255.255.255.255", "10.0.0.7", "172.16.0.7", "192.168.0.7", "100.64.0.7", "11.0.0.5"),
    *("2a00:99::5", "2002:7f00:1::", "64:ff9b::7f00:1", "phone.local", "0x7f000001"),
]
PORTS = [22, 53, 3478, 5353, 5432, 6379, 8080, 8443, 9000]  # the first few of what a host may have
OFFERS, EACH = 40, 25  # 1,000 candidates, half of them trickled


def make_network():
    for command in [
        "link set lo up",
        "link add sink type veth peer name far",
        "link set far up",
        "link set sink arp off up",
        *(f"addr add {address} dev sink nodad" for address in OWN if ":" in address),
        *(f"addr add {address} dev sink" for address in OWN if ":" not in address),
        "route add default dev sink",
        "-6 route add default dev sink",
    ]:
        subprocess.run(["ip", *command.split()], check=True)


def hostile(number):
    address = ADDRESSES[number % len(ADDRESSES)]
    port = PORTS[number // len(ADDRESSES) % len(PORTS)] + number // 7
    return f"a=candidate:{number} 1 udp {2_130_706_431 - number} {address} {port} typ host"


class Ears:
    """All UDP packets on their way out."""

    def __init__(self):
        self.heard = []
        self.changed = asyncio.Event()
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
        asyncio.get_running_loop().add_reader(self._socket, self._read)

    def _read(self):
        packet, about = self._socket.recvfrom(65_535)
        if about[2] == socket.PACKET_OUTGOING and (to := receiver_of(packet)):
            self.heard.append(to)
            self.changed.set()

    async def wait_for(self, count, address):
        async with asyncio.timeout(60):
            while len({to for to in self.heard if to[0] == address}) < count:
                self.changed.clear()
                await self.changed.wait()


def receiver_of(packet):
    """Address and port an IP packet goes to when it is UDP."""
    if packet[0] >> 4 == 4 and packet[9] == socket.IPPROTO_UDP:
        head, address = (packet[0] & 15) * 4, packet[16:20]
    elif packet[0] >> 4 == 6 and packet[6] == socket.IPPROTO_UDP:
        head, address = 40, packet[24:40]
    else:
        return None
    port = int.from_bytes(packet[head + 2 : head + 4], "big")
    return str(ipaddress.ip_address(address)), port


async def main(is_unguarded):
    make_network()
    if is_unguarded:
        Reach.admits = lambda _self, _address: True
    engine, ears = new_engine(HeardNews()), Ears()
    offer = await offer_of_a_camera()
    bare = [line for line in offer.splitlines() if not line.startswith(("a=cand", "a=end"))]
    second = [at for at, line in enumerate(bare) if line.startswith("m=")][1]
    for number in range(OFFERS):
        mine = [hostile(number * EACH + one) for one in range(EACH)]
        canary = f"a=candidate:x 1 udp 1 {PUBLIC} {1000 + number} typ host"
        text = "\r\n".join([*bare[:second], *mine[::2], canary, *bare[second:], ""])
        answer = await engine.publish(f"room{number}", "applicant", text)
        await engine.trickle(answer.session_id, mine[1::2])
    await ears.wait_for(OFFERS, PUBLIC)
    await engine.close()
    others = sorted({to for to in ears.heard if to[0] != PUBLIC})
    public = {to for to in ears.heard if to[0] == PUBLIC}
    print(json.dumps({"public": len(public), "others": others}))  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main("unguarded" in sys.argv))
