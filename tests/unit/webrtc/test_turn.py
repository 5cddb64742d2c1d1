import base64
import hmac
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.support.clock import FrozenClock
from webrtc.engine import IceServer
from webrtc.turn import IceServers

OURS = IceServers(("stun:s.example:3478",), ("turn:t.example:3478", "turns:t.example:443"), "k")
names = st.text(st.characters(codec="utf-8"), max_size=20)


def test_a_seat_gets_stun_without_and_turn_with_a_password(clock):
    open_one, turn = OURS.ice_servers_for("room", "applicant", clock.now())
    assert open_one == IceServer(("stun:s.example:3478",))
    assert turn.urls == OURS.turn_urls
    expires, _, who = turn.username.partition(":")
    assert int(expires) == int((clock.now() + timedelta(seconds=600)).timestamp())
    assert who
    assert "applicant" not in who
    mac = hmac.new(b"k", turn.username.encode(), "sha1").digest()
    assert turn.credential == base64.b64encode(mac).decode()


def test_nothing_is_minted_without_a_relay(clock):
    assert IceServers().ice_servers_for("room", "applicant", clock.now()) == []


@given(names, names, names, names)
def test_two_people_never_share_a_quota_and_one_person_always_has_the_same(r1, p1, r2, p2):
    def who(room, participant, clock):
        (_, turn) = OURS.ice_servers_for(room, participant, clock.now())
        return turn.username.partition(":")[2]

    clock = FrozenClock()
    first = who(r1, p1, clock)
    clock.move(seconds=90)
    assert who(r1, p1, clock) == first
    if "\0" not in r1 + p1 + r2 + p2:
        assert (who(r2, p2, clock) == first) == ((r1, p1) == (r2, p2))


def test_the_secret_is_not_shown():
    assert "'k'" not in repr(OURS)
