"""Many datagrams by one call: all arrive, whole and in order, or are counted as lost."""

import os
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webrtc.datagrams import (
    INBOX_SLOTS,
    OUTBOX_SLOTS,
    SLOT_BYTES,
    Destination,
    Inbox,
    Outbox,
    open_socket,
)
from webrtc.sockaddr import address_of, key_of, name_of

SO_NO_CHECK = 11  # socket(7); Python has no name for it
LOOPBACKS = ["127.0.0.1", "::1"]
sizes = st.lists(st.integers(1, 1500), max_size=40)


class Link:
    """A sender's outbox and as many receivers as asked for, on one machine."""

    def __init__(self, address="127.0.0.1", receivers=1):
        self.sender = open_socket(address, 0)
        self.receivers = [open_socket(address, 0) for _ in range(receivers)]
        self.outbox = Outbox(self.sender)
        self.inboxes = [Inbox(one) for one in self.receivers]
        self.ways = [Destination(name_of(one.getsockname()[:2])) for one in self.receivers]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for one in (self.sender, *self.receivers):
            one.close()

    def put(self, *datagrams, to=0):
        first = self.outbox.take(len(datagrams))
        for slot, data in enumerate(datagrams, first):
            start = slot * SLOT_BYTES
            self.outbox.view[start : start + len(data)] = data
        self.outbox.add(self.ways[to], first, [len(data) for data in datagrams])

    def arrived(self, at=0):
        inbox, found = self.inboxes[at], []
        while count := inbox.receive():
            for slot, size in enumerate(inbox.sizes(count)):
                start = slot * SLOT_BYTES
                found.append(bytes(inbox.view[start : start + size]))
        return found


@pytest.mark.parametrize("address", LOOPBACKS)
@pytest.mark.parametrize("cuts_trains", [True, False])
def test_what_is_sent_together_arrives_whole_and_in_order(address, cuts_trains):
    @given(sizes)
    def check(lengths):
        with Link(address) as link:
            link.outbox.cuts_trains = cuts_trains
            sent = [os.urandom(length) for length in lengths]
            link.put(*sent)
            link.outbox.flush()
            assert link.arrived() == sent
            assert link.outbox.lost == 0
            assert link.outbox.is_empty

    check()


def test_receivers_in_turn_get_each_their_own():
    with Link(receivers=3) as link:
        for number in range(60):
            link.put(bytes([number]) * 900, to=number % 3)
        link.outbox.flush()
        for receiver in range(3):
            assert [one[0] for one in link.arrived(receiver)] == list(range(receiver, 60, 3))


def test_more_than_the_outbox_holds_is_sent_in_between():
    with Link() as link:
        for number in range(OUTBOX_SLOTS + 3):
            link.put(bytes([number % 256]))
        link.outbox.flush()
        assert [one[0] for one in link.arrived()] == [n % 256 for n in range(OUTBOX_SLOTS + 3)]


def test_a_kernel_that_cuts_no_trains_gets_single_datagrams():
    with Link() as link:
        link.sender.setsockopt(socket.SOL_SOCKET, SO_NO_CHECK, 1)  # which rules trains out
        sent = [bytes([number]) * 1000 for number in range(7)]
        link.put(*sent)
        link.outbox.flush()
        assert link.arrived() == sent
        assert not link.outbox.cuts_trains
        assert link.outbox.lost == 0


def test_a_receiver_nobody_can_reach_costs_the_others_nothing():
    with Link() as link:
        link.ways.append(Destination(name_of(("255.255.255.255", 9))))  # broadcast is refused
        link.put(b"before")
        link.put(b"refused", to=1)
        link.outbox.flush()
        link.put(b"refused", to=1)
        link.put(b"after")
        link.outbox.flush()
        assert link.arrived() == [b"before", b"after"]
        assert link.outbox.lost == 2


@pytest.mark.parametrize("address", LOOPBACKS)
def test_a_datagram_tells_who_sent_it(address):
    with Link(address) as link:
        link.put(b"x")
        link.outbox.flush()
        assert link.inboxes[0].receive() == 1
        name = link.inboxes[0].name(0)
        assert address_of(name) == link.sender.getsockname()[:2]
        assert link.inboxes[0].keys(1) == [key_of(name)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("192.0.2.1", 5000), ("192.0.2.1", 5001)),
        (("192.0.2.1", 5000), ("192.0.2.2", 5000)),
        (("2001:db8::1", 5000), ("2001:db8::2", 5000)),
        (("2001:db8::1", 5000), ("2001:db8::1", 5001)),
    ],
)
def test_two_addresses_never_have_one_key(one, other):
    assert key_of(name_of(one)) != key_of(name_of(other))


def test_runs_to_several_receivers_stay_in_order_for_each():
    with Link(receivers=2) as link:
        runs = ((0, [900, 900, 901, 900]), (1, [5]), (0, [7, 9]))
        for to, lengths in runs:
            link.put(*(os.urandom(length) for length in lengths), to=to)
        link.outbox.flush()
        assert [len(one) for one in link.arrived(0)] == [900, 900, 901, 900, 7, 9]
        assert [len(one) for one in link.arrived(1)] == [5]


def test_one_longer_than_a_slot_is_seen_as_such():
    with Link() as link:
        link.sender.sendto(bytes(9000), link.receivers[0].getsockname())
        assert link.inboxes[0].receive() == 1
        assert link.inboxes[0].sizes(1) == [SLOT_BYTES]


def test_one_call_reads_a_bounded_number():
    with Link() as link:
        for _ in range(INBOX_SLOTS + 5):
            link.put(b"x")
        link.outbox.flush()
        assert link.inboxes[0].receive() == INBOX_SLOTS
        assert link.inboxes[0].receive() == 5
        assert link.inboxes[0].receive() == 0


def test_a_taken_port_is_refused():
    with Link() as link, pytest.raises(OSError, match="in use"):
        open_socket("127.0.0.1", link.sender.getsockname()[1])
