"""Where an applicant's case is, in plain words: collected in one view of the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from foundation import audit
from foundation.clock import Clock
from foundation.database import Database
from foundation.identity.model import Visit
from foundation.text import Bilingual
from inspection.cases.machine import Act, State
from inspection.cases.model import Case
from inspection.cases.moves import moves_of
from inspection.cases.moving import read_in
from inspection.gaps import store as gap_store
from inspection.gaps.model import are_closed
from inspection.licensing import store as licence_store
from inspection.licensing import wish_store
from inspection.licensing.callback import Licence, News
from inspection.licensing.wish import Wish, must_be_possible
from inspection.live.model import APPLICANT
from inspection.ratings import store as rating_store
from inspection.ratings.model import AFTER_THE_RESULT, Rating

NOW: Final[Mapping[State, Bilingual]] = {
    State.RECEIVED: Bilingual("申请已收到，等待预检", "We have your application"),
    State.PRE_CHECK: Bilingual("正在核对选址和材料", "Site and papers are being checked"),
    State.ACCEPTED: Bilingual("已受理，接下来安排勘验", "Accepted; the inspection is next"),
    State.PREPARING: Bilingual("请准备视频勘验", "Get ready for the video inspection"),
    State.BOOKED: Bilingual("勘验时间已约好", "Your inspection is booked"),
    State.INSPECTING: Bilingual("正在勘验", "The inspection is going on"),
    State.REVIEWING: Bilingual("勘验结束，等待各方签字", "The record waits for signatures"),
    State.SUPPLEMENT_DUE: Bilingual("需要整改或补充材料", "Something has to be put right"),
    State.DETERMINED: Bilingual(
        "结果已出，正在送往审批系统", "The result is on its way to licensing"
    ),
    State.PUSHED: Bilingual("审批部门正在制证", "Licensing is working on your licence"),
    State.LICENSED: Bilingual("许可证已发放", "Your licence was issued"),
    State.CLOSED: Bilingual("已办结", "Finished"),
    State.WITHDRAWN: Bilingual("申请已撤回", "The application was withdrawn"),
    State.NO_SHOW: Bilingual("上次没有接通，请重新预约", "We missed you; book another time"),
    State.TECHNICAL_ABORT: Bilingual(
        "上次因技术问题中断，请重新预约", "The call broke off; book another time"
    ),
    State.ON_SITE: Bilingual("勘验人员将到现场查看", "An inspector will come to you"),
}
PAPERS_FIRST = Bilingual(
    "结果已出，容缺材料审核通过后送审批",
    "The result is out; it leaves once your papers are accepted",
)
NOT_GRANTED = Bilingual("审批部门决定不予许可", "Licensing did not grant the licence")
STEPS: Final[Mapping[str, tuple[Act, Bilingual]]] = {
    "accepted": (Act.ACCEPT, Bilingual("受理", "Accepted")),
    "inspected": (Act.MAKE_RECORD, Bilingual("勘验", "Inspected")),
    "determined": (Act.DETERMINE, Bilingual("出结果", "Result")),
    "pushed": (Act.PUSH, Bilingual("送审批", "At licensing")),
    "licensed": (Act.LICENSE, Bilingual("发证", "Licence issued")),
}


@dataclass(frozen=True)
class Status:
    """What the applicant's status card shows.

    Args:
        steps: when each of `STEPS` was done; `None`: not yet.
        refusal: why no licence was granted.
        parcel: carrier and number, once it was mailed.
    """

    case: Case
    now: Bilingual
    steps: Mapping[str, datetime | None]
    licence: Licence | None
    refusal: str | None
    parcel: str | None
    wish: Wish | None
    rating: Rating | None

    @property
    def can_rate(self) -> bool:
        """Whether a rating would be taken now."""
        return self.rating is None and self.case.state in AFTER_THE_RESULT


class Statuses:
    """The use cases of the status card; callers have read the visit."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of(self, visit: Visit) -> Status:
        """The status of the visit's case."""
        async with self._database.reading() as view:
            case = await read_in(view, visit.case_id)
            done = {move.act: move.at for move in await moves_of(view, case.id)}
            told = await licence_store.applied(view, case.id)
            refusal = _words(told, News.REFUSED)
            waits = case.state is State.DETERMINED and not are_closed(
                await gap_store.of_case(view, case.id)
            )
            known = PAPERS_FIRST if waits else NOW[case.state]
            return Status(
                case=case,
                now=NOT_GRANTED if refusal is not None else known,
                steps={key: done.get(act) for key, (act, _) in STEPS.items()},
                licence=await licence_store.licence_of(view, case.id),
                refusal=refusal,
                parcel=_words(told, News.MAILED),
                wish=await wish_store.newest(view, case.id),
                rating=await rating_store.rating_of(view, case.id),
            )

    async def wish(self, visit: Visit, wish: Wish) -> None:
        """Keeps how the applicant wants to get the licence; a later one counts instead.

        Raises:
            NoLicenceToWishFor: the result is not at licensing yet, or the licence is on its way.
            ParcelNeedsAddress: a parcel without one.
        """
        async with self._database.transaction() as transaction:
            case = await read_in(transaction, visit.case_id)
            must_be_possible(wish, case.state)
            await wish_store.add(transaction, case.id, wish)
            await audit.append(
                transaction,
                at=self._clock.now(),
                actor=APPLICANT,
                action="case.licence_wished",
                subject=case.id,
                facts={"way": wish.way.value},
            )


def _words(told: Sequence[tuple[News, datetime, str]], news: News) -> str | None:
    return next((words for one, _, words in reversed(told) if one is news), None)
