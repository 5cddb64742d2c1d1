"""Who passed what, for those who train and supervise: a list in pages, and a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from foundation.clock import SHANGHAI
from foundation.database import Database
from foundation.identity import policies
from foundation.identity.model import Role, User
from foundation.tables import csv_of
from foundation.text import Bilingual
from panorama.exam import store
from panorama.exam.model import Mode
from panorama.exam.store import Line

READERS = policies.in_roles(
    "exams.readers",
    Bilingual("组长、督办人员、培训人员、审计人员", "Leads, supervisors, trainers and auditors"),
    Role.LEAD,
    Role.SUPERVISOR,
    Role.TRAINER,
    Role.AUDITOR,
)
A_PAGE, A_TABLE = 50, 5000
HEAD = ("日期", "姓名", "身份", "样板间", "难度", "方式", "得分", "找到", "应找", "答错")
HEAD_MORE = ("是否通过", "证书编号")
MODES = {Mode.PRACTICE: "练习", Mode.EXAM: "考核"}


@dataclass(frozen=True)
class Page:
    """Some lines; `after`: names the next page, `None` at the end."""

    lines: Sequence[Line]
    after: str | None


class Results:
    """The use cases of those who read results."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, user: User, mode: Mode | None, before: str | None) -> Page:
        """Exams of the offices this person reaches, the latest first. Raises `NotFound`."""
        lines = await self._lines(user, mode, before, A_PAGE + 1)
        is_more = len(lines) > A_PAGE
        shown = lines[:A_PAGE]
        return Page(shown, shown[-1].id if is_more else None)

    async def table(self, user: User, mode: Mode | None) -> bytes:
        """The latest `A_TABLE` as CSV. Raises `NotFound`."""
        lines = await self._lines(user, mode, None, A_TABLE)
        return csv_of([(*HEAD, *HEAD_MORE), *(_row(one) for one in lines)])

    async def _lines(
        self, user: User, mode: Mode | None, before: str | None, most: int
    ) -> Sequence[Line]:
        policies.must_be(user, READERS)
        async with self._database.reading() as view:
            return await store.lines(view, units=user.reach, mode=mode, before=before, most=most)


def _row(one: Line) -> tuple[object, ...]:
    score = one.ended.score
    return (
        one.ended.at.astimezone(SHANGHAI).date().isoformat(),
        one.name,
        "工作人员" if one.is_staff else "申请人",
        one.room_zh,
        one.level.title.zh,
        MODES[one.mode],
        score.points,
        score.found,
        score.of,
        score.mistakes,
        "是" if score.is_passed else "否",
        one.certificate or "",
    )
