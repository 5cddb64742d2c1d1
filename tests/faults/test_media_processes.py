"""Scorecard R9: what dies in a call, and how soon the picture is back, the phone untouched."""

import asyncio
import os
import signal
import sys
import time

import pytest

from tests.support.service import children, end_of, media_processes

KILLED_S = 8.0  # scorecard R9
ORDERLY_S = 4.0
HANG_S = 5.0  # so long nobody can know that it is not just busy

pytestmark = pytest.mark.timeout(180)


async def pictures_back(calls, since, within_s):
    """Every call shows a picture over a new connection; seconds until the last did."""
    async with asyncio.timeout(within_s + 30):
        back = await asyncio.gather(*(call.watching.sees(since) for call in calls))
    took = [round(at - since, 2) for at in back]
    assert max(took) <= within_s, took
    return max(took)


async def keeps_evidence(calls):
    """A photo in each call, acknowledged; all that is acknowledged so far."""
    for call in calls:
        async with asyncio.timeout(20):
            await call.still("KL-01" if await has_item(call, "KL-01") else await first_item(call))
    return [await evidence_of(call) for call in calls]


async def has_item(call, item):
    return item in await items(call)


async def first_item(call):
    return (await items(call))[0]


async def items(call):
    case = await call.ask("GET", "")
    return [item["id"] for section in case["checklist"]["sections"] for item in section["items"]]


async def evidence_of(call):
    return [one["sha256"] for one in (await call.ask("GET", ""))["evidence"]]


async def test_four_calls_outlive_the_kill_of_their_media_process(running, four_calls):
    kept = await keeps_evidence(four_calls)
    service, sockets = running.process.pid, [call.socket for call in four_calls]
    (media,) = media_processes(running)

    killed_at = time.monotonic()
    os.kill(media, signal.SIGKILL)
    await pictures_back(four_calls, killed_at, KILLED_S)

    assert media_processes(running) != [media]
    assert running.process.pid == service
    assert [call.socket for call in four_calls] == sockets, "no page lost its socket"
    assert not any(socket.closed for socket in sockets)
    assert [await evidence_of(call) for call in four_calls] == kept
    frame = await four_calls[0].ask("POST", "/captures", json={"item": "EX-02"})
    assert frame["width_px"] == 960


async def test_four_calls_outlive_the_kill_of_the_whole_service(running, four_calls):
    kept = await keeps_evidence(four_calls)
    killed_at = time.monotonic()
    await running.kill()
    await running.start()
    await pictures_back(four_calls, killed_at, KILLED_S)
    assert [await evidence_of(call) for call in four_calls] == kept


async def test_an_orderly_restart_costs_four_calls_few_seconds_and_nothing_else(
    running, four_calls
):
    kept = await keeps_evidence(four_calls)
    stopped_at = time.monotonic()
    await running.stop()
    await running.start()
    took_s = await pictures_back(four_calls, stopped_at, ORDERLY_S)
    sys.stdout.write(f"orderly restart: pictures back after {took_s} s\n")
    assert [await evidence_of(call) for call in four_calls] == kept


async def test_a_media_process_that_hangs_is_replaced(running, four_calls):
    (media,) = media_processes(running)
    hung_at = time.monotonic()
    os.kill(media, signal.SIGSTOP)
    await pictures_back(four_calls, hung_at, HANG_S + KILLED_S)
    assert media not in media_processes(running)


async def test_the_end_of_the_service_is_the_end_of_its_media_processes(running, four_calls):
    media = media_processes(running)
    helpers = [helper for one in media for helper in children(one)]
    assert helpers, "the decoder of captures"
    stopping = asyncio.create_task(running.stop())
    await asyncio.gather(*(end_of(one) for one in (*media, *helpers)))
    await stopping


async def test_killed_with_the_service_nothing_of_it_stays(running, four_calls):
    media = media_processes(running)
    helpers = [helper for one in media for helper in children(one)]
    await running.kill()
    await asyncio.gather(*(end_of(one) for one in (*media, *helpers)))
