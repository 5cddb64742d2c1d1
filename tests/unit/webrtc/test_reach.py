import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webrtc.reach import PUBLIC_ONLY, Reach

EVERYTHING = Reach.of(["0.0.0.0/0", "::/0"])
NEVER = [
    *("127.0.0.1", "127.8.9.1", "::1", "169.254.169.254", "fe80::1", "fe80::1%eth0", "ff02::fb"),
    *("224.0.0.251", "0.0.0.0", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),  # noqa: S104
    "::127.0.0.1",
    *("64:ff9b::7f00:1", "2002:7f00:1::", "2001::7f00:1", "phone.local", "localhost", "1", ""),
]
PRIVATE = ["10.1.2.3", "172.16.0.9", "192.168.1.20", "100.64.0.1", "fc00::5", "fd12::1"]


@pytest.mark.parametrize("address", NEVER)
def test_some_addresses_are_never_sent_to_whatever_is_configured(address):
    assert not PUBLIC_ONLY.admits(address)
    assert not EVERYTHING.admits(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_networks_are_sent_to_only_when_listed(address):
    assert not PUBLIC_ONLY.admits(address)
    assert EVERYTHING.admits(address)
    assert Reach.of([address]).admits(address)
    assert not Reach.of(["192.168.7.0/24", "fd99::/16"]).admits(address)


@pytest.mark.parametrize("address", ["11.22.33.44", "2a00:1450::5"])
def test_public_addresses_are_sent_to_unless_they_are_this_machines(address):
    assert PUBLIC_ONLY.admits(address)
    assert not Reach.of([], [address]).admits(address)


@given(st.ip_addresses())
def test_what_is_admitted_is_public_and_of_one_receiver(address):
    if PUBLIC_ONLY.admits(str(address)):
        assert address.is_global
        assert not address.is_multicast
        assert not address.is_loopback


@given(st.ip_addresses(v=4))
def test_no_ipv6_disguise_of_an_ipv4_address_is_admitted(address):
    inner = int(address)
    for disguise in (f"::ffff:{address}", str(ipaddress.IPv6Address(0x64FF9B << 96 | inner))):
        assert not EVERYTHING.admits(disguise)


@given(st.text(max_size=60))
def test_any_text_is_admitted_or_not_and_nothing_else(text):
    assert PUBLIC_ONLY.admits(text) in {True, False}
