import pytest

from inspection.live.attendance import Attendance
from inspection.live.hub import Hub


class OneRight:
    """A right that can be taken away."""

    def __init__(self):
        self.is_alive = True

    async def living(self, proofs):
        return set(proofs) if self.is_alive else set()

    async def used(self, proofs):
        pass


async def test_media_that_could_not_be_cut_is_cut_in_the_next_round(clock):
    right, tries = OneRight(), []

    async def cut(room, participant):
        tries.append((room, participant))
        if len(tries) == 1:
            raise ConnectionError("the connection is just breaking by itself")

    attendance = Attendance(right, Hub(clock), cut, clock)
    await attendance.admits("room", "applicant", "link_1")
    right.is_alive = False
    with pytest.raises(ConnectionError):
        await attendance.check()
    await attendance.check()
    await attendance.check()
    assert tries == [("room", "applicant")] * 2
