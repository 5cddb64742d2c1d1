from foundation import outbox
from foundation.outbox import MOST_TRIES, State
from inspection.determination.recipients import LICENSING


async def test_a_result_waits_for_as_long_as_no_licensing_system_is_set(bureau, database, clock):
    async with database.transaction() as transaction:
        await outbox.add(
            transaction, receiver=LICENSING, lane=bureau.case_id, body={}, now=clock.now()
        )
    for _ in range(MOST_TRIES + 1):
        await bureau.house.worker.step()
        clock.move(days=1)
    async with database.reading() as view:
        (row,) = await outbox.rows_of_lane(view, LICENSING, bureau.case_id)
    assert (row.state, row.tries) == (State.WAITING, 0)
