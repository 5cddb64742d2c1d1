"""What can be done with notices: tell, cancel, read what was said, ask for one again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from foundation import audit, outbox
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.errors import Kind as ErrorKind
from foundation.errors import NotFound, Problem
from foundation.identity.model import User
from foundation.ids import new_id
from foundation.sealing import Seal
from foundation.text import Bilingual
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.model import Case
from inspection.notices import store
from inspection.notices.content import Content
from inspection.notices.model import OPEN, Happened, Kind, State, What
from inspection.notices.plan import Planned, QuietHours, due_at
from inspection.notices.store import Notice
from inspection.notices.texts import NoticeTemplate, Value

NOTICE = "notice"  # the outbox's receiver
WINDOW = Bilingual("受理窗口", "the service window")


class NoticeUnderway(Problem):
    """It is on its way or still to come; a second one would say the same twice."""

    kind = ErrorKind.CONFLICT
    code = "notice.underway"
    zh = "这条通知还没有发完，不需要重发。请稍后刷新查看结果。"
    en = "This notice is still on its way, so it is not sent again. Reload in a while."


class NoticeOver(Problem):
    """What it says no longer holds."""

    kind = ErrorKind.CONFLICT
    code = "notice.over"
    zh = "这条通知的内容已经过时，不能重发。请按现在的情况重新通知，例如重新生成邀请链接。"
    en = "What this notice says no longer holds. Tell anew how it is now, e.g. make a new link."


@dataclass(frozen=True)
class Told:
    """A notice with its title and what happened to it."""

    notice: Notice
    title: Bilingual
    happened: tuple[Happened, ...]


@dataclass(frozen=True)
class Telling:
    """What one applicant is to be told in time.

    Attributes:
        occasion: as of `Notices.tell`.
        variables: of all the plan's texts; each takes what it puts in.
    """

    case: Case
    occasion: str
    plan: Sequence[Planned]
    variables: Mapping[str, Value]

    @property
    def place(self) -> tuple[str, str]:
        """What no two may share of one kind: case and occasion."""
        return self.case.id, self.occasion


class Notices:
    """The use cases of telling people.

    Args:
        texts: what notices say, by kind.
        quiet: when nobody is disturbed.
        window: where people ask when they need help, e.g. a telephone number.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        seal: Seal,
        texts: Mapping[Kind, NoticeTemplate],
        quiet: QuietHours,
        window: Bilingual = WINDOW,
    ) -> None:
        self._database = database
        self._clock = clock
        self._seal = seal
        self._texts = texts
        self._quiet = quiet
        self._window = window

    async def tell(
        self,
        transaction: Transaction,
        case: Case,
        kind: Kind,
        occasion: str,
        variables: Mapping[str, Value],
        at: datetime | None = None,
        *,
        until: datetime | None = None,
        email: str = "",
    ) -> None:
        """Tells the applicant, in the caller's transaction: now, or at a later moment.

        The same case, kind and occasion a second time changes nothing.

        Args:
            occasion: what makes this one different from others of its kind, e.g. a booking's id;
                at most 80 letters.
            variables: what `texts.yaml` puts in; the shop's name and the window are known here.
            at: `None` is now. Quiet hours move it, for kinds that rest.
            until: from then on it is of no use and is not sent.
            email: the applicant's address, if there is one.

        Raises:
            WordsDiffer: the variables are not those of the text.
        """
        place = (case.id, occasion)
        if (*place, kind) in await store.told_of(transaction, [place]):
            return
        now = self._clock.now()
        planned = Planned(kind, at or now, until)
        notice = self._notice(case, occasion, planned, variables, email, now)
        await store.add(transaction, [notice])
        if notice.state is State.QUEUED:
            await queue(transaction, [notice], now)

    def _notice(
        self,
        case: Case,
        occasion: str,
        planned: Planned,
        variables: Mapping[str, Value],
        email: str,
        now: datetime,
    ) -> Notice:
        kind, template = planned.kind, self._texts[planned.kind]
        words = template.words({**self._known(case, template), **variables})
        due = due_at(kind, planned.at, now, self._quiet)
        return Notice(
            id=new_id("ntc", now),
            case_id=case.id,
            kind=kind,
            occasion=occasion,
            state=State.SCHEDULED if due > now else State.QUEUED,
            made_at=now,
            due_at=due,
            until=planned.until,
            sealed=Content(words, email).sealed(self._seal),
            shown=template.filled(words, is_shown=True),
        )

    async def tell_planned(self, transaction: Transaction, tellings: Sequence[Telling]) -> None:
        """Schedules notices of plans, all at once: who books waits for whoever booked before.

        What was told already is left out.
        """
        now = self._clock.now()
        known = await store.told_of(transaction, [one.place for one in tellings])
        notices = [
            self._notice(one.case, one.occasion, planned, self._own(one, planned.kind), "", now)
            for one in tellings
            for planned in one.plan
            if (*one.place, planned.kind) not in known
        ]
        await store.add(transaction, notices)
        await queue(transaction, [one for one in notices if one.state is State.QUEUED], now)

    def _own(self, telling: Telling, kind: Kind) -> dict[str, Value]:
        names = self._texts[kind].names
        return {name: value for name, value in telling.variables.items() if name in names}

    async def cancel(
        self,
        transaction: Transaction,
        case: Case,
        occasion: str | None = None,
        kinds: frozenset[Kind] = frozenset(Kind),
    ) -> None:
        """What was not sent yet is not sent, and what was is of no use any more.

        Args:
            occasion: only notices of this occasion; `None`: of any.
            kinds: only these.
        """
        now = self._clock.now()
        for notice in await store.of_case(transaction, case.id):
            if notice.kind not in kinds or occasion not in (None, notice.occasion):
                continue
            if notice.state in OPEN:
                await store.set_state(transaction, notice.id, State.CANCELLED)
                await store.note(transaction, notice.id, Happened(now, What.CANCELLED))
            if notice.until is None or notice.until > now:
                await store.end(transaction, notice.id, now)

    async def occasions(
        self, transaction: Transaction, case: Case, kinds: frozenset[Kind]
    ) -> list[str]:
        """Occasions of which something of these kinds was told or is to be, each once."""
        found = await store.of_case(transaction, case.id)
        return list(dict.fromkeys(one.occasion for one in found if one.kind in kinds))

    async def of_case(self, user: User, case_id: str) -> tuple[Case, list[Told]]:
        """What the applicant was told and will be, newest first. Raises `NotFound`."""
        async with self._database.reading() as view:
            case = rights.must_see(user, await case_store.by_id(view, case_id))
            notices = await store.of_case(view, case.id)
            happened = await store.happened_to(view, [one.id for one in notices])
        return case, [self._told(one, happened.get(one.id, ())) for one in notices]

    async def again(self, user: User, case_id: str, notice_id: str) -> tuple[Case, Told]:
        """Sends a notice once more, beginning with its first channel, whatever the hour.

        Raises:
            NotFound: not for this person, or there is no such notice in this case.
            NoticeUnderway: it is not through yet.
            NoticeOver: what it says no longer holds.
        """
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            case = rights.must_keep(user, await case_store.by_id(transaction, case_id))
            notice = await store.by_id(transaction, notice_id)
            if notice is None or notice.case_id != case.id:
                raise NotFound
            rows = await outbox.rows_of_lane(transaction, NOTICE, notice.id)
            dead = [row for row in rows if row.state is outbox.State.DEAD]
            if notice.state in OPEN and not dead:
                raise NoticeUnderway
            if not dead and not may_repeat(notice, now):
                raise NoticeOver
            await store.note(transaction, notice.id, Happened(now, What.AGAIN, said=user.name))
            await store.set_state(transaction, notice.id, State.QUEUED)
            for row in dead:  # given up after a day of faults of our own
                await outbox.replay(transaction, row.id, now)
            if not dead:
                await queue(transaction, [notice], now)
            await audit.append(
                transaction,
                at=now,
                actor=user.id,
                action="notice.again",
                subject=case.id,
                facts={"notice": notice.id, "kind": notice.kind.value},
            )
            changed = await store.by_id(transaction, notice_id) or notice
            happened = await store.happened_to(transaction, [notice_id])
        return case, self._told(changed, happened[notice_id])

    def _told(self, notice: Notice, happened: Iterable[Happened]) -> Told:
        return Told(notice, self._texts[notice.kind].subject, tuple(happened))

    def _known(self, case: Case, template: NoticeTemplate) -> dict[str, Value]:
        known: dict[str, Value] = {"shop": case.application.shop_name, "window": self._window}
        return {name: value for name, value in known.items() if name in template.names}


def may_repeat(notice: Notice, now: datetime) -> bool:
    """Whether what it says still holds and it was through once."""
    is_through = notice.state not in OPEN | {State.CANCELLED, State.TOO_LATE}
    return is_through and (notice.until is None or notice.until > now)


async def queue(transaction: Transaction, notices: Iterable[Notice], now: datetime) -> None:
    """Hands notices to the worker, each in a lane of its own.

    In the lane of the case, one that waits for a gateway would hold back the reminder behind it,
    for hours. What a later notice overtakes is cancelled by whoever tells that one.
    """
    bodies = [(one.id, {"notice": one.id}) for one in notices]
    await outbox.add_all(transaction, receiver=NOTICE, bodies=bodies, now=now)
