"""A director with media processes of its own; real processes, real calls over loopback."""

import asyncio
import contextlib
import os
import signal
from collections import Counter

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection
from aiortc.mediastreams import AudioStreamTrack

from tests.support.media import play, publish
from tests.support.service import CHECKOUT, end_of
from webrtc import fleet
from webrtc import process as processes
from webrtc.director import Director
from webrtc.engine import Answer, MalformedOffer, MediaEngine, Owner, PublisherAbsent, StalePicture
from webrtc.fleet import Fleet, MediaDown, MediaFull, MediaUnfit
from webrtc.options import MediaOptions
from webrtc.placing import Load
from webrtc.process import MediaBusy


@pytest.fixture
async def open_director(news):
    made = []

    def open_it(count):
        director = Director(Fleet(MediaOptions(loopback=True), count), news)
        director.fleet.start()
        made.append(director)
        return director

    yield open_it
    for director in made:
        await director.close()


@pytest.fixture
async def director(open_director):
    return open_director(1)


@pytest.fixture
async def offer():
    """Of somebody who only speaks: quick to make and to answer."""
    pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    pc.addTrack(AudioStreamTrack())
    await pc.setLocalDescription(await pc.createOffer())
    yield pc.localDescription.sdp
    await pc.close()


def pids(director):
    return [slot.process.pid for slot in director.fleet.slots if slot.process is not None]


async def until(holds):
    """Looks again and again, not for ever: what another process reports has no event here."""
    async with asyncio.timeout(20):
        while True:
            if holds():
                return
            await asyncio.sleep(0.01)


async def test_a_call_in_another_process_is_like_one_in_this(director, news):
    pc = await publish(director)
    await news.wait_for("came")
    viewer = await play(director)
    assert (await viewer.frame()).width == 960
    shot = await director.capture("room", "applicant")
    assert shot.jpeg[:2] == b"\xff\xd8"
    assert (shot.width_px, shot.captured_at.tzinfo is not None) == (960, True)
    await until(lambda: len(director.statistics("room")) == 2)
    assert {one.participant for one in director.statistics("room")} == {"applicant"}
    await director.cut("room", "applicant")
    await news.wait_for("gone")
    await viewer.pc.close()
    await pc.close()


async def test_whose_session_it_is_is_known_here_until_it_ends(director, offer):
    answer = await director.publish("room", "applicant", offer)
    assert director.owner(answer.session_id) == Owner("room", "applicant")
    await director.hang_up(answer.session_id)
    assert director.owner(answer.session_id) is None
    await director.hang_up(answer.session_id)

    again = await director.publish("room", "applicant", offer)
    await director.close_room("room")
    assert director.owner(again.session_id) is None


async def test_refusals_come_back_as_what_they_were(director, offer):
    with pytest.raises(MalformedOffer, match="v=0"):
        await director.publish("room", "applicant", "nonsense")
    with pytest.raises(PublisherAbsent):
        await director.play("room", "applicant", "user_1", offer)
    with pytest.raises(PublisherAbsent):
        await director.play("nowhere", "applicant", "user_1", offer)
    with pytest.raises(StalePicture):
        await director.capture("nowhere", "applicant")
    await director.cut("nowhere", "applicant")
    await director.close_room("nowhere")


def test_every_method_of_the_engine_has_its_line_in_the_director():
    wanted = {name for name in vars(MediaEngine) if not name.startswith("_")}
    assert wanted <= vars(Director).keys()


async def test_a_room_stays_in_one_process_and_the_next_room_goes_to_another(open_director, offer):
    director = open_director(2)
    await until(lambda: len(director.fleet.living) == 2)
    for participant in ("applicant", "user_1", "user_2"):
        await director.publish("one", participant, offer)
    await director.publish("two", "applicant", offer)
    await until(lambda: {slot.process.load.rooms for slot in director.fleet.slots} == {1})
    assert {slot.process.load.sessions for slot in director.fleet.slots} == {1, 3}


async def test_a_killed_process_is_noticed_its_people_told_and_another_one_takes_the_room(
    director, news, offer
):
    answer = await director.publish("room", "applicant", offer)
    (lost,) = pids(director)
    os.kill(lost, signal.SIGKILL)
    await news.wait_for("gone")
    assert director.owner(answer.session_id) is None
    with pytest.raises(MediaDown):
        director.fleet.must_live()
    await director.publish("room", "applicant", offer)
    assert pids(director) != [lost]
    assert director.fleet.slots[0].restarts == 1
    director.fleet.must_live()


async def test_what_was_said_about_a_room_holds_in_its_next_process_too(director, news):
    pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    pc.addTransceiver("video", direction="sendonly")
    await pc.setLocalDescription(await pc.createOffer())

    async def answer():
        return (await director.publish("room", "applicant", pc.localDescription.sdp)).sdp

    await director.set_cap("room", 700_000)
    assert "b=TIAS:700000" in await answer()
    director.fleet.slots[0].process.strike_down()
    await news.wait_for("gone")
    assert "b=TIAS:700000" in await answer()
    await director.close_room("room")
    assert "b=TIAS:700000" not in await answer(), "said about a call that is over"
    await pc.close()


async def test_with_two_processes_a_lost_one_keeps_nobody_waiting(open_director, news, offer):
    director = open_director(2)
    await until(lambda: len(director.fleet.living) == 2)
    await director.publish("room", "applicant", offer)
    lost = director.fleet.slots[0].process
    lost.strike_down()
    await news.wait_for("gone")
    await director.publish("room", "applicant", offer)
    assert director.process_of({"room": "room"}) is director.fleet.slots[1].process


async def test_a_call_in_flight_ends_with_the_process(director, offer):
    await director.publish("room", "applicant", offer)
    os.kill(pids(director)[0], signal.SIGSTOP)
    asking = asyncio.create_task(director.capture("room", "applicant"))
    cutting = asyncio.create_task(director.cut("room", "applicant"))
    await asyncio.sleep(0)
    director.fleet.slots[0].process.strike_down()
    with pytest.raises(processes.MediaAway):
        await asking
    assert await cutting is None, "what was to end has ended"


async def test_a_process_that_hangs_is_replaced(director, news, offer):
    await director.publish("room", "applicant", offer)
    (hung,) = pids(director)
    os.kill(hung, signal.SIGSTOP)
    await end_of(hung)
    await news.wait_for("gone")
    await director.publish("room", "applicant", offer)


async def test_when_all_are_full_a_new_room_is_refused_and_an_old_one_is_not(director, offer):
    await director.publish("old", "applicant", offer)
    process = director.fleet.slots[0].process
    await until(lambda: process.load.rooms == 1)
    process.load = Load(cpu_share=0.95, rooms=1)
    with pytest.raises(MediaFull):
        await director.publish("new", "applicant", offer)
    await director.publish("old", "user_1", offer)


async def test_more_at_once_than_can_be_done_is_refused_at_once(director, offer, monkeypatch):
    await director.publish("room", "applicant", offer)
    monkeypatch.setattr(processes, "MOST_CALLS", 3)
    burst = [director.publish("room", f"user_{number}", offer) for number in range(8)]
    outcomes = await asyncio.gather(*burst, return_exceptions=True)
    assert [type(one) for one in outcomes[3:]] == [MediaBusy] * 5
    assert not any(isinstance(one, Exception) for one in outcomes[:3])


async def test_fifty_set_ups_at_once_are_admitted_or_refused_and_none_hangs(director, offer):
    burst = [director.publish(f"room_{number}", "applicant", offer) for number in range(50)]
    async with asyncio.timeout(fleet.WAIT_S + processes.CALL_S + 1):
        outcomes = await asyncio.gather(*burst, return_exceptions=True)
    kinds = Counter(type(one) for one in outcomes)
    assert kinds.keys() <= {Answer, MediaBusy, MediaFull}, kinds
    assert kinds[Answer] > 0
    assert kinds[Answer] <= processes.MOST_CALLS
    await director.publish("room_0", "applicant", offer)
    assert director.fleet.slots[0].restarts == 0


async def test_a_connection_nobody_waits_for_any_more_is_hung_up(director, news, offer):
    await director.publish("room", "user_1", offer)
    (busy,) = pids(director)
    os.kill(busy, signal.SIGSTOP)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.1):
            await director.publish("room", "applicant", offer)
    os.kill(busy, signal.SIGCONT)
    await news.wait_for("gone")


async def test_the_end_is_orderly_quick_and_leaves_nobody(director, offer):
    await director.publish("room", "applicant", offer)
    (running,) = pids(director)
    os.kill(running, signal.SIGTERM)  # a service manager sends it to all of a service at once
    await director.publish("room", "user_1", offer)
    async with asyncio.timeout(2):
        await director.close()
    await end_of(running)
    assert director.fleet.slots[0].restarts == 0


async def test_a_process_that_can_not_even_load_is_not_started_for_ever(monkeypatch, tmp_path):
    missing = f"import sys; sys.path.append({str(CHECKOUT)!r}); sys.modules['aiortc'] = None"
    (tmp_path / "sitecustomize.py").write_text(missing)
    monkeypatch.setattr(processes, "_CHECKOUT", tmp_path)
    monkeypatch.setattr(fleet, "pause_after", lambda _losses: 0)
    made = Fleet(MediaOptions(loopback=True), 1)
    made.start()
    with pytest.raises(MediaUnfit) as refused:
        async with asyncio.timeout(20):
            await made.must_stay_fit()
    assert "ended with 1" in refused.value.sentence_en
    await made.close()


async def test_a_process_whose_guard_does_not_hold_is_not_started_again(monkeypatch, tmp_path):
    hooked_already = "aioice.ice.StunProtocol._unguarded = None"  # so nothing is hooked any more
    (tmp_path / "sitecustomize.py").write_text(
        f"import sys; sys.path.append({str(CHECKOUT)!r}); import aioice.ice; {hooked_already}"
    )
    monkeypatch.setattr(processes, "_CHECKOUT", tmp_path)
    made = Fleet(MediaOptions(loopback=True), 1)
    made.start()
    with pytest.raises(MediaUnfit) as refused:
        async with asyncio.timeout(20):
            await made.must_stay_fit()
    assert "aioice" in refused.value.sentence_zh
    assert made.slots[0].restarts == 0
    await made.close()
