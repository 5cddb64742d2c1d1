"""Taking in what licensing systems tell back: once in effect, in whatever order it comes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from inspection.cases.machine import Actor
from inspection.cases.model import Case
from inspection.cases.moves import Mover
from inspection.cases.moving import move, read_in
from inspection.licensing import store
from inspection.licensing.callback import (
    Callback,
    CallbackDiffers,
    CallbackNotGenuine,
    Effect,
    decide,
    in_order,
    is_allowed_link,
)
from inspection.licensing.message import is_genuine
from inspection.licensing.news import LicenceNews
from inspection.licensing.places import Configured, HttpPlace


class Callbacks:
    """The use cases of callbacks."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        targets: Sequence[Configured],
        news: LicenceNews,
    ) -> None:
        self._database = database
        self._news = news
        self._clock = clock
        self._senders = {
            one.target.name: one.place
            for one in targets
            if isinstance(one.place, HttpPlace) and one.place.calls_back
        }

    def sender(self, headers: Mapping[str, str], body: bytes) -> str:
        """The target whose secret signed this. Raises `CallbackNotGenuine`."""
        for name, place in self._senders.items():
            if is_genuine(place.secret, headers, body, self._clock.now()):
                return name
        raise CallbackNotGenuine

    async def receive(self, callback: Callback, sha256: str) -> tuple[Effect, Case | None]:
        """Keeps a message and does what follows from it; the case, when it moved.

        Args:
            sha256: of the body; the same id with the same body gets the same answer for ever.

        Raises:
            NotFound: no case has this number; nothing is kept.
            CallbackDiffers: the id was used for another body.
        """
        now, callback = self._clock.now(), self._with_good_link(callback)
        async with self._database.transaction() as transaction:
            before = await store.received(transaction, callback.target, callback.id)
            if before is not None:
                if before[0] != sha256:
                    raise CallbackDiffers
                return before[1], None
            case_id = await store.case_id_of(transaction, callback.case_number)
            if case_id is None:
                raise NotFound
            case = await read_in(transaction, case_id)
            effect, case = await self._apply(transaction, case, callback, now)
            await store.add(transaction, case_id, callback, sha256, effect, now)
            if effect is Effect.APPLIED:
                case = await self._apply_waiting(transaction, case, now)
        return effect, case if effect is Effect.APPLIED else None

    async def after_push(self, transaction: Transaction, case: Case) -> None:
        """What came before the delivery was noted applies now."""
        await self._apply_waiting(transaction, case, self._clock.now())

    def _with_good_link(self, callback: Callback) -> Callback:
        licence = callback.licence
        if licence is None or licence.download_url is None:
            return callback
        if is_allowed_link(licence.download_url, self._senders[callback.target].download_hosts):
            return callback
        return replace(callback, licence=replace(licence, download_url=None))

    async def _apply_waiting(self, transaction: Transaction, case: Case, now: datetime) -> Case:
        """Applies messages that were early, in the order things happened, as far as they fit."""
        for callback in in_order(await store.waiting(transaction, case.id, case.number)):
            effect, case = await self._apply(transaction, case, callback, now)
            if effect is not Effect.WAITING:
                await store.set_effect(transaction, callback, effect)
        return case

    async def _apply(
        self, transaction: Transaction, case: Case, callback: Callback, now: datetime
    ) -> tuple[Effect, Case]:
        known = await store.licence_of(transaction, case.id)
        told = {news for news, _, _ in await store.applied(transaction, case.id)}
        effect, act = decide(callback, case.state, known, told)
        is_new = known is None and effect in (Effect.APPLIED, Effect.KNOWN)
        if callback.licence is not None and is_new:
            await store.keep_licence(transaction, case.id, callback.licence, now)
            await self._news.issued(transaction, case, callback.licence, now)
        if act is None:
            return effect, case
        number = callback.licence.number if callback.licence else known.number if known else ""
        case = await move(
            transaction,
            case,
            act,
            by=Mover(Actor.LICENSING, callback.target),
            now=now,
            why=callback.words,
            facts={"licence": number, "callback": callback.id},
        )
        return effect, case
