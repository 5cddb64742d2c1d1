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
from inspection.cases.machine import Act
from inspection.cases.model import Case
from inspection.cases.moves import Moved, moves_of
from inspection.cases.moving import read_in
from inspection.dossier.standing import Words, reason_of, words_of
from inspection.gaps import store as gap_store
from inspection.gaps.model import are_closed
from inspection.licensing import store as licence_store
from inspection.licensing import wish_store
from inspection.licensing.callback import Licence, News
from inspection.licensing.wish import Wish, must_be_possible
from inspection.licensing.wishing import Sent, WishNews, sent
from inspection.live.model import APPLICANT
from inspection.ratings import store as rating_store
from inspection.ratings.model import AFTER_THE_RESULT, Rating

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
        steps: when each of `STEPS` was done; `None`: not yet, or never in a case that ended.
        reason: why it was not accepted, withdrawn or lapsed, "" else.
        refusal: why no licence was granted.
        parcel: carrier and number, once it was mailed.
        wish_sent: how the newest wish stands with licensing; `None`: nobody is told.
    """

    case: Case
    words: Words
    reason: str
    steps: Mapping[str, datetime | None]
    licence: Licence | None
    refusal: str | None
    parcel: str | None
    wish: Wish | None
    wish_sent: Sent | None
    rating: Rating | None

    @property
    def can_rate(self) -> bool:
        """Whether a rating would be taken now."""
        return self.rating is None and self.case.state in AFTER_THE_RESULT


class Statuses:
    """The use cases of the status card; callers have read the visit."""

    def __init__(self, database: Database, clock: Clock, news: WishNews) -> None:
        self._database = database
        self._clock = clock
        self._news = news

    async def of(self, visit: Visit) -> Status:
        """The status of the visit's case."""
        async with self._database.reading() as view:
            case = await read_in(view, visit.case_id)
            moves = await moves_of(view, case.id)
            done = {move.act: move.at for move in moves}
            told = await licence_store.applied(view, case.id)
            wish = await wish_store.newest(view, case.id)
            papers = await gap_store.of_case(view, case.id)
            return Status(
                case=case,
                words=words_of(
                    case.state,
                    moves,
                    [news for news, _, _ in told],
                    waits_for_papers=not are_closed(papers),
                ),
                reason=reason_of(case.state, moves),
                steps={key: done.get(act) for key, (act, _) in STEPS.items()},
                licence=await licence_store.licence_of(view, case.id),
                refusal=_refusal(told, moves),
                parcel=_words(told, News.MAILED),
                wish=wish,
                wish_sent=await sent(view, case, wish.version) if wish else None,
                rating=await rating_store.rating_of(view, case.id),
            )

    async def wish(self, visit: Visit, wish: Wish) -> None:
        """Keeps how the applicant wants to get the licence and tells licensing.

        A later one counts instead; saying the same again changes nothing.

        Raises:
            NoLicenceToWishFor: the result is not at licensing yet, or the licence is on its way.
            ParcelNeedsAddress: a parcel without one.
        """
        async with self._database.transaction() as transaction:
            case = await read_in(transaction, visit.case_id)
            must_be_possible(wish, case.state)
            before, now = await wish_store.newest(transaction, case.id), self._clock.now()
            if before is not None and wish.says_the_same(before):
                return
            wish = await wish_store.add(transaction, case.id, wish)
            await self._news.wished(transaction, case, wish, now)
            await audit.append(
                transaction,
                at=now,
                actor=APPLICANT,
                action="case.licence_wished",
                subject=case.id,
                facts={"way": wish.way.value, "version": wish.version},
            )


def _refusal(told: Sequence[tuple[News, datetime, str]], moves: Sequence[Moved]) -> str | None:
    """The licensing system's reason, or what a clerk noted."""
    if moves and moves[-1].act is Act.REFUSE_LICENCE:
        return moves[-1].why
    return _words(told, News.REFUSED)


def _words(told: Sequence[tuple[News, datetime, str]], news: News) -> str | None:
    return next((words for one, _, words in reversed(told) if one is news), None)
