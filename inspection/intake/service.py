"""What the window does with applications: files for somebody, completes, declines, re-triages."""

from collections.abc import Mapping
from dataclasses import replace

from checklists.triage import Mode
from foundation import audit
from foundation.clock import Clock
from foundation.database import Database
from foundation.identity.model import User
from foundation.text import Bilingual
from inspection.cases import machine, rights
from inspection.cases import store as case_store
from inspection.cases.machine import Act, MoveNotAllowed, ReasonMissing, State
from inspection.cases.model import Case
from inspection.cases.moving import move
from inspection.cases.news import MoveNews
from inspection.intake import store
from inspection.intake.errors import LooksDoubled
from inspection.intake.form import read_filing
from inspection.intake.model import Channel, Filing
from inspection.intake.reception import Opened, Origin, Reception
from inspection.intake.rights import must_receive

MODE_WORDS = {
    Mode.LIVE: Bilingual("视频连线", "a live call"),
    Mode.SELF_FILMED: Bilingual("自助拍摄", "self-filming"),
    Mode.ON_SITE: Bilingual("现场核查", "an on-site inspection"),
}


class Window:
    """The use cases of clerks and supervisors at the intake."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        reception: Reception,
        news: MoveNews | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._reception = reception
        self._news = news

    async def file_for(
        self,
        user: User,
        application: Mapping[str, object],
        mandate: Mapping[str, object],
        *,
        despite_doubles: bool,
        waits: bool = False,
    ) -> Opened:
        """Opens a case on somebody's word, which is recorded.

        Args:
            waits: papers are missing: it is not accepted yet, so that they can be named.

        Raises:
            WrongApplication: names every field that does not fit, of both.
            LooksDoubled: an open case has the same credit code and address.
            AlreadyFiled, NothingToAsk, NotFound.
        """
        by, now = must_receive(user), self._clock.now()
        filed, on_whose_word = read_filing(application, mandate)
        async with self._database.transaction() as transaction:
            doubles = await store.open_doubles(
                transaction, filed.application.credit_code, filed.application.address
            )
            if doubles and not despite_doubles:
                raise LooksDoubled(numbers="、".join(doubles))
            origin = Origin(Channel.WINDOW, Channel.WINDOW.value, on_whose_word)
            return await self._reception.take_in(
                transaction, filed, origin, by=by, now=now, waits=waits, unit=user.unit
            )

    async def seen(self, user: User, case_id: str) -> tuple[Opened, Filing | None]:
        """How the pre-check and triage of a case stand, and how it came in. Raises `NotFound`."""
        now = self._clock.now()
        async with self._database.reading() as view:
            case = rights.must_see(user, await case_store.by_id(view, case_id))
            application = case.application
            doubles = await store.open_doubles(
                view, application.credit_code, application.address, but=case.id
            )
            filing = await store.filing_of(view, case.id)
        reception = self._reception
        opened = Opened(
            case,
            reception.pre_check_of(case, now),
            reception.triage_of(case, now),
            tuple(doubles),
        )
        return opened, filing

    async def complete(self, user: User, case_id: str, facts: Mapping[str, object]) -> Opened:
        """Adds what was missing or wrong in the pre-check; accepts the case once that is passed.

        Raises:
            MoveNotAllowed: it is accepted or ended already.
            UnknownFact, FactWrong, NothingToAsk, NotFound.
        """
        by, now = must_receive(user), self._clock.now()
        async with self._database.transaction() as transaction:
            case = rights.must_keep(user, await case_store.by_id(transaction, case_id))
            _must_wait(case)
            case = await self._reception.answered(transaction, case, facts, by=by, now=now)
            if case.state is State.RECEIVED:
                case = await move(transaction, case, Act.START_PRE_CHECK, by=by, now=now)
            opened = await self._reception.go_on(transaction, case, by=by, now=now)
            if opened.triage is not None and self._news is not None:
                await self._news.moved(transaction, opened.case, Act.ACCEPT, "", now)
            return opened

    async def decline(self, user: User, case_id: str, reason: str) -> Case:
        """Does not accept an application (不予受理).

        Raises:
            MoveNotAllowed, ReasonMissing, NotFound.
        """
        by, now = must_receive(user), self._clock.now()
        async with self._database.transaction() as transaction:
            case = rights.must_keep(user, await case_store.by_id(transaction, case_id))
            stopped = self._reception.pre_check_of(case, now).stopped_by
            facts = {"rule": stopped.rule.id} if stopped else {}
            case = await move(
                transaction, case, Act.DECLINE, by=by, now=now, why=reason, facts=facts
            )
            if self._news is not None:
                await self._news.moved(transaction, case, Act.DECLINE, reason, now)
            return case

    async def set_mode(self, user: User, case_id: str, mode: Mode, reason: str) -> Case:
        """Decides otherwise than triage did how a case is inspected; the reason stays.

        Raises:
            MoveNotAllowed: nothing is left to inspect, or it can not go on site from there.
            ReasonMissing, NotFound.
        """
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            case = rights.must_invite(user, await case_store.by_id(transaction, case_id))
            by = rights.mover(user, case)
            if not reason.strip():
                raise ReasonMissing
            if case.state not in _STILL_TO_INSPECT:
                raise _not_now(case)
            before, words = case.mode, MODE_WORDS[mode]
            said = reason.strip()
            why = Bilingual(f"人工改为{words.zh}：{said}", f"Changed to {words.en}: {said}")
            case = replace(case, mode=mode, mode_why=why)
            await case_store.set_handling(transaction, case)
            await audit.append(
                transaction,
                at=now,
                actor=by.id,
                action="case.mode_set",
                subject=case.id,
                facts={
                    "before": before.value,
                    "mode": mode.value,
                    "zh": words.zh,
                    "en": words.en,
                    "reason": said,
                },
            )
            if mode is Mode.ON_SITE and case.state is not State.ON_SITE:
                return await move(transaction, case, Act.GO_ON_SITE, by=by, now=now, why=reason)
            if mode is not Mode.ON_SITE and case.state is State.ON_SITE:
                return await move(transaction, case, Act.GO_REMOTE, by=by, now=now, why=reason)
            return case


_STILL_TO_INSPECT = machine.MOVES[Act.GO_ON_SITE].sources | {State.ON_SITE}


def _must_wait(case: Case) -> None:
    if case.state not in machine.BEFORE_ACCEPTANCE:
        raise _not_now(case)


def _not_now(case: Case) -> MoveNotAllowed:
    return MoveNotAllowed(state_zh=machine.STATE_ZH[case.state], state=case.state.value)
