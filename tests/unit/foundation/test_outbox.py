import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import outbox
from foundation.jobs import WillNeverWork, Worker
from foundation.outbox import MOST_TRIES, State, delay_after


async def add(database, clock, lane="case_1", **body):
    async with database.transaction() as transaction:
        return await outbox.add(
            transaction, receiver="licensing", lane=lane, body=body, now=clock.now()
        )


async def rows(database, lane="case_1"):
    async with database.reading() as view:
        return await outbox.rows_of_lane(view, "licensing", lane)


def worker(database, clock, handler):
    return Worker(database, clock, {"licensing": handler})


async def test_a_row_is_delivered_once_though_the_receiver_fails_twice_first(database, clock):
    await add(database, clock, result="pass")
    seen = []

    async def handler(row):
        seen.append(row.id)
        if len(seen) < 3:
            raise ConnectionError("refused")

    works = worker(database, clock, handler)
    for _ in range(3):
        assert await works.step()
        assert not await works.step()  # nothing is due before its time
        clock.move(minutes=1)
    assert len(set(seen)) == 1, "every try shows the receiver the same idempotency key"
    (row,) = await rows(database)
    assert (row.state, row.tries) == (State.DELIVERED, 2)


async def test_results_of_one_case_leave_in_order_and_cases_do_not_wait_for_each_other(
    database, clock
):
    await add(database, clock, number=1)
    await add(database, clock, number=2)
    await add(database, clock, lane="case_2", number=3)
    seen = []

    async def handler(row):
        seen.append(row.body["number"])
        if seen == [1]:
            raise ConnectionError

    works = worker(database, clock, handler)
    while await works.step():
        pass
    assert seen == [1, 3]
    clock.move(minutes=1)
    while await works.step():
        pass
    assert seen == [1, 3, 1, 2]


async def test_a_refusal_is_dead_at_once_and_a_person_can_replay_it(database, clock):
    await add(database, clock)
    is_willing = False

    async def handler(_row):
        if not is_willing:
            raise WillNeverWork("422: the credit code is unknown")

    works = worker(database, clock, handler)
    await works.step()
    (row,) = await rows(database)
    assert (row.state, row.error) == (State.DEAD, "422: the credit code is unknown")
    is_willing = True
    async with database.transaction() as transaction:
        await outbox.replay(transaction, row.id, clock.now())
    await works.step()
    assert (await rows(database))[0].state is State.DELIVERED


async def test_a_row_whose_worker_died_is_taken_up_after_its_lease(database, clock):
    await add(database, clock)
    async with database.transaction() as transaction:
        assert await outbox.claim(transaction, ["licensing"], clock.now())
        assert await outbox.claim(transaction, ["licensing"], clock.now()) is None
    clock.move(seconds=61)
    async with database.transaction() as transaction:
        assert await outbox.claim(transaction, ["licensing"], clock.now())


@given(tries=st.integers(1, MOST_TRIES), spread=st.floats(0, 1))
def test_delays_grow_and_are_bounded(tries, spread):
    assert delay_after(tries, spread).total_seconds() <= 6 * 3600 * 1.25
    assert delay_after(tries, spread) >= delay_after(max(tries - 1, 1), 0) / 2


@pytest.mark.parametrize("bad", [StopIteration, ValueError])
async def test_a_handler_with_a_fault_of_its_own_means_later(database, clock, bad):
    await add(database, clock)

    async def handler(_row):
        raise bad("oops")

    await worker(database, clock, handler).step()
    (row,) = await rows(database)
    assert row.state is State.WAITING
    assert row.tries == 1


async def test_a_receiver_goes_on_after_work_inside_its_handler_was_cancelled(database, clock):
    await add(database, clock)

    async def handler(_row):
        inner = asyncio.get_running_loop().create_future()
        inner.cancel()
        await inner

    assert await worker(database, clock, handler).step()
    (row,) = await rows(database)
    assert (row.state, row.tries) == (State.WAITING, 1)


async def test_a_receiver_that_hangs_does_not_keep_the_others_waiting(database, clock):
    async with database.transaction() as transaction:
        for receiver in ("licensing", "copies"):
            await outbox.add(
                transaction, receiver=receiver, lane="case_1", body={}, now=clock.now()
            )
    never, made = asyncio.Event(), asyncio.Event()

    async def hangs(_row):
        await never.wait()

    async def makes(_row):
        made.set()

    works = Worker(database, clock, {"licensing": hangs, "copies": makes})
    running = asyncio.create_task(works.run())
    async with asyncio.timeout(10):
        await made.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
