"""The record on paper and as data; the complete one printed once, signed by the bureau and kept."""

import asyncio
from functools import partial
from typing import Any

from foundation import outbox
from foundation.blobs import Blobs
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import NotFound
from foundation.identity.model import User, Visit
from foundation.pades import signed_pdf
from foundation.signing import Signer, TimestampAuthority
from inspection.cases import rights
from inspection.cases.moving import read_in
from inspection.evidence import store as evidence_store
from inspection.record import public_store, store
from inspection.record.departments import role_zh
from inspection.record.errors import NoRecord
from inspection.record.model import content_from_json
from inspection.record.pdf import Press
from inspection.record.printed import DrawnSignature, printed
from inspection.record.refusal import on_paper
from inspection.record.signing import Record


class Papers:
    """The use cases of reading and keeping what was signed."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        clock: Clock,
        press: Press,
        signer: Signer,
        origin: str = "http://localhost:8080",
        timestamps: TimestampAuthority | None = None,
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock
        self._press = press
        self._signer = signer
        self._timestamps = timestamps
        self._origin = origin  # of the public page that the QR code leads to
        self._keeping = asyncio.Lock()  # one paper at a time, so that each is made once

    async def pdf(self, who: User | Visit, case_id: str) -> bytes:
        """The record on paper; the kept copy once everybody has signed."""
        record = await self._readable(who, case_id)
        if record.completed_at is None:
            return await self._print(record)
        return await self._blobs.read(record.pdf_sha256 or await self._keep(case_id))

    async def as_data(self, who: User | Visit, case_id: str) -> dict[str, Any]:
        """What stands on the paper, in JSON's types. Raises `NoRecord`, `NotFound`."""
        record = await self._readable(who, case_id)
        return printed(
            content_from_json(record.content),
            await self._hands(record),
            is_complete=record.completed_at is not None,
            public_url=await self._public_url(record),
            refusal=on_paper(record.refusal),
        )

    async def _readable(self, who: User | Visit, case_id: str) -> Record:
        async with self._database.reading() as view:
            case = await read_in(view, case_id)
            record = await store.current(view, case_id)
        if isinstance(who, User):
            rights.must_see(who, case)
        elif who.case_id != case_id:
            raise NotFound
        if record is None:
            raise NoRecord
        return record

    async def keep_pdf(self, row: outbox.Row) -> None:
        """Handles outbox rows of the receiver `record-pdf`."""
        await self.kept_pdf(str(row.body["case"]))

    async def kept_pdf(self, case_id: str) -> str | None:
        """SHA-256 of the complete record's PDF, made now if need be; None: there is no such record.

        Raises:
            PaperFailed: it can not be made now.
        """
        async with self._database.reading() as view:
            record = await store.current(view, case_id)
        if record is None or record.completed_at is None:
            return None
        return record.pdf_sha256 or await self._keep(case_id)

    async def _keep(self, case_id: str) -> str:
        """Prints the complete record, has the bureau sign it, keeps that file for good."""
        async with self._keeping:
            async with self._database.reading() as view:
                record = await store.current(view, case_id)
            if record is None:
                raise NoRecord
            if record.pdf_sha256 is not None:  # somebody was faster
                return record.pdf_sha256
            paper = await self._print(record)
            signed = await signed_pdf(
                paper, self._signer, self._clock.now(), "现场核查记录", self._timestamps
            )
            digest = await self._blobs.keep(signed)
            async with self._database.transaction() as transaction:
                await store.set_pdf(transaction, record.id, digest)
            return digest

    async def _print(self, record: Record) -> bytes:
        async with self._database.reading() as view:
            pictures = await evidence_store.of_case(view, record.case_id)
        shown = [(one.sha256, one.watermarked_sha256 or one.picture_sha256) for one in pictures]
        files = {name: partial(self._blobs.read, found) for name, found in shown if found}
        return await self._press.print(
            content_from_json(record.content),
            await self._hands(record),
            files,
            is_complete=record.completed_at is not None,
            public_url=await self._public_url(record),
            refusal=on_paper(record.refusal),
        )

    async def _public_url(self, record: Record) -> str:
        async with self._database.reading() as view:
            token = await public_store.token_of(view, record.id)
        return f"{self._origin}/v/{token}" if token else ""

    async def _hands(self, record: Record) -> list[DrawnSignature]:
        content = content_from_json(record.content)
        return [
            DrawnSignature(
                role_zh(one, content),
                one.name,
                one.signed_at,
                await self._blobs.read(one.png_sha256),
            )
            for one in record.signatures
        ]
