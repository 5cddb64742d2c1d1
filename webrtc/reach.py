"""Which addresses this service sends checks to. Pure.

An offer names addresses, and a media server sends packets to each of them: whoever may make offers
could so have a service inside a network knock on its neighbours' doors (scorecard M7). A phone
needs none of that: its own checks reach us, and we answer where they come from. So only public
addresses are sent to, and those of networks an administrator lists.
"""

import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
# IPv6 addresses with an IPv4 one inside, by RFC 4291 2.5.5.1, RFC 6052, RFC 3056, RFC 4380
_DISGUISES = tuple(
    ipaddress.ip_network(one) for one in ("::/96", "64:ff9b::/96", "2002::/16", "2001::/32")
)


@dataclass(frozen=True)
class Reach:
    """What `media_subnets` comes to.

    Args:
        subnets: networks whose private addresses may be sent to; never loopback, link-local or
            multicast, even when one of these covers them.
        own: this machine's addresses, which no phone has.
    """

    subnets: tuple[Network, ...] = ()
    own: frozenset[Address] = frozenset()

    @classmethod
    def of(cls, subnets: Sequence[str], own: Iterable[str] = ()) -> Self:
        """From settings. Raises `ValueError`: one is no network, one no address."""
        return cls(
            tuple(ipaddress.ip_network(one) for one in subnets),
            frozenset(ipaddress.ip_address(one) for one in own),
        )

    def admits(self, text: str) -> bool:
        """Whether a candidate with this address is used. Names are not: to look one up is to ask
        the network (`.local` even by multicast).
        """
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return False
        if isinstance(address, ipaddress.IPv6Address):
            if address.ipv4_mapped is not None:
                return False  # no phone writes its address so
            if address.scope_id or any(address in one for one in _DISGUISES):
                return False
        if (
            address.is_multicast
            or address.is_unspecified
            or address.is_link_local
            or address.is_loopback
            or address in self.own
        ):
            return False
        return address.is_global or any(address in one for one in self.subnets)


PUBLIC_ONLY = Reach()
