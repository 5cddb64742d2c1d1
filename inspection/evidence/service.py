"""Committing to a still, keeping stills and frames, reading them with a trace."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from checklists.template import EvidenceKind
from foundation import audit, outbox
from foundation.blobs import Blobs
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from foundation.identity.model import User, Visit
from foundation.ids import new_id
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.checklist import checklist_of
from inspection.cases.machine import State
from inspection.cases.model import Case
from inspection.cases.moving import read_in
from inspection.evidence import circumstances_store, custody, look_store, store
from inspection.evidence.circumstances import Circumstances, circumstances_fact
from inspection.evidence.derived import inspect_jpeg
from inspection.evidence.document import inspect_document
from inspection.evidence.errors import (
    CommitmentTaken,
    HashMismatch,
    NoDocumentsHere,
    NotCollecting,
    TooManyCaptures,
    TooManyDocuments,
    TooManyStills,
    UnknownCommitment,
)
from inspection.evidence.file_kind import file_kind
from inspection.evidence.model import Commitment, Evidence, Origin, captured_facts
from inspection.evidence.quality import Look
from inspection.evidence.witness import Witness
from inspection.live import store as live_store
from inspection.live.errors import ConsentMissing
from inspection.live.frames import Commit
from inspection.live.model import APPLICANT
from inspection.live.phone_facts import PhoneFacts
from webrtc.engine import Clip

COPIES = "evidence-copies"  # the outbox receiver that makes thumbnail and watermarked copy
STILL_CODEC = "image/jpeg"  # what phones send; made by the camera
MOST_DOCUMENTS = 200  # chosen: some for each of the longest list's papers
MOST_FRAMES = 2000  # chosen: ten for each item of the longest checklist
MOST_CLIPS = 200  # chosen: one for each; a minute of film is 10 MB
MOST_OPEN = 2  # pictures of a phone looked into at once; 64 megapixels fill 0.5 GB each
MOST_STILLS = 1000  # chosen: the longest checklist has 200 items


class EvidenceRoom:
    """The use cases of evidence. Implements the socket's `Shutter`."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        clock: Clock,
        wake: Callable[[], None],
        witness: Witness | None = None,
    ) -> None:
        """`witness`: the one that phones tell; without one nothing is known of any phone."""
        self._witness = witness or Witness(database, clock, PhoneFacts(clock))
        self._database = database
        self._blobs = blobs
        self._clock = clock
        self._wake = wake
        self._looking = asyncio.Semaphore(MOST_OPEN)

    async def promise(self, case_id: str, commit: Commit) -> None:
        """Keeps a hash commitment; saying the same twice is saying it once.

        Raises:
            UnknownItem: the shop's checklist has no such item.
            CommitmentTaken: the number was used with another hash.
            NotCollecting: the inspection is not open.
            TooManyStills: the case has `MOST_STILLS`.
            ConsentMissing: the applicant has not agreed, or no longer does.
        """
        async with self._database.transaction() as transaction:
            known = await store.commitment(transaction, case_id, commit.id)
            if known is not None:
                if known.sha256 != commit.sha256 or known.item_id != commit.item:
                    raise CommitmentTaken
                return
            if await store.count_commitments(transaction, case_id) >= MOST_STILLS:
                raise TooManyStills(most=MOST_STILLS)
            given = await live_store.latest_consent(transaction, case_id)
            if given is None or not given.is_given:
                raise ConsentMissing
            case, now = await _collecting(transaction, case_id, commit.item), self._clock.now()
            # By the phone's clock, which may be years off: what can not be true was taken just now.
            taken_at = self._witness.server_time(case_id, commit.taken_at)
            is_possible = case.accepted_at <= taken_at <= now
            promised = Commitment(
                commit.id,
                case_id,
                commit.item,
                commit.sha256,
                commit.width_px,
                commit.height_px,
                taken_at if is_possible else now,
            )
            await store.add_commitment(transaction, promised, now)
            await audit.append(
                transaction,
                at=now,
                actor=APPLICANT,
                action="evidence.committed",
                subject=case.id,
                facts={"item": commit.item, "sha256": commit.sha256},
            )

    async def keep_still(self, visit: Visit, number: str, content: bytes) -> Evidence:
        """Keeps a still whose hash the phone committed at the shutter; repeating is harmless.

        When this returns, bytes, row and custody entry survive a power cut, so the caller
        may say "saved" to everybody.

        Raises:
            UnknownCommitment: this case's phone never committed to that number.
            HashMismatch: these are not the committed bytes. Nothing is kept.
            NotAPicture, TooLarge: not a JPEG we take (from `derived`). Nothing is kept.
        """
        async with self._database.reading() as view:
            promised = await store.commitment(view, visit.case_id, number)
            already = await store.by_commitment(view, visit.case_id, number)
        if promised is None:
            raise UnknownCommitment
        if await asyncio.to_thread(_digest, content) != promised.sha256:
            raise HashMismatch
        if already is not None:
            return already
        async with self._looking:
            size = await asyncio.to_thread(inspect_jpeg, content)
        digest = await self._blobs.keep(content)  # bytes first: a row without bytes would be a lie
        now = self._clock.now()
        evidence = Evidence(
            id=new_id("ev", now),
            case_id=visit.case_id,
            item_id=promised.item_id,
            origin=Origin.STILL,
            sha256=digest,
            width_px=size.width_px,
            height_px=size.height_px,
            size_bytes=len(content),
            captured_at=promised.taken_at,
            kept_at=now,
            by=APPLICANT,
            commitment_id=number,
        )
        return await self._keep(evidence, STILL_CODEC)

    async def keep_frame(
        self,
        user: User,
        case_id: str,
        item_id: str,
        jpeg: bytes,
        captured_at: datetime,
        origin: Origin = Origin.FRAME,
        codec: str = "",
    ) -> Evidence:
        """Keeps a frame the server took for an inspector, from the live picture or the recording.

        Args:
            captured_at: when the camera saw it, which for a recording is in the past.
            codec: what the picture was sent in.
        """
        size = await asyncio.to_thread(inspect_jpeg, jpeg)
        digest = await self._blobs.keep(jpeg)
        now = self._clock.now()
        evidence = Evidence(
            id=new_id("ev", now),
            case_id=case_id,
            item_id=item_id,
            origin=origin,
            sha256=digest,
            width_px=size.width_px,
            height_px=size.height_px,
            size_bytes=len(jpeg),
            captured_at=captured_at,
            kept_at=now,
            by=user.id,
        )
        return await self._keep(evidence, codec)

    async def keep_clip(self, user: User, case_id: str, item_id: str, clip: Clip) -> Evidence:
        """Keeps some seconds of the recording, with a picture of it."""
        digest = await self._blobs.keep(clip.content)
        poster = await self._blobs.keep(clip.poster)
        now = self._clock.now()
        evidence = Evidence(
            id=new_id("ev", now),
            case_id=case_id,
            item_id=item_id,
            origin=Origin.CLIP,
            sha256=digest,
            width_px=clip.width_px,
            height_px=clip.height_px,
            size_bytes=len(clip.content),
            captured_at=clip.captured_at,
            kept_at=now,
            by=user.id,
            duration_ms=clip.duration_ms,
            poster_sha256=poster,
        )
        return await self._keep(evidence, clip.codec)

    async def keep_document(
        self, who: User | Visit, case_id: str, item_id: str, content: bytes
    ) -> Evidence:
        """Keeps a file that an inspector or the applicant had: a PDF, or a picture of a paper.

        It is named as uploaded wherever it appears: nothing says when or where it was made.

        Raises:
            UnknownItem: the shop's checklist has no such item.
            NoDocumentsHere: the item is judged by what is seen, not by papers.
            NotADocument, ActiveDocument, NotAPicture, TooManyPixels: not a file we take.
            NotCollecting: the inspection is not open.
            TooManyDocuments: the case has `MOST_DOCUMENTS`.
            ConsentMissing: the applicant has not agreed, or no longer does.
        """
        await self._may_upload(who, case_id, item_id)
        async with self._looking:
            size = await asyncio.to_thread(inspect_document, content)
        digest = await self._blobs.keep(content)
        now = self._clock.now()
        evidence = Evidence(
            id=new_id("ev", now),
            case_id=case_id,
            item_id=item_id,
            origin=Origin.DOCUMENT,
            sha256=digest,
            width_px=size.width_px,
            height_px=size.height_px,
            size_bytes=len(content),
            captured_at=now,
            kept_at=now,
            by=who.id if isinstance(who, User) else APPLICANT,
        )
        return await self._keep(evidence, file_kind(content).mime)

    async def _may_upload(self, who: User | Visit, case_id: str, item_id: str) -> None:
        async with self._database.reading() as view:
            if isinstance(who, User):
                rights.must_take_part(who, await case_store.by_id(view, case_id))
            case = await _collecting(view, case_id, item_id)
            given = await live_store.latest_consent(view, case_id)
            if isinstance(who, Visit) and (given is None or not given.is_given):
                raise ConsentMissing
            if EvidenceKind.DOCUMENT not in checklist_of(case).entry(item_id).item.evidence:
                raise NoDocumentsHere(item=item_id)
            if await store.count_of(view, case_id, Origin.DOCUMENT) >= MOST_DOCUMENTS:
                raise TooManyDocuments(most=MOST_DOCUMENTS)

    async def may_capture(
        self, user: User, case_id: str, item_id: str, origin: Origin = Origin.FRAME
    ) -> None:
        """Asks before the camera is troubled.

        Raises what `keep_frame` would, and `TooManyCaptures`: the case has `MOST_FRAMES` of that
        origin, or `MOST_CLIPS`.
        """
        most = MOST_CLIPS if origin is Origin.CLIP else MOST_FRAMES
        async with self._database.reading() as view:
            rights.must_take_part(user, await case_store.by_id(view, case_id))
            await _collecting(view, case_id, item_id)
            if await store.count_of(view, case_id, origin) >= most:
                raise TooManyCaptures(most=most)

    async def of_case(self, case_id: str) -> list[Evidence]:
        """All pictures of a case; callers have checked the right to see it."""
        async with self._database.reading() as view:
            return await store.of_case(view, case_id)

    async def by_id(self, evidence_id: str) -> Evidence | None:
        """One picture without any check of rights, for the service itself."""
        async with self._database.reading() as view:
            return await store.by_id(view, evidence_id)

    async def look_of(self, evidence_id: str) -> Look | None:
        """What was measured of one picture, without any check of rights; `None` until it was."""
        async with self._database.reading() as view:
            return await look_store.of(view, evidence_id)

    async def circumstances_of(self, evidence_id: str) -> Circumstances | None:
        """What was so around one picture, without any check of rights."""
        async with self._database.reading() as view:
            return await circumstances_store.of(view, evidence_id)

    async def read(self, who: User | Visit, evidence_id: str, form: str) -> bytes:
        """The bytes of one form: `original`, `poster`, `thumbnail`, `watermarked` or `covered`.

        Looking at an original leaves a custody entry. Raises `NotFound` for foreign pictures, for
        copies that are not made (yet), and for an original that is covered for this person.
        """
        async with self._database.reading() as view:
            evidence = await store.by_id(view, evidence_id)
            if evidence is None:
                raise NotFound
            case = await read_in(view, evidence.case_id)
        if isinstance(who, User):
            rights.must_see(who, case)
        elif who.case_id != case.id:
            raise NotFound
        if form == "original" and evidence.covered_sha256 and not rights.may_uncover(who, case):
            raise NotFound
        digest = {
            "original": evidence.sha256,
            "thumbnail": evidence.thumbnail_sha256,
            "watermarked": evidence.watermarked_sha256,
            "poster": evidence.poster_sha256,
            "covered": evidence.covered_sha256,
        }.get(form)
        if digest is None:
            raise NotFound
        if form == "original":
            async with self._database.transaction() as transaction:
                await custody.note(
                    transaction,
                    case.id,
                    who=who.id if isinstance(who, User) else APPLICANT,
                    act=custody.Act.VIEWED,
                    now=self._clock.now(),
                    evidence_id=evidence.id,
                )
        return await self._blobs.read(digest)

    async def _keep(self, evidence: Evidence, codec: str) -> Evidence:
        async with self._database.transaction() as transaction:
            if evidence.commitment_id is not None:
                already = await store.by_commitment(
                    transaction, evidence.case_id, evidence.commitment_id
                )
                if already is not None:
                    return already
            case = await read_in(transaction, evidence.case_id)
            if case.state is not State.INSPECTING:
                raise NotCollecting
            await store.add(transaction, evidence)
            around = await self._witness.around(transaction, case, evidence.captured_at, codec)
            await circumstances_store.add(transaction, evidence.id, around)
            await custody.note(
                transaction,
                case.id,
                who=evidence.by,
                act=custody.Act.CAPTURED,
                now=evidence.kept_at,
                evidence_id=evidence.id,
                facts={**captured_facts(evidence), **circumstances_fact(around)},
            )
            await audit.append(
                transaction,
                at=evidence.kept_at,
                actor=evidence.by,
                action="case.evidence_kept",
                subject=case.id,
                facts={"item": evidence.item_id, "sha256": evidence.sha256},
            )
            await outbox.add(
                transaction,
                receiver=COPIES,
                lane=evidence.id,
                body={"evidence": evidence.id},
                now=evidence.kept_at,
            )
        self._wake()
        return evidence


async def _collecting(view: Transaction, case_id: str, item_id: str) -> Case:
    case = await read_in(view, case_id)
    checklist_of(case).entry(item_id)
    if case.state is not State.INSPECTING:
        raise NotCollecting
    return case


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
