"""Steps a person takes by a word: no more than a move with its reason."""

from dataclasses import dataclass

from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import NotFound, Problem
from foundation.identity.model import User
from foundation.text import Bilingual
from inspection.cases import rights, store
from inspection.cases.machine import MOVES, Act
from inspection.cases.model import Case
from inspection.cases.moving import move
from inspection.cases.news import MoveNews

# What is done by nothing else than saying so. Other acts follow from what people do elsewhere:
# the pre-check declines, the mode sends a case on site and back (intake).
STEPS = {
    Act.MISS: Bilingual("登记未到", "Note that the applicant did not come"),
    Act.ABORT: Bilingual("因技术原因中断", "Break off for technical reasons"),
    Act.BEGIN_ON_SITE: Bilingual("开始现场核查", "Begin on site"),
    Act.ASK_SUPPLEMENT: Bilingual("通知整改", "Ask for rectification"),
    Act.LAPSE: Bilingual("按逾期未整改办结", "Close: rectification lapsed"),
    Act.CLOSE: Bilingual("办结", "Close"),
    Act.WITHDRAW: Bilingual("登记撤回申请", "Note that the application is withdrawn"),
}


class UnknownStep(Problem):
    """Not a step that is taken by a word."""

    code = "case.unknown_step"
    zh = "没有“{act}”这一步。可选：{known}。"
    en = "There is no step “{act}”. Known: {known}."


@dataclass(frozen=True)
class Step:
    """One that this person may take in this case now."""

    act: Act
    title: Bilingual
    asks_why: bool


def possible_steps(user: User, case: Case) -> list[Step]:
    """What this person may do from where the case stands, in the table's order."""
    try:
        mover = rights.mover(user, case)
    except NotFound:
        return []
    return [
        Step(act, title, MOVES[act].asks_why)
        for act, title in STEPS.items()
        if case.state in MOVES[act].sources and mover.actor in MOVES[act].actors
    ]


class Steps:
    """The use case of a step."""

    def __init__(self, database: Database, clock: Clock, news: MoveNews | None = None) -> None:
        self._database = database
        self._clock = clock
        self._news = news

    async def take(self, user: User, case_id: str, act: str, why: str) -> Case:
        """Moves the case.

        Raises:
            NotFound, UnknownStep, MoveNotAllowed, MoveNotYours, ReasonMissing.
        """
        known = {one.value.partition(".")[2]: one for one in STEPS}
        if act not in known:
            raise UnknownStep(act=act[:40], known=", ".join(known))
        async with self._database.transaction() as transaction:
            case = rights.must_see(user, await store.by_id(transaction, case_id))
            by, now, why = rights.mover(user, case), self._clock.now(), why[:500]
            case = await move(transaction, case, known[act], by=by, now=now, why=why)
            if self._news is not None:
                await self._news.moved(transaction, case, known[act], why, now)
            return case
