"""Applicant, helper, two inspectors and reviewers in one call: everybody hears everybody."""

import asyncio

import pytest

from tests.support.exchange import WHIP, Exchange, offer_of_a_camera

PEOPLE = ["applicant", "helper", "inspector_1", "inspector_2", *(f"reviewer_{n}" for n in range(4))]


@pytest.fixture
async def exchange(aiohttp_client, engine):
    opened = await Exchange.open(aiohttp_client, engine)
    yield opened
    await opened.close()


async def test_eight_people_hear_each_other_and_a_ninth_only_listens(exchange, news):
    for person in PEOPLE:
        await exchange.speak(person)
    await asyncio.gather(*(news.wait_for("came", person, 20) for person in PEOPLE))
    for person in [*PEOPLE, "observer"]:
        others = [one for one in PEOPLE if one != person]
        heard = await asyncio.gather(*(exchange.listen(person, one) for one in others))
        assert [one.sample_rate for one in heard] == [48_000] * len(others), person
    refused = await exchange.ask("POST", WHIP, await offer_of_a_camera(), "reviewer_9")
    assert (refused.status, refused.code) == (429, "media.room_crowded")
