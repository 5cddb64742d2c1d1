import asyncio
from ipaddress import ip_address, ip_network

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from foundation.http import outbound
from foundation.http.outbound import (
    MOST_ANSWER_BYTES,
    Allowed,
    NetworkNotAllowed,
    NoConnection,
    NotAllowed,
    NotAnAddress,
    Outbound,
    WebAddress,
    may_connect,
    read_address,
)

LOOPBACK = (ip_network("127.0.0.0/8"),)


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("https://licence.example.gov.cn", "licence.example.gov.cn", 443, "/"),
        (
            "http://LICENCE.example:8081/api/results?x=1",
            "licence.example",
            8081,
            "/api/results?x=1",
        ),
        ("http://10.1.2.3/x", "10.1.2.3", 80, "/x"),
        ("https://[2001:db8::1]:8443/", "2001:db8::1", 8443, "/"),
    ],
)
def test_a_plain_address_is_read_into_its_one_spelling(url, host, port, path):
    address = read_address(url)
    assert (address.host, address.port, address.path) == (host, port, path)
    assert read_address(address.url) == address


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/",  # decimal
        "http://0177.0.0.1/",  # octal
        "http://0x7f000001/",  # hexadecimal
        "http://0x7f.1/",
        "http://127.1/",  # shortened
        "http://127.0.0.1./",
        "http://127.000.000.001/",
        "http://[0:0:0:0:0:ffff:7f00:1]/",
        "http://[fe80::1%25eth0]/",
        "http://[::1",
        "http://licence.example./",  # a dot behind
        "http://licence.example@10.0.0.1/",  # a user name
        "http://user:secret@licence.example/",
        "http://licence.example\\@10.0.0.1/",
        "http://licence.example#@10.0.0.1/",
        "http://licence.example /",
        "http://licence\t.example/",
        "http://licence.example/\r\nHost: x",
        "http://ｌicence.example/",
        "http://①②⑦.⓪.⓪.①/",
        "http://licence.example:0/",
        "http://licence.example:99999/",
        "http://-x.example/",
        "http://",
        "//licence.example/",
        "file:///etc/passwd",
        "gopher://licence.example/",
        "ftp://licence.example/",
        "unix:///run/docker.sock",
        "",
    ],
)
def test_an_address_written_in_another_way_is_refused(url):
    with pytest.raises(NotAnAddress) as refusal:
        read_address(url)
    assert refusal.value.sentence_zh
    assert refusal.value.sentence_en


@given(st.text(max_size=60))
def test_whatever_is_written_gives_an_address_or_a_sentence(text):
    for url in (text, f"http://{text}", f"https://{text}/"):
        try:
            address = read_address(url)
        except NotAnAddress:
            continue
        assert read_address(address.url) == address


PRIVATE = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104 - refused
    "255.255.255.255",
    "224.0.0.1",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",  # translated 127.0.0.1
    "2002:7f00:1::",  # 6to4 of 127.0.0.1
    "2002:a00:1::",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_public_is_not_connected_to_unless_listed(address):
    assert not may_connect(ip_address(address), ())


@pytest.mark.parametrize("address", ["1.1.1.1", "2400:3200::1", "::ffff:1.1.1.1"])
def test_what_is_public_is_connected_to(address):
    assert may_connect(ip_address(address), ())


def test_a_listed_network_is_allowed_in_every_clothing_and_its_neighbour_is_not():
    networks = (ip_network("10.20.0.0/16"),)
    for one in ("10.20.1.1", "::ffff:10.20.1.1"):
        assert may_connect(ip_address(one), networks)
    assert not may_connect(ip_address("10.21.1.1"), networks)


@pytest.fixture
async def receiver(aiohttp_server):
    """A server that remembers where it was asked; /elsewhere, /long, /silent do as they say."""
    asked, ends = [], asyncio.Event()

    async def answer(request):
        asked.append((request.host, request.path, await request.read()))
        if request.path == "/redirect":
            return web.Response(status=307, headers={"Location": "/elsewhere"})
        if request.path == "/long":
            return web.Response(body=b"x" * (MOST_ANSWER_BYTES + 5))
        if request.path == "/silent":
            await ends.wait()
        return web.Response(text="here")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    server = await aiohttp_server(app)
    yield server.port, asked
    ends.set()


def by_name(port, answers, networks=LOOPBACK, **more):
    """A way out to `licence.example`, whose DNS gives these answers one after the other."""
    questions = []

    async def resolve(host, port):
        questions.append(host)
        return answers[min(len(questions), len(answers)) - 1]

    rule = Allowed.of(WebAddress("http", "licence.example", port, "/"), networks)
    return Outbound((rule,), resolve, **more), questions


async def test_the_connection_goes_to_the_checked_address_and_keeps_the_name(receiver):
    port, asked = receiver
    way, questions = by_name(port, [["127.0.0.1"]])
    answer = await way.post(f"http://licence.example:{port}/api/results", b"hi", {})
    assert (answer.status, answer.body) == (200, b"here")
    assert asked == [(f"licence.example:{port}", "/api/results", b"hi")]
    assert questions == ["licence.example"], "resolved once"


async def test_a_name_that_turns_to_an_inner_address_is_asked_once_and_refused(receiver):
    port, asked = receiver
    way, questions = by_name(port, [["127.0.0.1"]], networks=())
    with pytest.raises(NetworkNotAllowed) as refusal:
        await way.post(f"http://licence.example:{port}/", b"", {})
    assert "127.0.0.1" in refusal.value.sentence_zh
    assert asked == []
    mixed, _ = by_name(port, [["1.1.1.1", "127.0.0.1"]], networks=())
    with pytest.raises(NetworkNotAllowed):
        await mixed.post(f"http://licence.example:{port}/", b"", {})
    assert asked == [], "one good answer does not clear the other"
    assert len(questions) == 1


async def test_rebinding_between_check_and_connection_changes_nothing(receiver):
    port, asked = receiver
    way, questions = by_name(port, [["127.0.0.1"], ["169.254.169.254"]])
    await way.post(f"http://licence.example:{port}/", b"", {})
    assert len(asked) == 1
    assert len(questions) == 1, "the connector has no second question to ask"
    with pytest.raises(NetworkNotAllowed):
        await way.post(f"http://licence.example:{port}/", b"", {})


async def test_another_host_port_or_scheme_is_not_allowed(receiver):
    port, asked = receiver
    way, questions = by_name(port, [["127.0.0.1"]])
    for url in (
        f"http://127.0.0.1:{port}/",
        f"http://localhost:{port}/",
        f"http://licence.example:{port + 1}/",
        f"https://licence.example:{port}/",
        f"http://licence.example.evil.example:{port}/",
    ):
        with pytest.raises(NotAllowed):
            await way.post(url, b"", {})
    assert asked == questions == []


async def test_a_redirect_is_an_answer_and_is_not_followed(receiver):
    port, asked = receiver
    way, _ = by_name(port, [["127.0.0.1"]])
    assert (await way.post(f"http://licence.example:{port}/redirect", b"", {})).status == 307
    assert [path for _, path, _ in asked] == ["/redirect"]


async def test_proxies_of_the_environment_are_not_asked(receiver, monkeypatch):
    port, asked = receiver
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    way, _ = by_name(port, [["127.0.0.1"]])
    assert (await way.post(f"http://licence.example:{port}/", b"", {})).status == 200
    assert len(asked) == 1


async def test_a_long_answer_is_cut_off_and_a_silent_one_given_up(receiver):
    port, _ = receiver
    way, _ = by_name(port, [["127.0.0.1"]])
    answer = await way.post(f"http://licence.example:{port}/long", b"", {})
    assert len(answer.body) == MOST_ANSWER_BYTES
    hasty, _ = by_name(port, [["127.0.0.1"]], deadline_s=0.2)
    with pytest.raises(NoConnection):
        await hasty.post(f"http://licence.example:{port}/silent", b"", {})


async def test_an_address_the_administrator_wrote_as_digits_is_allowed_by_that(receiver):
    port, _ = receiver
    address = read_address(f"http://127.0.0.1:{port}/")
    way = Outbound((Allowed.of(address),))
    assert (await way.post(address.url, b"", {})).status == 200


async def test_a_name_nobody_knows_and_a_port_nobody_serves_are_no_connection(unused_tcp_port):
    async def nobody(_host, _port):
        raise OSError("Name or service not known")

    rule = Allowed.of(WebAddress("http", "licence.example", 80, "/"))
    with pytest.raises(NoConnection, match="not known"):
        await Outbound((rule,), nobody).post("http://licence.example/", b"", {})
    way, _ = by_name(unused_tcp_port, [["127.0.0.1"]])
    with pytest.raises(NoConnection):
        await way.post(f"http://licence.example:{unused_tcp_port}/", b"", {})


async def test_localhost_is_this_machine_at_whichever_of_its_addresses_answers(receiver):
    port, _ = receiver
    url = f"http://localhost:{port}/"

    async def both(_host, _port):
        return ["::1", "127.0.0.1"]

    way = Outbound((Allowed.of(read_address(url)),), both)
    assert (await way.post(url, b"", {})).status == 200
    assert "127.0.0.1" in await outbound.system_resolve("localhost", port)
