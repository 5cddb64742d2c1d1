from datetime import timedelta

import pytest
from sqlalchemy import text

from foundation.identity import links
from foundation.identity.errors import InvitationNotValid, InvitationTaken


async def make(database, clock):
    async with database.transaction() as transaction:
        secret, _ = await links.make(transaction, case_id="case_1", made_by="u", clock=clock)
    return secret


async def claim(database, clock, secret, device=None):
    async with database.transaction() as transaction:
        return await links.claim(transaction, secret, device, clock)


async def test_the_first_device_wins_and_comes_back_after_a_reload(database, clock):
    secret = await make(database, clock)
    visit, device = await claim(database, clock, secret)
    assert visit.case_id == "case_1"
    assert await claim(database, clock, secret, device) == (visit, device)


async def test_a_second_device_is_refused(database, clock):
    secret = await make(database, clock)
    await claim(database, clock, secret)
    for other in (None, "another device's cookie"):
        with pytest.raises(InvitationTaken):
            await claim(database, clock, secret, other)


async def test_unknown_expired_and_revoked_links_get_one_answer(database, clock):
    with pytest.raises(InvitationNotValid):
        await claim(database, clock, "never made")
    revoked = await make(database, clock)
    expired = await make(database, clock)
    with pytest.raises(InvitationNotValid):
        await claim(database, clock, revoked)
    clock.move(days=7)
    with pytest.raises(InvitationNotValid):
        await claim(database, clock, expired)


async def test_a_link_lives_as_long_as_it_is_needed_within_bounds(database, clock):
    now, days = clock.now(), timedelta(days=1)
    lives = {}
    for needed in (1, 30, 400):
        async with database.transaction() as transaction:
            _, lives[needed] = await links.make(
                transaction,
                case_id="case_1",
                made_by="u",
                clock=clock,
                until=now + needed * days,
            )
    assert lives == {1: now + links.LIFETIME, 30: now + 30 * days, 400: now + links.LONGEST}


async def test_a_living_link_is_prolonged_and_one_that_is_over_stays_over(database, clock):
    secret, later = await make(database, clock), clock.now() + timedelta(days=20)
    async with database.transaction() as transaction:
        for until in (later, clock.now()):  # never shortened
            await links.prolong(transaction, case_id="case_1", until=until, clock=clock)
    clock.move(days=19)
    _, device = await claim(database, clock, secret)
    clock.move(days=2)
    async with database.transaction() as transaction:
        until = clock.now() + timedelta(days=9)
        await links.prolong(transaction, case_id="case_1", until=until, clock=clock)
    with pytest.raises(InvitationNotValid):
        await claim(database, clock, secret, device)


async def test_the_visit_ends_with_its_link(database, clock):
    secret = await make(database, clock)
    _, device = await claim(database, clock, secret)
    async with database.reading() as view:
        found = await links.visits_of(view, [device, "of somebody else"], clock)
    assert {known: visit.case_id for known, visit in found.items()} == {device: "case_1"}
    await make(database, clock)  # a new invitation revokes the old one
    async with database.reading() as view:
        assert await links.visits_of(view, [device], clock) == {}


async def test_the_database_never_holds_a_secret(database, clock):
    secret = await make(database, clock)
    _, device = await claim(database, clock, secret)
    async with database.reading() as view:
        rows = str((await view.execute(text("SELECT * FROM one_time_link"))).all())
    assert secret not in rows
    assert device not in rows
