import asyncio

import pytest

from foundation.together import Together


class Books:
    """Finds the length of words once let go; counts its looks."""

    def __init__(self):
        self.looks = []
        self.may_go = asyncio.Event()
        self.fails = 0

    async def look(self, words):
        self.looks.append(sorted(words))
        await self.may_go.wait()
        if self.fails:
            self.fails -= 1
            raise OSError("the shelf fell")
        return {word: len(word) for word in words if word != "unknown"}


async def test_who_asks_while_a_look_is_under_way_shares_the_next_one():
    books = Books()
    together = Together(books.look)
    first = asyncio.create_task(together.find("first"))
    await asyncio.sleep(0)
    others = [asyncio.create_task(together.find(word)) for word in ("a", "unknown", "bb", "a")]
    await asyncio.sleep(0)
    books.may_go.set()
    assert await first == 5
    assert await asyncio.gather(*others) == [1, None, 2, 1]
    assert books.looks == [["first"], ["a", "bb", "unknown"]]


async def test_each_look_begins_after_it_was_asked_for():
    books = Books()
    books.may_go.set()
    together = Together(books.look)
    for _ in range(2):
        assert await together.find("word") == 4
    assert books.looks == [["word"], ["word"]]


async def test_who_goes_away_or_meets_a_fault_leaves_the_look_to_the_next_of_those_who_wait():
    books = Books()
    books.fails = 1
    together = Together(books.look)
    gone = asyncio.create_task(together.find("gone"))
    await asyncio.sleep(0)
    others = [asyncio.create_task(together.find(word)) for word in ("a", "bb")]
    await asyncio.sleep(0)
    gone.cancel()
    books.may_go.set()
    failed, found = await asyncio.gather(*others, return_exceptions=True)
    assert isinstance(failed, OSError)
    assert found == 2
    with pytest.raises(asyncio.CancelledError):
        await gone
