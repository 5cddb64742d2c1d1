import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError

from foundation import outbox
from foundation.database import open_database
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


async def test_rows_added_together_stand_each_behind_what_its_lane_has(database, clock):
    await add(database, clock, number=1)
    bodies = [("case_1", {"number": 2}), ("case_2", {"number": 1}), ("case_1", {"number": 3})]
    async with database.transaction() as transaction:
        await outbox.add_all(transaction, receiver="licensing", bodies=bodies, now=clock.now())
        await outbox.add_all(transaction, receiver="licensing", bodies=[], now=clock.now())
        lanes = {
            lane: await outbox.rows_of_lane(transaction, "licensing", lane)
            for lane in ("case_1", "case_2")
        }
    assert {lane: [row.body["number"] for row in rows] for lane, rows in lanes.items()} == {
        "case_1": [1, 2, 3],
        "case_2": [1],
    }


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


async def claim(database, clock, most=1):
    async with database.transaction() as transaction:
        return await outbox.claim(transaction, ["licensing"], clock.now(), most)


async def test_a_row_whose_worker_died_is_taken_up_after_its_lease(database, clock):
    await add(database, clock)
    assert await claim(database, clock)
    assert await claim(database, clock) == []
    clock.move(seconds=61)
    assert await claim(database, clock)


async def test_a_holder_whose_lease_ended_can_note_nothing(database, clock):
    await add(database, clock)
    (stale,) = await claim(database, clock)
    clock.move(seconds=61)
    (ours,) = await claim(database, clock)
    how = {"error": "late", "is_final": True, "now": clock.now(), "spread": 0}
    async with database.transaction() as transaction:
        assert await outbox.delivered(transaction, [stale], clock.now()) == []
        assert await outbox.failed(transaction, stale, **how) is None
        assert await outbox.delivered(transaction, [stale, ours], clock.now()) == [ours]
        assert await outbox.delivered(transaction, [ours], clock.now()) == []
    (row,) = await rows(database)
    assert (row.state, row.tries, row.done_at) == (State.DELIVERED, 0, clock.now())


async def test_rows_claimed_together_are_of_different_lanes(database, clock):
    for lane in ("case_1", "case_1", "case_2", "case_3"):
        await add(database, clock, lane)
    assert [row.lane for row in await claim(database, clock, 3)] == ["case_1", "case_2", "case_3"]
    assert await claim(database, clock, 3) == [], "the second of case_1 waits for the first"


async def test_one_key_is_queued_once_for_ever(database, clock):
    async def queue():
        async with database.transaction() as transaction:
            await outbox.add(
                transaction,
                receiver="licensing",
                lane="case_1",
                body={},
                now=clock.now(),
                row_id="YK20261124-0001_1_licensing",
            )

    await queue()
    with pytest.raises(IntegrityError):
        await queue()
    assert len(await rows(database)) == 1


async def test_a_look_for_due_rows_goes_by_index_and_sorts_nothing(database, clock):
    query = outbox.due(["licensing"], clock.now(), 8).compile(
        dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}
    )
    async with database.reading() as view:
        plan = await view.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")
        steps = [row[3] for row in plan]
    assert any("ix_outbox_row_due (receiver=? AND state=? AND next_at<?)" in one for one in steps)
    assert any("uq_outbox_row_place (receiver=? AND lane=? AND " in one for one in steps)
    assert not any("B-TREE" in one for one in steps), steps


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


class Counting:
    """A receiver that remembers what it got; holds everything until it is let go."""

    def __init__(self, wanted):
        self.got, self.under_way, self.most = [], set(), 0
        self._wanted = wanted
        self.gate, self.is_full, self.is_done = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def handle(self, row):
        assert row.lane not in self.under_way, "two of one case at once"
        self.under_way.add(row.lane)
        self.most = max(self.most, len(self.under_way))
        if len(self.under_way) == self._wanted:
            self.is_full.set()
        await self.gate.wait()
        self.under_way.remove(row.lane)
        self.got.append((row.lane, row.body["number"]))


async def run_until(works, event):
    running = asyncio.create_task(works.run())
    async with asyncio.timeout(20):
        await event.wait()
    return running


async def end(*running):
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


async def test_several_cases_are_under_way_at_once_up_to_a_bound_and_each_stays_in_order(
    database, clock
):
    for number in range(5):
        for case in range(4):
            await add(database, clock, f"case_{case}", number=number)
    receiver = Counting(wanted=3)

    async def told(_row):
        if len(receiver.got) == 20:
            receiver.is_done.set()

    works = Worker(
        database, clock, {"licensing": receiver.handle}, news=told, at_once={"licensing": 3}
    )
    running = await run_until(works, receiver.is_full)
    receiver.gate.set()
    async with asyncio.timeout(20):
        await receiver.is_done.wait()
    await end(running)
    assert receiver.most == 3
    for case in range(4):
        assert [n for lane, n in receiver.got if lane == f"case_{case}"] == [0, 1, 2, 3, 4]


async def test_two_workers_at_one_table_share_the_rows_and_do_none_twice(database, clock, tmp_path):
    for case in range(40):
        await add(database, clock, f"case_{case}", number=case)
    again = open_database(f"sqlite+aiosqlite:///{tmp_path / 'yunkan.db'}")
    receiver = Counting(wanted=8)
    receiver.gate.set()

    async def told(_row):
        if len(receiver.got) == 40:
            receiver.is_done.set()

    two = [
        Worker(one, clock, {"licensing": receiver.handle}, news=told, at_once={"licensing": 4})
        for one in (database, again)
    ]
    running = [asyncio.create_task(one.run()) for one in two]
    async with asyncio.timeout(20):
        await receiver.is_done.wait()
    await end(*running)
    await again.close()
    assert len(receiver.got) == len(set(receiver.got)) == 40


async def test_what_follows_from_one_delivery_does_not_undo_another(database, clock):
    for lane in ("case_1", "case_2"):
        await add(database, clock, lane)
    done = asyncio.Event()
    told = []

    async def handler(_row):
        pass

    async def after(_transaction, rows):
        if any(row.lane == "case_1" for row in rows):
            raise ValueError("this case can not move")

    async def news(row):
        told.append(row.lane)
        if len(told) == 2:
            done.set()

    works = Worker(
        *(database, clock, {"licensing": handler}, {"licensing": after}, news),
        at_once={"licensing": 2},
    )
    await end(await run_until(works, done))
    (one,), (two,) = await rows(database), await rows(database, "case_2")
    assert (one.state, one.error) == (State.WAITING, "ValueError: this case can not move")
    assert two.state is State.DELIVERED


async def test_a_held_row_leaves_when_it_is_let_go_and_not_before(database, clock):
    row_id = await add(database, clock, result="pass")
    other = await add(database, clock, lane="case_2", result="pass")
    seen = []

    async def handler(row):
        seen.append(row.id)

    works = worker(database, clock, handler)
    async with database.transaction() as transaction:
        await outbox.hold(transaction, [row_id])
        await outbox.replay(transaction, row_id, clock.now())
    while await works.step():
        pass
    assert seen == [other]
    assert (await rows(database))[0].state is State.HELD
    clock.move(days=3)
    async with database.transaction() as transaction:
        assert await outbox.let_go(transaction, "case_1", clock.now()) == 1
        assert await outbox.let_go(transaction, "case_1", clock.now()) == 0
    while await works.step():
        pass
    assert seen == [other, row_id]


async def test_what_will_never_leave_holds_nobody_back(database, clock):
    first, second = await add(database, clock), await add(database, clock)
    async with database.transaction() as transaction:
        await outbox.hold(transaction, [first])
        assert await outbox.claim(transaction, ["licensing"], clock.now()) == []
        await outbox.drop_held(transaction, "case_1", clock.now())
        await outbox.replay(transaction, first, clock.now())
        (claimed,) = await outbox.claim(transaction, ["licensing"], clock.now())
    assert claimed.id == second
