"""Making, withdrawing and signing the record."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from checklists.agreement import SecondVerdict
from checklists.verdict import open_items
from foundation import audit
from foundation.blobs import Blobs
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from foundation.identity.model import User, Visit
from foundation.identity.store import users_by_id
from foundation.ids import new_id, new_secret
from foundation.keyring import fingerprint
from foundation.signing import Signer
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.checklist import checklist_of
from inspection.cases.departments import must_have_reviewers
from inspection.cases.machine import Act, State
from inspection.cases.model import Case
from inspection.cases.moving import move, read_in
from inspection.determination.computing import computed_of, settled
from inspection.determination.recipients import Recipients, licensing_alone
from inspection.evidence import circumstances_store, reading_store
from inspection.evidence import store as evidence_store
from inspection.evidence.checkpoint import sign_checkpoint
from inspection.evidence.notes import store as note_store
from inspection.evidence.notes.model import standing
from inspection.evidence.readings import readings_of
from inspection.evidence.redaction import store as redaction_store
from inspection.findings.service import findings_in
from inspection.live import store as live_store
from inspection.live.model import APPLICANT
from inspection.record import public_store, store
from inspection.record.assemble import assemble
from inspection.record.completing import Determined, complete_when_due
from inspection.record.deviations import must_be_decided, people_of
from inspection.record.earlier import earlier_judges
from inspection.record.errors import AlreadySigned, NoRecord, OpenItems, RecordChanged
from inspection.record.ink import signature_png
from inspection.record.model import (
    Custody,
    RecordContent,
    canonical_json,
    content_sha256,
)
from inspection.record.needed import REVIEWER, Needed, may_sign, needed_signatures
from inspection.record.refusing import end_by_signature
from inspection.record.signing import Record, Signature
from webrtc.recording.timeline import Gap


class Records:
    """The use cases of the record."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        clock: Clock,
        signer: Signer,
        wake: Callable[[], None],
        gaps: Callable[[str], Awaitable[Sequence[Gap]]],
        second_verdict: SecondVerdict = SecondVerdict.KEY,
        determined: Determined | None = None,
        recipients: Recipients = licensing_alone,
        *,
        each_department_judges: bool = False,
    ) -> None:
        self._determined = determined
        self._recipients = recipients
        self._signer = signer
        self._database = database
        self._blobs = blobs
        self._clock = clock
        self._wake = wake
        self._gaps = gaps  # of a case's picture
        self._second_verdict = second_verdict
        self._each_department_judges = each_department_judges

    async def make(self, user: User, case_id: str) -> Record:
        """Ends the judging: computes the conclusions and fixes the content that will be signed.

        Raises:
            OpenItems: required items are open; nothing changes.
            DeviationPending: a proposed deviation waits for its second person.
            MoveNotAllowed: the inspection is not open.
            ReviewersMissing: each department judges for itself here, and one has nobody.
        """
        now = self._clock.now()
        gaps = await self._gaps(case_id)  # reads files: not within the one writing transaction
        async with self._database.transaction() as transaction:
            case = rights.must_judge(user, await case_store.by_id(transaction, case_id))
            if self._each_department_judges:
                must_have_reviewers(case)
            case = await move(
                transaction, case, Act.MAKE_RECORD, by=rights.mover(user, case), now=now
            )
            checkpoint = await sign_checkpoint(transaction, self._signer, case.id, now)
            content = replace(
                await self._assembled(transaction, case, gaps),
                custody=Custody(
                    checkpoint.size,
                    checkpoint.root,
                    fingerprint(self._signer.certificates.authority),
                ),
            )
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
            await public_store.add(transaction, record.id, new_secret())
        return record

    async def _assembled(
        self, transaction: Transaction, case: Case, gaps: Sequence[Gap] = ()
    ) -> RecordContent:
        made_at = self._clock.now()
        checklist = checklist_of(case, made_at)
        found = await findings_in(transaction, case, self._second_verdict)
        pictures = await evidence_store.of_case(transaction, case.id)
        readings = readings_of(await reading_store.of_case(transaction, case.id), checklist)
        findings = settled(found, pictures, checklist, readings)
        standings = {item_id: finding.standing for item_id, finding in found.items()}
        still_open = open_items(checklist, findings, standings)
        if still_open:
            raise OpenItems(
                count=len(still_open),
                open=[
                    {"item_id": one.item_id, "zh": one.why.zh, "en": one.why.en}
                    for one in still_open
                ],
            )
        computed = await computed_of(transaction, case, found)
        if computed is None:
            raise AssertionError("every item is settled")  # `open_items` has said so
        must_be_decided(computed.deviations)
        people = set(case.everybody) | people_of(computed.deviations)
        return assemble(
            case=case,
            checklist=checklist,
            found=found,
            pictures=pictures,
            computed=computed,
            people=await users_by_id(transaction, people),
            consent=await live_store.latest_consent(transaction, case.id),
            session=await live_store.first(transaction, case.id),
            made_at=made_at,
            gaps=gaps,
            readings=readings,
            circumstances=await circumstances_store.of_case(transaction, case.id),
            notes=standing(await note_store.of_case(transaction, case.id)),
            covers=redaction_store.standing(await redaction_store.of_case(transaction, case.id)),
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
            await move(transaction, case, Act.REOPEN, by=rights.mover(user, case), now=now)
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
            if signature.signer_id == APPLICANT:
                record = await end_by_signature(transaction, case, record, now)
            record = await complete_when_due(
                transaction,
                case,
                record,
                users,
                self._signer,
                actor=signature.signer_id,
                now=now,
                determined=self._determined,
                recipients=self._recipients,
            )
        self._wake()
        return record

    async def _signable(
        self, view: Transaction, who: User | Visit, case_id: str, sha256: str
    ) -> tuple[Case, Record, Mapping[str, User]]:
        """The case, its record and its inspectors, if this person may sign this content now."""
        case = await read_in(view, case_id)
        signer = _signer_id(who, case)
        users = await users_by_id(view, set(case.everybody))
        record = await store.current(view, case_id)
        if record is None:
            if case.state is State.INSPECTING:
                await self._assembled(view, case)  # says which items are open
            raise NoRecord
        if record.sha256 != sha256:
            raise RecordChanged
        earlier = await earlier_judges(view, case)
        if not may_sign(signer, record, needed_signatures(case, record, users, earlier)):
            raise AlreadySigned
        return case, record, users

    async def current(self, case_id: str) -> tuple[Record, tuple[Needed, ...]] | None:
        """The record and whose signature is missing; callers have checked the right to see it."""
        async with self._database.reading() as view:
            case = await read_in(view, case_id)
            record = await store.current(view, case_id)
            users = await users_by_id(view, set(case.everybody))
            earlier = await earlier_judges(view, case)
        return None if record is None else (record, needed_signatures(case, record, users, earlier))


def _signer_id(who: User | Visit, case: Case) -> str:
    if isinstance(who, User):
        rights.must_sign(who, case)
        return who.id
    if who.case_id != case.id:
        raise NotFound
    return APPLICANT


def _signature_of(who: User | Visit, case: Case, digest: str, now: datetime) -> Signature:
    if isinstance(who, User):
        inspectors = (*case.inspector_ids, *case.former_ids)
        role = "inspector" if who.id in inspectors else REVIEWER
        return Signature(who.id, role, who.name, digest, now)
    return Signature(APPLICANT, APPLICANT, case.application.applicant_name, digest, now)
