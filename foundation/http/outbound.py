"""Speaking to other systems: only to those an administrator named, at the address that was checked.

An address is read once (every odd way to write one is refused), its host is resolved once, every
answer is checked, and the connection goes to a checked address; TLS still asks for the name.
Redirects are answers, not orders; proxies of the environment are not asked; an answer has a bound.
"""

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from foundation.errors import Kind, Problem

Address = IPv4Address | IPv6Address
Networks = tuple[IPv4Network | IPv6Network, ...]
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

DEADLINE_S = 15.0
MOST_ANSWER_BYTES = 64 * 1024
_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(
    r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z]([a-z0-9-]*[a-z0-9])?"
)
_PRINTABLE = re.compile(r"[\x21-\x7e]{1,2048}")
_THIS_MACHINE = (IPv4Network("127.0.0.0/8"), IPv6Network("::1/128"))
_TRANSLATED = IPv6Network("64:ff9b::/96")  # RFC 6052: the last four bytes are an IPv4 address


class NotAnAddress(Problem):
    """Not a plain web address; other spellings are ways around a check."""

    code = "outbound.not_an_address"
    zh = "“{url}”不是可用的网址。请写成 https://域名[:端口]/路径，不带用户名、不带结尾的点。"
    en = "“{url}” can not be used. Write https://name[:port]/path: no user name, no dot behind."


class NotAllowed(Problem):
    """The host is not among those the administrator named."""

    kind = Kind.CONFLICT
    code = "outbound.not_allowed"
    zh = "不允许连接 {host}。请管理员把它写进推送目标的配置。"
    en = "Connecting to {host} is not allowed. An administrator adds it to the targets."


class NetworkNotAllowed(Problem):
    """The host's address lies in a network that is not public and not listed."""

    kind = Kind.CONFLICT
    code = "outbound.network_not_allowed"
    zh = (
        "{host} 解析到 {address}，不是公网地址，也不在允许的网段内。"
        "请管理员核对 DNS，或列出该网段。"
    )
    en = (
        "{host} resolves to {address}, neither public nor in a listed network. "
        "An administrator checks the DNS or lists the network."
    )


class NoConnection(Exception):
    """Nobody answered, or not in HTTP, or not in time; trying again may help."""


@dataclass(frozen=True)
class WebAddress:
    """A web address in its one spelling."""

    scheme: str
    host: str  # a name in small letters, or an IP address as the standard writes it
    port: int
    path: str  # with the query, begins with /

    @property
    def url(self) -> str:
        """As it is sent."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"

    @property
    def literal(self) -> Address | None:
        """The IP address, where the host is one."""
        try:
            return ip_address(self.host)
        except ValueError:
            return None


def read_address(url: str) -> WebAddress:
    """Reads an address strictly. Raises `NotAnAddress`.

    Refused: other schemes, user names, fragments, blanks and backslashes, a dot behind the name,
    names with other letters than a-z 0-9 -, and IP addresses in decimal, octal, hexadecimal or
    shortened form, which `getaddrinfo` would take.
    """
    shown = url[:80] if url.isprintable() else "…"
    if not _PRINTABLE.fullmatch(url) or "\\" in url:
        raise NotAnAddress(url=shown)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotAnAddress(url=shown) from None
    host = parts.hostname or ""
    is_plain = "@" not in parts.netloc and not parts.fragment and port != 0
    if parts.scheme not in _PORTS or not is_plain or not _is_host(host):
        raise NotAnAddress(url=shown)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return WebAddress(parts.scheme, host, port or _PORTS[parts.scheme], path)


def _is_host(host: str) -> bool:
    if _NAME.fullmatch(host):
        return True
    try:
        return "%" not in host and str(ip_address(host)) == host
    except ValueError:
        return False


def inner_address(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for (mapped, translated, 6to4), or itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _TRANSLATED:
        return IPv4Address(address.packed[12:])
    return address.ipv4_mapped or address.sixtofour or address


def may_connect(address: Address, networks: Networks) -> bool:
    """Whether an address is public, or in one of the networks an administrator listed."""
    meant = inner_address(address)
    if meant.is_multicast or meant.is_unspecified:
        return False
    return meant.is_global or any(meant in network for network in networks)


def networks_of(listed: Sequence[str]) -> Networks:
    """Networks as they stand in a configuration. Raises `ValueError`."""
    found: list[IPv4Network | IPv6Network] = [ip_network(one.strip()) for one in listed]
    return tuple(found)


@dataclass(frozen=True)
class Allowed:
    """One host that may be spoken to, as the administrator named it.

    Args:
        networks: not public, but allowed for this host.
    """

    scheme: str
    host: str
    port: int
    networks: Networks = ()

    @classmethod
    def of(cls, address: WebAddress, networks: Networks = ()) -> "Allowed":
        """The host of an address in the configuration.

        One written as an IP address is allowed by that, and `localhost` means this machine
        (RFC 6761, 6.3): nobody but the administrator wrote it.
        """
        literal = address.literal
        own: Networks = ()
        if isinstance(literal, IPv4Address):
            own = (IPv4Network(literal),)
        elif literal is not None:
            own = (IPv6Network(literal),)
        elif address.host == "localhost":
            own = _THIS_MACHINE
        return cls(address.scheme, address.host, address.port, (*networks, *own))

    def is_of(self, address: WebAddress) -> bool:
        """Whether the address is at this host: scheme, name and port are the same."""
        return (self.scheme, self.host, self.port) == (address.scheme, address.host, address.port)


@dataclass(frozen=True)
class Answer:
    """What came back, cut off at `MOST_ANSWER_BYTES`; a redirect is an answer like others."""

    status: int
    body: bytes


async def system_resolve(host: str, port: int) -> Sequence[str]:
    """The addresses the system knows for a name. Raises `OSError`."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass(frozen=True)
class Outbound:
    """The one way out. `resolve` is asked once for each request."""

    allowed: tuple[Allowed, ...]
    resolve: Resolve = system_resolve
    deadline_s: float = DEADLINE_S

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Sends a body and reads the answer.

        Raises:
            NotAnAddress, NotAllowed, NetworkNotAllowed: nothing was sent.
            NoConnection: perhaps something was sent, no answer came.
        """
        address = read_address(url)
        rule = next((one for one in self.allowed if one.is_of(address)), None)
        if rule is None:
            raise NotAllowed(host=f"{address.scheme}://{address.host}:{address.port}")
        try:
            async with asyncio.timeout(self.deadline_s):
                checked = await self._checked(address, rule)
                return await _post(address, checked, body, headers)
        except TimeoutError:
            raise NoConnection(f"no answer within {self.deadline_s:.0f} s") from None
        except (aiohttp.ClientError, OSError) as error:
            raise NoConnection(f"{type(error).__name__}: {error}") from error

    async def _checked(self, address: WebAddress, rule: Allowed) -> Sequence[Address]:
        literal = address.literal
        found = (
            [literal]
            if literal is not None
            else [ip_address(one) for one in await self.resolve(address.host, address.port)]
        )
        for one in found:
            if not may_connect(one, rule.networks):
                raise NetworkNotAllowed(host=address.host, address=str(one))
        if not found:
            raise NoConnection(f"{address.host} has no address")
        return found


class _Checked(AbstractResolver):
    """Gives the connector the addresses that were checked, whatever the name says by now."""

    def __init__(self, addresses: Sequence[Address]) -> None:
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=str(one),
                port=port,
                family=socket.AF_INET if one.version == 4 else socket.AF_INET6,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for one in self._addresses
        ]

    async def close(self) -> None:
        """Nothing is open."""


async def _post(
    address: WebAddress, checked: Sequence[Address], body: bytes, headers: Mapping[str, str]
) -> Answer:
    connector = aiohttp.TCPConnector(
        resolver=_Checked(checked), use_dns_cache=False, force_close=True
    )
    async with (
        aiohttp.ClientSession(
            connector=connector,
            trust_env=False,
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),  # the caller's deadline counts
        ) as http,
        http.post(address.url, data=body, headers=headers, allow_redirects=False) as answer,
    ):
        return Answer(answer.status, await _bounded(answer.content))


async def _bounded(content: aiohttp.StreamReader) -> bytes:
    parts: list[bytes] = []
    left = MOST_ANSWER_BYTES
    while left > 0:
        part = await content.read(left)
        if not part:
            break
        parts.append(part)
        left -= len(part)
    return b"".join(parts)
