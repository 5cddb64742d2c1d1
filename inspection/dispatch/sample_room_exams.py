"""An exam in the sample room is a result like one a trainer enters: assignment may ask for it."""

from foundation.database import Transaction
from foundation.errors import NotFound
from foundation.identity.model import INSPECTING
from foundation.identity.store import users_by_id
from foundation.ids import new_id
from inspection.cases import store as case_store
from inspection.cases.machine import Actor
from inspection.cases.moves import Mover
from inspection.dispatch import exam_store
from inspection.dispatch.exams import Result
from inspection.dispatch.following import DutyChange, DutyFollower
from panorama.exam.taking import ExamNews, Taker

EXAM = "样板间考核"  # what `inspection_exam` names to ask for it
BASIC = "样板间考核（基础）"


class NotedExams:
    """Enters results of inspectors. Implements `ExamFollower` and `CaseTakers`.

    Args:
        follower: told when somebody may or may not inspect any more.
    """

    def __init__(self, follower: DutyFollower) -> None:
        self._follower = follower

    async def exam_ended(self, transaction: Transaction, news: ExamNews) -> None:
        """Passed or not, an inspector's result is kept; a basic one under a name of its own."""
        user_id = news.taker.user_id
        if user_id is None:
            return
        user = (await users_by_id(transaction, {user_id})).get(user_id)
        if user is None or user.role not in INSPECTING:
            return
        result = Result(
            new_id("exam", news.at),
            user_id,
            EXAM if news.level.is_full else BASIC,
            news.taken_on,
            news.score.points,
            news.score.is_passed,
            user_id,
            news.at,
            f"{news.room_title} · {news.level.title.zh} · {news.certificate or '未发证书'}",
        )
        await exam_store.add(transaction, result)
        change = DutyChange(user_id, Mover(Actor.SYSTEM, user_id), f"{user.name}的考核结果有变")
        await self._follower.duty_changed(transaction, change, news.at)

    async def taker_of(self, view: Transaction, case_id: str) -> Taker:
        """The applicant of a case, seen by the trainers of its office. Raises `NotFound`."""
        case = await case_store.by_id(view, case_id)
        if case is None:
            raise NotFound
        name = f"{case.application.applicant_name}（{case.application.shop_name}）"
        return Taker(name, case_id=case_id, unit_id=case.unit)
