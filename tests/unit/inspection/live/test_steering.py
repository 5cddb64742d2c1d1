"""Decisions about a phone's picture: written, told, and known to the media plane."""

import asyncio

import pytest

from foundation import audit
from inspection.live import steering as live_steering
from inspection.live import store as live_store
from inspection.live.errors import PictureOff
from inspection.live.frames import Cap, Obeys, Quality
from inspection.live.hub import Hub
from inspection.live.model import APPLICANT, Person
from inspection.live.steering import Steering
from webrtc.engine import PublisherFigures, RoomFigures

VIDEO = PublisherFigures(APPLICANT, "video/vp8", 9, 9, 0, 1, 900_000, frames_per_s=30)
LOST = PublisherFigures(APPLICANT, "video/vp8", 9, 9, 0, 1, 900_000, 0.5, frames_per_s=30)


class Plane:
    """What the media plane was told."""

    def __init__(self):
        self.told = []

    async def set_cap(self, room, bits_per_s):
        self.told.append((room, bits_per_s))

    async def expect_picture(self, room, participant, *, is_expected):
        self.told.append((room, participant, is_expected))


class Call:
    """A call with one open page."""

    def __init__(self, database, clock):
        self.database = database
        self.hub, self.plane = Hub(clock), Plane()
        self.page = self.hub.enter("case", Person("user_1", "王敏", "inspector"))
        self.steering = Steering(self.hub, database, clock, lambda: self.plane)
        self.steering.bind("room_1", "case")

    async def decide(self, rung):
        await self.steering.decide("case", Quality(type="quality", rung=rung), "user_1")

    async def obey(self, rung, cap_bps=2_500_000, *, is_in_force=True):
        word = Obeys(type="obeyed", rung=rung, cap_bps=cap_bps, is_in_force=is_in_force)
        await self.steering.hear("case", word)

    def heard(self, kind):
        frames = []
        while not self.page.frames.empty():
            frames.append(self.page.frames.get_nowait())
        return [one for one in frames if one["type"] == kind]

    async def logged(self):
        async with self.database.reading() as view:
            entries = await audit.entries_about(view, "case")
        return [(one.actor, one.action.removeprefix("case."), one.facts) for one in entries]


@pytest.fixture
def call(database, clock):
    return Call(database, clock)


async def test_a_decision_is_written_and_told_although_no_picture_comes(call):
    await call.decide("slow")
    assert call.steering.picture("case").rung.value == "slow"
    (told,) = call.heard("quality")
    assert (told["from"], told["rung"], told["is_pinned"]) == ("user_1", "slow", True)
    ((actor, action, facts),) = await call.logged()
    assert (actor, action) == ("user_1", "quality_set")
    assert (facts["from"], facts["to"], facts["cause"]) == ("hd", "slow", "manual")
    await call.decide("slow")
    assert call.heard("quality") == []
    assert len(await call.logged()) == 1


async def test_the_media_plane_waits_for_no_picture_once_the_phone_sends_none(call):
    await call.decide("stills")
    call.steering.must_send_picture("case")
    assert call.plane.told == []
    await call.obey("stills")
    with pytest.raises(PictureOff) as refused:
        call.steering.must_send_picture("case")
    assert "要手机原图" in refused.value.sentence_zh
    assert call.plane.told == [("room_1", APPLICANT, False)]
    await call.decide("on_demand")
    assert call.plane.told == [("room_1", APPLICANT, False)]
    await call.decide(None)
    assert call.plane.told == [("room_1", APPLICANT, False), ("room_1", APPLICANT, True)]
    call.steering.must_send_picture("case")


async def test_the_phones_word_is_told_when_it_changes_and_written_once_a_decision(call):
    await call.decide("sd")
    for _ in range(3):
        await call.obey("sd")
    assert [one["is_in_force"] for one in call.heard("obeyed")] == [True]
    await call.decide("hd")
    await call.obey("hd", is_in_force=False)
    assert [one["is_in_force"] for one in call.heard("obeyed")] == [False]
    said = [facts for _, action, facts in await call.logged() if action == "quality_obeyed"]
    assert [one["zh"] for one in said] == ["已改为标清 360p", "未能改为高清 720p"]


async def test_a_cap_is_known_to_the_media_plane_before_the_phone_hears_of_it(call):
    order = []
    call.plane.set_cap = lambda *_: asyncio.sleep(0, order.append("plane"))
    announce = call.hub.announce
    call.hub.announce = lambda *given: (order.append(given[1]), announce(*given))
    await call.steering.limit("case", Cap(type="cap", bps=500_000), "user_1")
    assert order == ["plane", "quality"]
    assert call.heard("quality")[0]["cap_bps"] == 500_000
    await call.steering.limit("case", Cap(type="cap", bps=None), "user_1")
    assert [facts for _, _, facts in await call.logged()] == [
        {"from_kbps": 2500, "to_kbps": 500},
        {"from_kbps": 500, "to_kbps": 2500},
    ]


async def test_the_ladders_own_steps_are_told_at_once_and_written_by_the_way(call):
    for _ in range(2):
        call.steering.look("case", RoomFigures((LOST,), ()))
    (told,) = call.heard("quality")
    assert (told["from"], told["rung"], told["reason"]) == ("system", "slow", "loss")
    running = asyncio.create_task(call.steering.run())
    async with asyncio.timeout(5):
        await call.steering.caught_up()
    running.cancel()
    ((actor, action, facts),) = await call.logged()
    assert (actor, action, facts["from"], facts["to"]) == ("system", "quality_set", "hd", "slow")


async def test_what_cannot_be_written_is_bounded(call, monkeypatch):
    monkeypatch.setattr(live_steering, "MOST_WAITING", 4)
    steering = Steering(call.hub, call.database, None, lambda: call.plane)
    for _ in range(30):
        steering._later(lambda: None)
    assert steering._waiting.qsize() == 4


async def test_a_new_call_of_the_case_begins_with_nothing_decided(call):
    await call.decide("stills")
    call.steering.bind("room_1", "case")
    assert call.steering.picture("case").rung.value == "stills", "a page came back"
    call.steering.bind("room_2", "case")
    assert call.steering.picture("case").rung.value == "hd"
    call.steering.bind("room_1", "case")
    await call.decide("stills")
    await call.obey("stills")
    assert call.plane.told == [("room_2", APPLICANT, False)], "an old page moves nothing"


async def opened(call, room, now):
    async with call.database.transaction() as transaction:
        await live_store.open_session(
            transaction, room=room, case_id="case", opened_by="user_1", now=now
        )


async def test_what_people_decided_holds_on_when_the_service_was_started_anew(call, clock):
    await opened(call, "room_1", clock.now())
    clock.move(seconds=1)
    await call.decide("sd")
    await call.steering.limit("case", Cap(type="cap", bps=500_000), "user_1")
    anew = Call(call.database, clock)
    await anew.steering.recall("case")
    told = anew.steering.picture("case").told()
    assert (told["rung"], told["is_pinned"], told["cap_bps"]) == ("sd", True, 500_000)
    assert anew.plane.told == [("room_1", 500_000)]
    await anew.decide(None)
    await anew.steering.recall("case")
    assert not anew.steering.picture("case").told()["is_pinned"], "recalled once, not again"


async def test_what_was_decided_in_an_earlier_call_is_not_recalled(call, clock):
    await opened(call, "room_1", clock.now())
    await call.decide("stills")
    clock.move(minutes=5)
    await opened(call, "room_2", clock.now())
    anew = Call(call.database, clock)
    await anew.steering.recall("case")
    assert anew.steering.picture("case").told()["rung"] == "hd"
