"""Covering parts of a picture, taking the cover off, and saying who did it and why."""

import asyncio
from collections.abc import Sequence

from foundation import audit
from foundation.blobs import Blobs
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from foundation.identity.model import User
from foundation.identity.store import users_by_id
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.machine import STATE_ZH, State
from inspection.cases.model import Case
from inspection.evidence import circumstances_store, custody
from inspection.evidence import store as evidence_store
from inspection.evidence.copies import watermark_of
from inspection.evidence.derived import make_thumbnail, make_watermarked
from inspection.evidence.errors import PicturesOnly
from inspection.evidence.model import Evidence
from inspection.evidence.redaction import store
from inspection.evidence.redaction.model import (
    Box,
    CopiesNotMade,
    NotCoveringNow,
    NothingCovered,
    Redaction,
)
from inspection.evidence.redaction.pixels import make_covered


class Redactions:
    """The use cases of covering."""

    def __init__(self, database: Database, blobs: Blobs, clock: Clock) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock

    async def cover(
        self, user: User, evidence_id: str, boxes: Sequence[Box], reason: str
    ) -> Evidence:
        """Shows the picture with these boxes covered from now on; without boxes as it was taken.

        Each call says all boxes: what an earlier one covered and this one does not, shows again.

        Raises:
            NotFound: the picture's case is not this inspector's.
            PicturesOnly: it is a clip or a PDF.
            NotCoveringNow: the inspection is not open.
            CopiesNotMade: the job that makes the first copies has not run yet.
            NothingCovered: no boxes, and none were there.
        """
        async with self._database.reading() as view:
            case, evidence = await self._open(view, user, evidence_id)
            around = await circumstances_store.of(view, evidence_id)
        if not boxes and evidence.covered_sha256 is None:
            raise NothingCovered
        shown = original = await self._blobs.read(evidence.sha256)
        covered: str | None = None
        if boxes:
            shown = await asyncio.to_thread(make_covered, original, boxes)
            covered = await self._blobs.keep(shown)
        thumbnail = await self._blobs.keep(await asyncio.to_thread(make_thumbnail, shown))
        lines = watermark_of(case, evidence, around)
        marked = await asyncio.to_thread(make_watermarked, shown, lines)
        watermarked = await self._blobs.keep(marked)
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            await self._open(transaction, user, evidence_id)  # it may have been closed meanwhile
            number = len(await store.of(transaction, evidence_id)) + 1
            made = Redaction(evidence_id, number, boxes, reason, user.id, now, covered)
            await store.add(transaction, made)
            await evidence_store.set_cover(
                transaction,
                evidence_id,
                covered=covered,
                thumbnail=thumbnail,
                watermarked=watermarked,
            )
            await custody.note(
                transaction,
                case.id,
                who=user.id,
                act=custody.Act.REDACTED,
                now=now,
                evidence_id=evidence_id,
                facts={
                    "boxes": len(boxes),
                    "covered": covered or "",
                    "reason": reason,
                    "thumbnail": thumbnail,
                    "watermarked": watermarked,
                },
            )
            await audit.append(
                transaction,
                at=now,
                actor=user.id,
                action="case.evidence_covered" if boxes else "case.evidence_uncovered",
                subject=case.id,
                facts={"item": evidence.item_id, "sha256": evidence.sha256, "reason": reason},
            )
            changed = await evidence_store.by_id(transaction, evidence_id)
        if changed is None:
            raise NotFound
        return changed

    async def of(self, user: User, evidence_id: str) -> tuple[list[Redaction], dict[str, User]]:
        """All decisions about a picture, oldest first, and the people who made them.

        Raises `NotFound` for foreign pictures.
        """
        async with self._database.reading() as view:
            evidence = await evidence_store.by_id(view, evidence_id)
            if evidence is None:
                raise NotFound
            rights.must_see(user, await case_store.by_id(view, evidence.case_id))
            found = await store.of(view, evidence_id)
            return found, await users_by_id(view, {one.by for one in found})

    async def _open(self, view: Transaction, user: User, evidence_id: str) -> tuple[Case, Evidence]:
        evidence = await evidence_store.by_id(view, evidence_id)
        if evidence is None:
            raise NotFound
        case = rights.must_judge(user, await case_store.by_id(view, evidence.case_id))
        if case.state is not State.INSPECTING:
            raise NotCoveringNow(state_zh=STATE_ZH[case.state], state=case.state.value)
        if not evidence.is_picture:
            raise PicturesOnly
        if evidence.watermarked_sha256 is None:
            raise CopiesNotMade
        return case, evidence
