"""Where the administrator has switched drawing off, an exam is refused and not waited for."""

from sqlalchemy import select

from panorama.exam import store


async def test_where_nothing_is_drawn_nobody_is_left_waiting(bureau, wang, phone):
    refused = (503, "exam.nothing_is_drawn")
    practice = {"room": "t2", "level": "basic"}
    wanted = {**practice, "mode": "exam"}
    assert await wang.refused("POST", "/api/v1/exams", json=wanted) == refused
    assert await phone.refused("POST", "/api/v1/visit/exams", json=wanted) == refused
    anybody = await bureau.browser()
    assert await anybody.refused("POST", "/api/v1/practice-exams", json=practice) == refused
    async with bureau.database.reading() as view:
        assert (await view.execute(select(store.attempt_table.c.id))).first() is None
