"""Making a one-time notice with the determination, printing it once, handing it out."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from foundation import audit, outbox
from foundation.blobs import Blobs
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.errors import Kind, Problem
from foundation.identity.model import User, Visit
from foundation.ids import new_id
from foundation.pades import signed_pdf
from foundation.qr import qr_svg
from foundation.signing import Signer, TimestampAuthority
from foundation.workdays import WorkCalendar
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.checklist import checklist_of
from inspection.cases.model import Case
from inspection.evidence import store as evidence_store
from inspection.record.model import content_from_json
from inspection.record.one_time_notice import store
from inspection.record.one_time_notice.assemble import assemble, is_needed
from inspection.record.one_time_notice.model import Notice, canonical_json, content_sha256
from inspection.record.one_time_notice.places import Places
from inspection.record.pdf import Press
from inspection.record.signing import Record

NOTICE_PDF = "notice-pdf"  # the outbox receiver that keeps a notice's PDF
TEMPLATE = Path(__file__).with_name("notice.typ")


class NoNotice(Problem):
    """The case has no one-time notice: it passed, or is not determined yet."""

    kind = Kind.CONFLICT
    code = "notice.none"
    zh = "这个办件没有一次性告知：已经通过，或还没有作出结论。"
    en = "This case has no one-time notice: it passed, or is not determined yet."


class Notices:
    """The use cases of one-time notices.

    Args:
        working_days: how long an applicant has.
        right_view: JPEG of a hotspot of a room as it should be; None: not rendered yet.
    """

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        clock: Clock,
        press: Press,
        signer: Signer,
        timestamps: TimestampAuthority | None,
        places: Callable[[], Places],
        origin: str,
        working_days: int,
        calendar: WorkCalendar,
        right_view: Callable[[str, str], Awaitable[bytes | None]],
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock
        self._press = press
        self._signer = signer
        self._timestamps = timestamps
        self._places = places
        self._origin = origin
        self._working_days = working_days
        self._calendar = calendar
        self._right_view = right_view
        self._keeping = asyncio.Lock()  # one paper at a time, so that each is made once

    async def make(
        self, transaction: Transaction, case: Case, record: Record, now: datetime
    ) -> Notice | None:
        """In the transaction of a determination: its notice, if it does not pass."""
        content = content_from_json(record.content)
        if not is_needed(content):
            return None
        until = self._calendar.deadline(now, self._working_days)
        text = canonical_json(
            assemble(
                record=content,
                checklist=checklist_of(case),
                pictures=await evidence_store.of_case(transaction, case.id),
                places=await asyncio.to_thread(self._places),
                made_at=now,
                deadline=until,
                working_days=self._working_days,
            )
        )
        digest = content_sha256(text)
        notice = Notice(
            new_id("note", now), case.id, record.id, digest, text, now, until.at, pdf_sha256=None
        )
        await store.add(transaction, notice)
        await audit.append(
            transaction,
            at=now,
            actor="system",
            action="case.one_time_notice",
            subject=case.id,
            facts={"sha256": digest, "record": record.sha256},
        )
        await outbox.add(
            transaction, receiver=NOTICE_PDF, lane=case.id, body={"case": case.id}, now=now
        )
        return notice

    async def of_case(self, who: User | Visit, case_id: str) -> Notice | None:
        """The notice of a case, for those who may see it; None: there is none.

        Raises:
            NotFound: the case is foreign or does not exist.
        """
        async with self._database.reading() as view:
            if isinstance(who, User):
                rights.must_see(who, await case_store.by_id(view, case_id))
            return await store.newest(view, case_id)

    async def pdf(self, who: User | Visit, case_id: str) -> bytes:
        """The notice on paper: one file for ever, signed by the bureau.

        Raises:
            NoNotice, NotFound.
            PaperFailed: it can not be made now.
        """
        notice = await self.of_case(who, case_id)
        if notice is None:
            raise NoNotice
        return await self._blobs.read(notice.pdf_sha256 or await self._keep(case_id))

    async def keep_pdf(self, row: outbox.Row) -> None:
        """Handles outbox rows of the receiver `notice-pdf`."""
        await self._keep(str(row.body["case"]))

    async def _keep(self, case_id: str) -> str:
        async with self._keeping:
            async with self._database.reading() as view:
                notice = await store.newest(view, case_id)
                pictures = await evidence_store.of_case(view, case_id)
            if notice is None:
                raise NoNotice
            if notice.pdf_sha256 is not None:  # somebody was faster
                return notice.pdf_sha256
            shown = [(one.sha256, one.watermarked_sha256 or one.picture_sha256) for one in pictures]
            copies = {name: copy for name, copy in shown if copy is not None}
            paper = await self._print(notice, copies)
            signed = await signed_pdf(
                paper, self._signer, self._clock.now(), "一次性告知", self._timestamps
            )
            digest = await self._blobs.keep(signed)
            async with self._database.transaction() as transaction:
                await store.set_pdf(transaction, notice.id, digest)
            return digest

    async def _print(self, notice: Notice, copies: dict[str, str]) -> bytes:
        data: dict[str, Any] = {**json.loads(notice.content), "sha256": notice.sha256}
        files: dict[str, bytes] = {}
        for number, fault in enumerate(data["faults"]):
            for photo in fault["photos"]:
                digest = photo["sha256"]
                files[f"{digest}.jpg"] = await self._blobs.read(copies[digest])
            if not fault["hotspot"]:
                continue
            address = f"{self._origin}/rooms#{fault['room']}/{fault['hotspot']}"
            fault["qr_file"] = f"place-{number}.svg"
            files[fault["qr_file"]] = qr_svg(address).encode()
            right = await self._right_view(fault["room"], fault["hotspot"])
            if right is not None:
                fault["right_file"] = f"right-{number}.jpg"
                files[fault["right_file"]] = right
        return await self._press.set(TEMPLATE, data, files)
