import asyncio
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web

from foundation.http.outbound import Allowed, Outbound, read_address
from inspection.licensing import simulator as simulator_module
from inspection.licensing.faults import parse_faults
from inspection.licensing.message import result_event
from inspection.licensing.simulator import Simulator, main
from inspection.licensing.ways import HttpWay, PermanentRefusal, TemporaryFailure
from tests.support.clock import FrozenClock

RESULT = {
    "case_number": "KC-1",
    "shop_name": "老王家<script>alert(1)</script>",
    "food_conclusion": "pass",
    "fume_conclusion": "rectify",
    "record_sha256": "ab" * 32,
    "determined_at": datetime(2026, 11, 24, 2, tzinfo=UTC).isoformat(),
}
EVENT = result_event("out_1", RESULT)


@pytest.fixture
def clock():
    return FrozenClock()


def way_to(base, secret, clock, **more):
    address = read_address(f"{base}/api/results")
    return HttpWay(address.url, secret, clock, Outbound((Allowed.of(address),), **more))


@pytest.fixture
async def receiver(tmp_path, clock, aiohttp_server):
    """A function that starts a simulator with faults: it and a target that speaks to it."""

    async def start(faults="", **more):
        simulator = Simulator(tmp_path, "secret", parse_faults(faults), clock)
        server = await aiohttp_server(simulator.app())
        return simulator, way_to(str(server.make_url("")).rstrip("/"), "secret", clock, **more)

    return start


async def test_a_result_sent_again_and_at_once_is_kept_once(receiver):
    simulator, target = await receiver()
    await asyncio.gather(*(target.deliver(EVENT) for _ in range(8)))
    assert simulator.requests == 8
    assert [one["event"]["id"] for one in simulator.results()] == ["out_1"]


async def test_results_survive_a_restart_of_the_receiver(receiver, tmp_path, clock):
    _, target = await receiver()
    await target.deliver(EVENT)
    reborn = Simulator(tmp_path, "secret", parse_faults(""), clock)
    assert reborn.results()[0]["event"]["data"] == RESULT


async def test_ids_that_differ_in_one_sign_are_two_results(receiver):
    simulator, target = await receiver()
    await target.deliver(result_event("a.b", RESULT))
    await target.deliver(result_event("ab", RESULT))
    assert len(simulator.results()) == 2


@pytest.mark.parametrize("fault", ["fail:2", "lost-answer:2", "garbage:2", "redirect:2"])
async def test_what_passes_by_itself_is_worth_trying_again(receiver, fault):
    simulator, target = await receiver(fault)
    for _ in range(2):
        with pytest.raises(TemporaryFailure):
            await target.deliver(EVENT)
    await target.deliver(EVENT)
    assert len(simulator.results()) == 1


async def test_a_lost_answer_means_kept_all_the_same(receiver):
    simulator, target = await receiver("lost-answer")
    with pytest.raises(TemporaryFailure):
        await target.deliver(EVENT)
    assert len(simulator.results()) == 1


async def test_a_refusal_is_for_good_and_says_why(receiver):
    simulator, target = await receiver("refuse")
    with pytest.raises(PermanentRefusal, match=r"422.*credit code"):
        await target.deliver(EVENT)
    assert simulator.results() == []


async def test_a_silent_receiver_is_given_up(receiver, monkeypatch):
    monkeypatch.setattr(simulator_module, "TIMEOUT_S", 0.4)
    _, target = await receiver("timeout", deadline_s=0.2)
    with pytest.raises(TemporaryFailure):
        await target.deliver(EVENT)


async def test_one_that_answers_too_late_has_it_all_the_same(receiver, monkeypatch):
    monkeypatch.setattr(simulator_module, "TIMEOUT_S", 0.4)
    simulator, target = await receiver("late", deadline_s=0.2)
    with pytest.raises(TemporaryFailure):
        await target.deliver(EVENT)
    await target.deliver(EVENT)
    assert len(simulator.results()) == 1


async def test_two_answers_to_one_result_are_as_good_as_one(receiver):
    simulator, target = await receiver("twice:2")
    await target.deliver(EVENT)
    await target.deliver(EVENT)
    assert len(simulator.results()) == 1


async def test_a_system_that_is_down_comes_back(receiver):
    simulator, target = await receiver("down:0.3s")
    async with asyncio.timeout(10):
        while True:
            try:
                await target.deliver(EVENT)
                break
            except TemporaryFailure:
                assert simulator.results() == []
    assert simulator.requests > 1


async def test_a_slow_answer_is_an_answer(receiver):
    simulator, target = await receiver("slow:0.1s")
    await target.deliver(EVENT)
    assert len(simulator.results()) == 1


async def test_a_wrong_secret_is_not_let_in(receiver, clock):
    simulator, target = await receiver()
    with pytest.raises(PermanentRefusal, match="401"):
        await HttpWay(target.url, "guess", clock, target.outbound).deliver(EVENT)
    assert simulator.results() == []


async def test_a_signed_body_that_is_no_result_is_refused(receiver, clock):
    _, target = await receiver()
    for body in (b"[]", b"\xff", b'{"data":{}}'):
        event = type(EVENT)("out_2", body)
        with pytest.raises(PermanentRefusal, match="400"):
            await target.deliver(event)


async def test_the_page_lists_results_and_runs_nothing_from_them(receiver):
    _, target = await receiver()
    await target.deliver(EVENT)
    async with (
        aiohttp.ClientSession() as http,
        http.get(target.url.removesuffix("api/results")) as answer,
    ):
        page = await answer.text()
    assert "KC-1" in page
    assert "需整改" in page
    assert "<script" not in page


async def answering(aiohttp_server, status, headers=None):
    asked = []

    async def answer(request):
        asked.append(request.path)
        return web.Response(status=status, headers=headers, text="x" * 1_000_000)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    server = await aiohttp_server(app)
    return str(server.make_url("")).rstrip("/"), asked


async def test_a_receiver_that_has_it_already_counts_as_delivered(aiohttp_server, clock):
    url, _ = await answering(aiohttp_server, 409)
    await way_to(url, "secret", clock).deliver(EVENT)


async def test_redirects_are_not_followed(aiohttp_server, clock):
    url, asked = await answering(aiohttp_server, 302, {"Location": "/elsewhere"})
    with pytest.raises(TemporaryFailure, match="302"):
        await way_to(url, "secret", clock).deliver(EVENT)
    assert asked == ["/api/results"]


async def test_nobody_listening_is_a_temporary_failure(clock, unused_tcp_port):
    target = way_to(f"http://127.0.0.1:{unused_tcp_port}", "secret", clock)
    with pytest.raises(TemporaryFailure):
        await target.deliver(EVENT)


def test_a_wrong_fault_plan_stops_the_start_in_both_languages(capsys):
    assert main(["--port", "1", "--faults", "explode"]) == 2
    said = capsys.readouterr().err
    assert "故障计划" in said
    assert "not understood" in said
