"""The relay as shipped (coturn, docs/turn/turnserver.conf) opens no way into any network."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest

from tests.support.relay import SHIPPED, Client, echoing, relay
from webrtc.turn import LIFE, IceServers

SECRET = "a secret of the test, 32 letters long"
SERVERS = IceServers(turn_urls=("turn:relay:3478",), turn_secret=SECRET)
DENIED = [
    "0.0.0.1",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::ffff:10.0.0.1",
    "::10.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b:1::a00:1",
    "2002:a00:1::",
    "2001::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "ff02::1",
]
PUBLIC = ("9.9.9.9", "2620:fe::fe")
FORBIDDEN, UNAUTHORIZED, QUOTA = 403, 401, 486


@pytest.fixture
async def connect(link, tmp_path):
    """Connects clients to the shipped relay with credentials that the service mints."""
    made = []

    async def new(who="applicant", at=None):
        (server,) = SERVERS.ice_servers_for("room", who, at or datetime.now(UTC))
        made.append(await Client.at(link.there, server.username, server.credential))
        return made[-1]

    async with relay(link, SECRET, SHIPPED, tmp_path):
        yield new
        for client in made:
            client.close()


async def test_public_peers_are_allowed_and_24_kinds_of_others_refused(connect, link):
    clients = {}
    for version in (4, 6):
        clients[version] = await connect()
        assert await clients[version].allocate(version) == 0
    codes = {one: await clients[ip_address(one).version].reach(one) for one in (*DENIED, *PUBLIC)}
    assert len(DENIED) == 24
    assert codes == dict.fromkeys(DENIED, FORBIDDEN) | dict.fromkeys(PUBLIC, 0)
    assert await clients[4].reach(link.there) == FORBIDDEN
    assert await clients[6].reach("::") != 0  # which coturn can not be told by a range


async def test_nobody_holds_more_than_six_allocations_and_others_are_not_kept_out(connect):
    codes = [await (await connect()).allocate() for _ in range(8)]
    assert codes == [0] * 6 + [QUOTA] * 2
    assert await (await connect("inspector")).allocate() == 0


async def test_a_password_that_has_run_out_opens_nothing(connect):
    long_ago = datetime.now(UTC) - LIFE - timedelta(seconds=5)
    assert await (await connect(at=long_ago)).allocate() == UNAUTHORIZED


async def test_what_is_sent_to_a_public_peer_arrives_and_comes_back(connect, link):
    client = await connect()
    assert await client.allocate() == 0
    async with echoing(link, PUBLIC[0]):
        assert await client.echo(PUBLIC[0], b"to and fro") == b"to and fro"
