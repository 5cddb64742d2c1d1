"""Sending what is due: one attempt after the other, each noted before and after it is made."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog

from foundation import outbox
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.ids import new_id
from foundation.jobs import WillNeverWork
from foundation.outbox import Row
from foundation.sealing import Seal, SealBroken
from inspection.cases.machine import STATE_ZH as CASE_STATE_ZH
from inspection.cases.model import Case, masked
from inspection.cases.moving import read_in
from inspection.notices import store
from inspection.notices.content import Content
from inspection.notices.gateways.gateway import DEADLINE_S, Gateway, Message, NotSent
from inspection.notices.model import (
    RULES,
    Channel,
    Happened,
    Kind,
    Round,
    State,
    What,
    next_channel,
    quoted,
    round_of,
)
from inspection.notices.service import queue
from inspection.notices.store import Notice
from inspection.notices.texts import NoticeTemplate

log = structlog.get_logger("notices")
CHECK_EVERY_S = 5.0  # bound on how late a scheduled notice is handed to the worker
MOST_AT_ONCE = 100
_OVER = "已过时 · its moment has passed"
_DIED = "发送途中程序中断，不知道是否发出 · the worker died meanwhile; nobody knows whether it went"
_KEY_CHANGED = "服务密钥换过，内容无法读取 · the service's key changed; it can not be read"
_TEXT_CHANGED = "通知文字改过，缺少内容 · its text was changed since and puts in what nobody gave"


@dataclass(frozen=True)
class Attempt:
    """A message about to go one way; its row says so already."""

    notice: Notice
    gateway: Gateway
    message: Message
    open_channels: frozenset[Channel]

    def came_to(
        self, at: datetime, what: What, said: str = "", message_id: str | None = None
    ) -> Happened:
        """What became of it."""
        return Happened(
            at,
            what,
            self.gateway.channel,
            self.gateway.name,
            self.message.id,
            message_id,
            quoted(said),
        )


class Sending:
    """Handles outbox rows of the receiver `notice`, and hands them over when they are due."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        seal: Seal,
        texts: Mapping[Kind, NoticeTemplate],
        gateways: Mapping[Channel, Gateway],
    ) -> None:
        self._database = database
        self._clock = clock
        self._seal = seal
        self._texts = texts
        self._gateways = gateways

    async def queue_due(self) -> None:
        """Hands scheduled notices whose moment has come to the worker."""
        while True:
            now = self._clock.now()
            async with self._database.reading() as view:
                if not await store.due(view, now, 1):
                    return
            async with self._database.transaction() as transaction:
                for notice in await store.due(transaction, now, MOST_AT_ONCE):
                    await store.set_state(transaction, notice.id, State.QUEUED)
                    await queue(transaction, [notice], now)

    async def run(self) -> None:
        """Hands over until cancelled; a database that is away is waited out."""
        while True:
            try:
                await self.queue_due()
            except Exception:
                log.exception("due notices could not be queued")
            await asyncio.sleep(CHECK_EVERY_S)

    async def handle(self, row: Row) -> None:
        """Tries the ways to the person until one takes the message or none is left.

        Raises:
            NotSent: no way is reachable now; the worker comes again.
        """
        while attempt := await self._begin(str(row.body["notice"])):
            if await self._is_taken(attempt, is_last=row.tries + 1 >= outbox.MOST_TRIES):
                return

    async def _begin(self, notice_id: str) -> Attempt | None:
        """The next attempt, noted before it is made; `None`: there is nothing more to try."""
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            notice = await store.by_id(transaction, notice_id)
            if notice is None or notice.state is not State.QUEUED:
                return None  # cancelled, or a receipt came meanwhile
            case = await read_in(transaction, notice.case_id)
            so_far = await self._so_far(transaction, notice, now)
            ended = _end_of(notice, case, so_far, now)
            if ended is not None:
                await _finish(transaction, notice, ended, so_far)
                return None
            template = self._texts[notice.kind]
            try:
                content = Content.opened(self._seal, notice.sealed)
                text, filed = template.filled(content.words), template.filed(content.words)
            except (SealBroken, KeyError) as error:
                said = _KEY_CHANGED if isinstance(error, SealBroken) else _TEXT_CHANGED
                await _finish(transaction, notice, Happened(now, What.REFUSED, said=said), so_far)
                return None
            addresses = self._addresses(case, content)
            channel = next_channel(notice.kind, frozenset(addresses), so_far)
            if channel is None:
                await _finish(transaction, notice, None, so_far)
                return None
            message = Message(
                id=new_id("try", now),
                kind=notice.kind,
                case_number=case.number,
                to=addresses[channel],
                to_shown=masked(case.application.applicant_phone),
                subject=template.subject,
                text=text,
                shown=notice.shown,
                filed=filed,
            )
            attempt = Attempt(notice, self._gateways[channel], message, frozenset(addresses))
            await store.note(transaction, notice.id, attempt.came_to(now, What.BEGUN))
            return attempt

    async def _so_far(self, transaction: Transaction, notice: Notice, now: datetime) -> Round:
        """How far it came. An attempt that nobody finished is noted as unanswered."""
        events = (await store.happened_to(transaction, [notice.id])).get(notice.id, [])
        left = round_of(events).unfinished
        if left is not None:
            lost = Happened(
                now, What.UNANSWERED, left.channel, left.gateway, left.attempt_id, said=_DIED
            )
            await store.note(transaction, notice.id, lost)
            events.append(lost)
        return round_of(events)

    def _addresses(self, case: Case, content: Content) -> dict[Channel, str]:
        known = {
            Channel.SMS: case.application.applicant_phone.strip(),
            Channel.EMAIL: content.email,
        }
        return {
            channel: known.get(channel, "")
            for channel in self._gateways
            if known.get(channel, "the gateway knows")
        }

    async def _is_taken(self, attempt: Attempt, *, is_last: bool) -> bool:
        """Makes the attempt. `False`: try the next way. Raises `NotSent`: later."""
        later: NotSent | None = None
        what, said, message_id = What.ACCEPTED, "", None
        try:
            async with asyncio.timeout(DEADLINE_S):
                message_id = await attempt.gateway.send(attempt.message)
        except WillNeverWork as refusal:
            what, said = What.REFUSED, str(refusal)
        except NotSent as failure:
            what, said = (What.REFUSED if is_last else What.POSTPONED), str(failure)
            later = NotSent(quoted(said))  # what the worker logs
        except Exception as error:  # noqa: BLE001 - an edge: nobody knows what became of it
            what, said = What.UNANSWERED, f"{type(error).__name__}: {error}"
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            notice = await store.by_id(transaction, attempt.notice.id) or attempt.notice
            happened = attempt.came_to(now, what, said, message_id)
            await store.note(transaction, notice.id, happened)
            if what is What.ACCEPTED and notice.state in (State.QUEUED, State.CANCELLED):
                await store.set_state(transaction, notice.id, State.SENT)
            events = (await store.happened_to(transaction, [notice.id]))[notice.id]
        log.info(
            "notice tried",
            notice=attempt.notice.id,
            kind=attempt.notice.kind.value,
            gateway=attempt.gateway.name,
            to=attempt.message.to_shown,
            came_to=what.value,
            said=happened.said,
        )
        if what is What.POSTPONED and later is not None:
            following = next_channel(attempt.notice.kind, attempt.open_channels, round_of(events))
            if following is attempt.gateway.channel:
                raise later
        return what is What.ACCEPTED


def _end_of(notice: Notice, case: Case, so_far: Round, now: datetime) -> Happened | None:
    """Why it is not sent (any more), if so."""
    if notice.until is not None and notice.until <= now:
        return Happened(now, What.UNDELIVERED if so_far.tried else What.TOO_LATE, said=_OVER)
    only_in = RULES[notice.kind].only_in
    if only_in is not None and case.state not in only_in:
        said = f"办件是“{CASE_STATE_ZH[case.state]}” · the case is {case.state.value}"
        return Happened(now, What.CANCELLED, said=said)
    return None


async def _finish(
    transaction: Transaction, notice: Notice, happened: Happened | None, so_far: Round
) -> None:
    """It is through: `happened` says why, else no way is left."""
    if happened is not None:
        await store.note(transaction, notice.id, happened)
    ends = {What.TOO_LATE: State.TOO_LATE, What.CANCELLED: State.CANCELLED}
    state = ends.get(happened.what) if happened is not None else None
    if state is None:
        state = State.UNCERTAIN if so_far.is_unsure else State.UNDELIVERED
        log.warning("notice not delivered", notice=notice.id, state=state.value)
    await store.set_state(transaction, notice.id, state)
