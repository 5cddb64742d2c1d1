"""Making, withdrawing, signing and printing the record."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from checklists.determination import determine
from checklists.verdict import Finding, Verdict, open_items
from foundation import audit, outbox
from foundation.blobs import Blobs
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from foundation.identity.model import User, Visit
from foundation.identity.store import users_by_id
from foundation.ids import new_id
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.machine import Act, State
from inspection.cases.model import Case
from inspection.cases.service import checklist_of, move, read_in
from inspection.determination.service import conclude
from inspection.evidence import store as evidence_store
from inspection.evidence.model import Evidence
from inspection.findings import store as finding_store
from inspection.findings.model import Judged
from inspection.live import store as live_store
from inspection.live.model import APPLICANT
from inspection.record import store
from inspection.record.assemble import assemble
from inspection.record.errors import AlreadySigned, NoRecord, OpenItems, RecordChanged
from inspection.record.ink import signature_png
from inspection.record.model import (
    RecordContent,
    canonical_json,
    content_from_json,
    content_sha256,
)
from inspection.record.pdf import DrawnSignature, Press
from inspection.record.signing import Record, Signature

ROLE_ZH = {"inspector": "勘验人员", APPLICANT: "申请人"}
PDF = "record-pdf"  # the outbox receiver that keeps the complete record's PDF


@dataclass(frozen=True)
class Needed:
    """Somebody whose signature is still missing."""

    role: str
    name: str
    id: str


def findings_of(judged: Mapping[str, Judged], pictures: list[Evidence]) -> tuple[Finding, ...]:
    """The checklists' view of what was judged and how much evidence each item has."""
    count: dict[str, int] = {}
    for picture in pictures:
        count[picture.item_id] = count.get(picture.item_id, 0) + 1
    return tuple(
        Finding(item_id, Verdict(one.verdict), one.note, count.get(item_id, 0))
        for item_id, one in judged.items()
        if one.verdict is not None
    )


def needed_signatures(case: Case, record: Record, users: Mapping[str, User]) -> tuple[Needed, ...]:
    """Both inspectors and the applicant, without those who have signed."""
    everybody = [Needed("inspector", users[key].name, key) for key in case.inspector_ids]
    everybody.append(Needed(APPLICANT, case.application.applicant_name, APPLICANT))
    signed = {signature.signer_id for signature in record.signatures}
    return tuple(one for one in everybody if one.id not in signed)


class Records:
    """The use cases of the record."""

    def __init__(
        self, database: Database, blobs: Blobs, clock: Clock, press: Press, wake: Callable[[], None]
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock
        self._wake = wake
        self._press = press

    async def make(self, user: User, case_id: str) -> Record:
        """Ends the judging: computes the conclusions and fixes the content that will be signed.

        Raises:
            OpenItems: required items are open; nothing changes.
            MoveNotAllowed: the inspection is not open.
        """
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            case = rights.must_judge(user, await case_store.by_id(transaction, case_id))
            case = await move(transaction, case, Act.MAKE_RECORD, actor=user.id, now=now)
            content = await self._assembled(transaction, case)
            record = Record(
                id=new_id("rec", now),
                case_id=case.id,
                sha256=content_sha256(content),
                content=canonical_json(content),
                made_at=now,
                food_conclusion=content.food.code,
                fume_conclusion=content.fume.code,
                completed_at=None,
                pdf_sha256=None,
                signatures=(),
            )
            await store.add(transaction, record, user.id)
        return record

    async def _assembled(self, transaction: Transaction, case: Case) -> RecordContent:
        checklist = checklist_of(case)
        judged = await finding_store.latest(transaction, case.id)
        pictures = await evidence_store.of_case(transaction, case.id)
        findings = findings_of(judged, pictures)
        still_open = open_items(checklist, findings)
        if still_open:
            raise OpenItems(
                count=len(still_open),
                open=[
                    {"item_id": one.item_id, "zh": one.why.zh, "en": one.why.en}
                    for one in still_open
                ],
            )
        return assemble(
            case=case,
            checklist=checklist,
            judged=judged,
            pictures=pictures,
            determination=determine(checklist, findings),
            inspectors=await users_by_id(transaction, set(case.inspector_ids)),
            consent=await live_store.latest_consent(transaction, case.id),
            session=await live_store.first(transaction, case.id),
            made_at=self._clock.now(),
        )

    async def reopen(self, user: User, case_id: str) -> None:
        """Withdraws the record while nobody has signed; the inspection goes on."""
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            case = rights.must_judge(user, await case_store.by_id(transaction, case_id))
            record = await store.current(transaction, case_id)
            if record is None:
                raise NoRecord
            if record.signatures:
                raise AlreadySigned
            await move(transaction, case, Act.REOPEN, actor=user.id, now=now)
            await store.void(transaction, record.id, now)

    async def sign(self, who: User | Visit, case_id: str, png_base64: str, sha256: str) -> Record:
        """Puts a drawn signature under exactly the content the signer saw.

        With the last one the case is determined and its delivery queued, in one transaction.

        Raises:
            OpenItems: there is no record because required items are open.
            NoRecord, RecordChanged, AlreadySigned, NotASignature.
        """
        png = await asyncio.to_thread(signature_png, png_base64)
        async with self._database.reading() as view:  # a refused hand leaves no bytes behind
            await self._signable(view, who, case_id, sha256)
        digest = await self._blobs.keep(png)
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            case, record, users = await self._signable(transaction, who, case_id, sha256)
            signature = _signature_of(who, case, digest, now)
            await store.sign(transaction, record.id, signature)
            await audit.append(
                transaction,
                at=now,
                actor=signature.signer_id,
                action="case.record_signed",
                subject=case.id,
                facts={"record": record.sha256, "png": digest},
            )
            record = replace(record, signatures=(*record.signatures, signature))
            if not needed_signatures(case, record, users):
                record = replace(record, completed_at=now)
                await store.complete(transaction, record.id, now)
                await conclude(transaction, case, record, actor=signature.signer_id, now=now)
                await outbox.add(
                    transaction, receiver=PDF, lane=case.id, body={"case": case.id}, now=now
                )
        self._wake()
        return record

    async def _signable(
        self, view: Transaction, who: User | Visit, case_id: str, sha256: str
    ) -> tuple[Case, Record, Mapping[str, User]]:
        """The case, its record and its inspectors, if this person may sign this content now."""
        case = await read_in(view, case_id)
        signer = _signer_id(who, case)
        users = await users_by_id(view, set(case.inspector_ids))
        record = await store.current(view, case_id)
        if record is None:
            if case.state is State.INSPECTING:
                await self._assembled(view, case)  # says which items are open
            raise NoRecord
        if record.sha256 != sha256:
            raise RecordChanged
        if signer not in {one.id for one in needed_signatures(case, record, users)}:
            raise AlreadySigned
        return case, record, users

    async def current(self, case_id: str) -> tuple[Record, tuple[Needed, ...]] | None:
        """The record and whose signature is missing; callers have checked the right to see it."""
        async with self._database.reading() as view:
            case = await read_in(view, case_id)
            record = await store.current(view, case_id)
            users = await users_by_id(view, set(case.inspector_ids))
        return None if record is None else (record, needed_signatures(case, record, users))

    async def pdf(self, who: User | Visit, case_id: str) -> bytes:
        """The record on paper; the kept copy once everybody has signed."""
        async with self._database.reading() as view:
            case = await read_in(view, case_id)
            record = await store.current(view, case_id)
        if isinstance(who, User):
            rights.must_see(who, case)
        elif who.case_id != case_id:
            raise NotFound
        if record is None:
            raise NoRecord
        if record.pdf_sha256 is not None:
            return await self._blobs.read(record.pdf_sha256)
        return await self._print(record)

    async def keep_pdf(self, row: outbox.Row) -> None:
        """Handles outbox rows of the receiver `record-pdf`."""
        async with self._database.reading() as view:
            record = await store.current(view, str(row.body["case"]))
        if record is None or record.pdf_sha256 is not None:
            return
        digest = await self._blobs.keep(await self._print(record))
        async with self._database.transaction() as transaction:
            await store.set_pdf(transaction, record.id, digest)

    async def _print(self, record: Record) -> bytes:
        content = content_from_json(record.content)
        async with self._database.reading() as view:
            pictures = await evidence_store.of_case(view, record.case_id)
        files = {
            picture.sha256: await self._blobs.read(picture.watermarked_sha256 or picture.sha256)
            for picture in pictures
        }
        signatures = [
            DrawnSignature(
                ROLE_ZH[one.role], one.name, one.signed_at, await self._blobs.read(one.png_sha256)
            )
            for one in record.signatures
        ]
        is_complete = record.completed_at is not None
        return await self._press.print(content, signatures, files, is_complete=is_complete)


def _signer_id(who: User | Visit, case: Case) -> str:
    if isinstance(who, User):
        rights.must_judge(who, case)
        return who.id
    if who.case_id != case.id:
        raise NotFound
    return APPLICANT


def _signature_of(who: User | Visit, case: Case, digest: str, now: datetime) -> Signature:
    if isinstance(who, User):
        return Signature(who.id, "inspector", who.name, digest, now)
    return Signature(APPLICANT, APPLICANT, case.application.applicant_name, digest, now)
