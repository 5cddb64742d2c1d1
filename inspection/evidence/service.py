"""Committing to a still, keeping stills and frames, reading them with a trace."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from foundation import audit, outbox
from foundation.blobs import Blobs
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from foundation.identity.model import User, Visit
from foundation.ids import new_id
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.machine import State
from inspection.cases.model import Case
from inspection.cases.service import checklist_of, read_in
from inspection.evidence import store
from inspection.evidence.derived import inspect_jpeg
from inspection.evidence.errors import (
    CommitmentTaken,
    HashMismatch,
    NotCollecting,
    TooManyStills,
    UnknownCommitment,
)
from inspection.evidence.model import Commitment, Evidence, Origin
from inspection.live import store as live_store
from inspection.live.errors import ConsentMissing
from inspection.live.frames import Commit
from inspection.live.model import APPLICANT

COPIES = "evidence-copies"  # the outbox receiver that makes thumbnail and watermarked copy
MOST_STILLS = 1000  # chosen: the longest checklist has 200 items


class EvidenceRoom:
    """The use cases of evidence. Implements the socket's `Shutter`."""

    def __init__(
        self, database: Database, blobs: Blobs, clock: Clock, wake: Callable[[], None]
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock
        self._wake = wake

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
            is_possible = case.accepted_at <= commit.taken_at <= now
            promised = Commitment(
                commit.id,
                case_id,
                commit.item,
                commit.sha256,
                commit.width_px,
                commit.height_px,
                commit.taken_at if is_possible else now,
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
        return await self._keep(evidence)

    async def keep_frame(
        self,
        user: User,
        case_id: str,
        item_id: str,
        jpeg: bytes,
        captured_at: datetime,
        origin: Origin = Origin.FRAME,
    ) -> Evidence:
        """Keeps a frame the server took for an inspector, from the live picture or the recording.

        Args:
            captured_at: when the camera saw it, which for a recording is in the past.
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
        return await self._keep(evidence)

    async def may_capture(self, user: User, case_id: str, item_id: str) -> None:
        """Asks before the camera is troubled. Raises what `keep_frame` would."""
        async with self._database.reading() as view:
            rights.must_judge(user, await case_store.by_id(view, case_id))
            await _collecting(view, case_id, item_id)

    async def of_case(self, case_id: str) -> list[Evidence]:
        """All pictures of a case; callers have checked the right to see it."""
        async with self._database.reading() as view:
            return await store.of_case(view, case_id)

    async def by_id(self, evidence_id: str) -> Evidence | None:
        """One picture without any check of rights, for the service itself."""
        async with self._database.reading() as view:
            return await store.by_id(view, evidence_id)

    async def read(self, who: User | Visit, evidence_id: str, form: str) -> bytes:
        """The bytes of one form: `original`, `thumbnail` or `watermarked`.

        Looking at an original leaves a custody entry. Raises `NotFound` for foreign pictures and
        for copies that are not made yet.
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
        digest = {
            "original": evidence.sha256,
            "thumbnail": evidence.thumbnail_sha256,
            "watermarked": evidence.watermarked_sha256,
        }.get(form)
        if digest is None:
            raise NotFound
        if form == "original":
            async with self._database.transaction() as transaction:
                await store.add_custody(
                    transaction,
                    evidence.id,
                    who=who.id if isinstance(who, User) else APPLICANT,
                    act="viewed",
                    now=self._clock.now(),
                )
        return await self._blobs.read(digest)

    async def _keep(self, evidence: Evidence) -> Evidence:
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
            await store.add_custody(
                transaction, evidence.id, who=evidence.by, act="kept", now=evidence.kept_at
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
