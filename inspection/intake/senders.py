"""Systems that file applications: known by their signature, answered once per key."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy.exc import IntegrityError

from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import NotFound
from inspection.cases import store as case_store
from inspection.cases.machine import Actor
from inspection.cases.model import Case
from inspection.cases.moves import Mover
from inspection.intake import store
from inspection.intake.errors import KeyMissing, KeyNotSigned, KeyReused, NotSigned, StaleRequest
from inspection.intake.following import Admission
from inspection.intake.form import FilingCommand, read_application
from inspection.intake.model import Channel, Filing
from inspection.intake.reception import Opened, Origin
from inspection.intake.store import Answered
from inspection.licensing.message import is_genuine

_KEY = re.compile(r"[A-Za-z0-9._-]{1,64}")
_TIMESTAMP = re.compile(r"[0-9]{1,11}")


class Senders:
    """What a system outside may do."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        admission: Admission,
        secrets: Mapping[str, str],
    ) -> None:
        self._database = database
        self._clock = clock
        self._admission = admission
        self._secrets = secrets

    def must_be_signed(self, headers: Mapping[str, str], body: bytes, about: str) -> str:
        """The name of the sender who signed this.

        Args:
            about: what `webhook-id` has to be: the key of a filing, the number asked for. It is
                part of what is signed, so nobody can use a signature for anything else.

        Raises:
            NotSigned: by nobody we know.
            StaleRequest: signed well, more than five minutes ago or ahead.
            KeyNotSigned: signed well, for something else.
        """
        sender = headers.get("yunkan-sender", "")
        secret = self._secrets.get(sender)
        if secret is None:
            raise NotSigned
        if not is_genuine(secret, headers, body, self._clock.now()):
            signed_at = _moment(headers.get("webhook-timestamp", ""))
            if signed_at is not None and is_genuine(secret, headers, body, signed_at):
                raise StaleRequest
            raise NotSigned
        if headers.get("webhook-id") != about:
            raise KeyNotSigned(expected=about)
        return sender

    async def file(
        self,
        sender: str,
        key: str,
        body: bytes,
        raw: object,
        told: Callable[[Opened], Mapping[str, Any]],
    ) -> str:
        """Opens a case for an application, once per key; returns the answer as it was first given.

        Raises:
            WrongApplication, KeyReused, AlreadyFiled, NothingToAsk.
            Problem: of `inspection.gaps`, when the papers it names may not follow.
        """
        try:
            return await self._file(sender, key, body, raw, told)
        except IntegrityError:
            # Two services on one PostgreSQL took the same key at once; the other one was first.
            return await self._file(sender, key, body, raw, told)

    async def _file(
        self,
        sender: str,
        key: str,
        body: bytes,
        raw: object,
        told: Callable[[Opened], Mapping[str, Any]],
    ) -> str:
        now, digest = self._clock.now(), sha256(body).hexdigest()
        async with self._database.transaction() as transaction:
            before = await store.answered(transaction, sender, key)
            if before is not None:
                if before.body_sha256 == digest:
                    return before.answer
                case = await case_store.by_id(transaction, before.case_id)
                raise KeyReused(number=case.number if case else "")
            opened = await self._admission.take_in(
                transaction,
                read_application(raw, FilingCommand),
                Origin(Channel.API, sender),
                by=Mover(Actor.SYSTEM, f"sender:{sender}"),
                now=now,
            )
            answer = json.dumps(dict(told(opened)), ensure_ascii=False)
            await store.add_answer(
                transaction, sender, key, Answered(digest, opened.case.id, answer), now
            )
            return answer

    async def standing(self, sender: str, number: str) -> tuple[Case, Filing]:
        """A case this sender filed, by our number. Raises `NotFound` for another's as for none."""
        async with self._database.reading() as view:
            case_id = await store.by_number(view, sender, number)
            case = await case_store.by_id(view, case_id) if case_id else None
            filing = await store.filing_of(view, case_id) if case_id else None
        if case is None or filing is None:
            raise NotFound
        return case, filing


def key_in(headers: Mapping[str, str]) -> str:
    """The idempotency key. Raises `KeyMissing`."""
    key = headers.get("Idempotency-Key", "")
    if not _KEY.fullmatch(key):
        raise KeyMissing
    return key


def _moment(timestamp: str) -> datetime | None:
    if not _TIMESTAMP.fullmatch(timestamp):
        return None
    return datetime.fromtimestamp(int(timestamp), UTC)
