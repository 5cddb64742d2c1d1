"""A network of its own behind a link that loses packets, goes dark and changes addresses.

A network namespace joined to this machine by a pair of virtual Ethernet ends. Programs started
behind it (`command`, `launcher`) reach this machine and nothing else. Packets are dropped
where they arrive, so that a sender never learns of it, as on a real radio.
"""

import os
import re
import secrets
import subprocess
from contextlib import contextmanager, suppress
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

NETWORKS = IPv4Network("198.18.0.0/15")  # RFC 2544: for measuring, routed nowhere
_PREFIX = 24
_TABLE = """
table inet {name}
delete table inet {name}
table inet {name} {{
  chain arrivals {{
    type filter hook prerouting priority -300
    {rule}
  }}
}}
"""


class LinkImpossible(RuntimeError):
    """Says in a sentence why this machine can not lose packets on purpose."""


class LossyLink:
    """One link. Use `open_link`, which takes it away again whatever happens."""

    def __init__(self, name: str, network: IPv4Network) -> None:
        self.name = name
        self._near, self._far = f"{name}n", f"{name}f"
        self._hosts = [str(network[1]), str(network[2])]
        self._spare = [str(network[number]) for number in range(200, 2, -1)]

    @property
    def here(self) -> str:
        """This machine's address as programs behind the link see it."""
        return self._hosts[0]

    @property
    def there(self) -> str:
        """The address behind the link, now."""
        return self._hosts[1]

    def command(self, *argv: str) -> list[str]:
        """The command line that runs a program behind the link."""
        return ["ip", "netns", "exec", self.name, *argv]

    def launcher(self, program: str, folder: Path) -> Path:
        """An executable that starts `program` behind the link, for whoever wants a path."""
        made = folder / f"{self.name}-{Path(program).name}"
        made.write_text(f'#!/bin/sh\nexec ip netns exec {self.name} {program} "$@"\n')
        made.chmod(0o755)
        return made

    def lose(self, up_percent: int, down_percent: int) -> None:
        """From now on drops this share of UDP; 100 is a blackout of media, 0 a clean link."""
        self._drop(up_percent, down_percent, "meta l4proto udp")

    def narrow(self, kbit: int) -> None:
        """Lets no more than this through, each way; 0.15 s of what comes faster may wait.

        More would be a round trip above the 0.5 s that aioice waits for an answer to its consent
        checks (stun.RETRY_RTO, no repetition): six of those in a row end a connection.
        """
        shape = ("tbf", "rate", f"{kbit}kbit", "burst", "16kb", "latency", "150ms")
        _run("tc", "qdisc", "replace", "dev", self._near, "root", *shape)
        self._inside("tc", "qdisc", "replace", "dev", self._far, "root", *shape)

    def silence(self) -> None:
        """Drops everything, both ways: a tunnel. `lose` ends it."""
        self._drop(100, 100, "")

    def unplug(self) -> None:
        """The link's end goes down and its address goes away, as when Wi-Fi is left."""
        self._inside("ip", "addr", "flush", "dev", self._far)
        self._inside("ip", "link", "set", self._far, "down")

    def plug(self) -> None:
        """Up again under an address nobody had before."""
        self._hosts[1] = self._spare.pop()
        self._address_far_end()

    def make(self) -> None:
        """Builds it all. Raises `LinkImpossible` with the reason."""
        if os.geteuid() != 0:
            raise LinkImpossible(
                "丢包测试需要 root 权限才能建立网络命名空间，请用 root 运行。"
                " Tests of packet loss build a network namespace: run them as root."
            )
        _run("ip", "netns", "add", self.name)
        _run(
            *("ip", "link", "add", self._near, "type", "veth"),
            *("peer", "name", self._far, "netns", self.name),
        )
        _run("ip", "addr", "add", f"{self.here}/{_PREFIX}", "dev", self._near)
        _run("ip", "link", "set", self._near, "up")
        self._inside("ip", "link", "set", "lo", "up")
        self._address_far_end()

    def remove(self) -> None:
        """Takes away whatever of it exists."""
        with suppress(LinkImpossible):
            _run("nft", "delete", "table", "inet", self.name)
        with suppress(LinkImpossible):
            _run("ip", "link", "del", self._near)
        with suppress(LinkImpossible):
            _run("ip", "netns", "del", self.name)

    def _address_far_end(self) -> None:
        self._inside("ip", "addr", "add", f"{self.there}/{_PREFIX}", "dev", self._far)
        self._inside("ip", "link", "set", self._far, "up")
        # browsers look for the address of the default route, and take a machine without for offline
        self._inside("ip", "route", "replace", "default", "via", self.here)

    def _drop(self, up_percent: int, down_percent: int, of: str) -> None:
        self._rules((), self._near, of, up_percent)
        self._rules(("ip", "netns", "exec", self.name), self._far, of, down_percent)

    def _rules(self, inside: tuple[str, ...], end: str, of: str, percent: int) -> None:
        """One table of our own that looks at nothing but this link's arrivals."""
        share = f"numgen random mod 100 < {percent}" if percent < 100 else ""
        rule = f'iifname "{end}" {of} {share} drop' if percent else ""
        _run(*inside, "nft", "-f", "-", given=_TABLE.format(name=self.name, rule=rule))

    def _inside(self, *argv: str) -> None:
        _run(*self.command(*argv))


@contextmanager
def open_link():
    """A clean link of its own name and network."""
    _remove_orphans()
    link = LossyLink(f"yk{os.getpid():x}x{secrets.token_hex(2)}", _unused_network())
    try:
        link.make()
        yield link
    finally:
        link.remove()


def _remove_orphans() -> None:
    """Takes away what a run left that was killed; its process is in the name."""
    if os.geteuid() != 0:
        return
    for name in re.findall(
        r"^yk[0-9a-f]+x[0-9a-f]{4}\b", _run("ip", "netns", "list"), re.MULTILINE
    ):
        if not Path(f"/proc/{int(name[2:].partition('x')[0], 16)}").exists():
            LossyLink(name, NETWORKS).remove()


def _unused_network() -> IPv4Network:
    taken = _run("ip", "-4", "-o", "addr", "show") if os.geteuid() == 0 else ""
    for _ in range(100):
        first = int(NETWORKS[0]) + (secrets.randbelow(512) << 8)
        network = IPv4Network((IPv4Address(first), _PREFIX))
        if f" {network[1]}/" not in taken:
            return network
    raise LinkImpossible(f"{NETWORKS} is full of links: remove what earlier runs left")


def _run(*argv: str, given: str = "") -> str:
    try:
        done = subprocess.run(argv, input=given, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise LinkImpossible(
            f"缺少 {argv[0]}，请执行 ./run tests 安装。"
            f" {argv[0]} is missing: ./run tests installs it."
        ) from error
    if done.returncode:
        raise LinkImpossible(f"{' '.join(argv)}: {done.stderr.strip()}")
    return done.stdout
