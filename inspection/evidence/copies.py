"""The job behind each kept picture: a thumbnail, a watermarked copy, and what is measured of it."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from foundation.blobs import Blobs
from foundation.clock import Clock, shown
from foundation.database import Database
from foundation.jobs import WillNeverWork
from foundation.outbox import Row
from inspection.cases.model import Case
from inspection.cases.moving import read_in
from inspection.evidence import circumstances_store, custody, look_store, store
from inspection.evidence.circumstances import Circumstances
from inspection.evidence.derived import make_thumbnail, make_watermarked
from inspection.evidence.look import look_at
from inspection.evidence.model import ORIGIN_ZH, Evidence
from inspection.evidence.place import PLACE_TEXT, Place


def watermark_of(case: Case, evidence: Evidence, around: Circumstances | None) -> Sequence[str]:
    """What stands under a copy: case, item, origin, shop, place, moment, the original's hash."""
    place = PLACE_TEXT[Place(around.place)].zh if around else ""  # never the position itself
    return (
        f"{case.number}  {evidence.item_id}  {ORIGIN_ZH[evidence.origin]}",
        f"{case.application.shop_name}  {place}".strip(),
        f"{shown(evidence.captured_at)}  指纹 {evidence.sha256[:16]}",
    )


class Copies:
    """Handles outbox rows of the receiver `evidence-copies`."""

    def __init__(self, database: Database, blobs: Blobs, clock: Clock) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock

    async def handle(self, row: Row) -> None:
        """Makes both copies; doing it twice gives the same bytes under the same names."""
        async with self._database.reading() as view:
            evidence = await store.by_id(view, str(row.body["evidence"]))
            if evidence is None:
                raise WillNeverWork("the picture is gone")
            if evidence.covered_sha256 is not None:
                return  # a second run must not show again what was covered meanwhile
            case = await read_in(view, evidence.case_id)
            around = await circumstances_store.of(view, evidence.id)
        if evidence.picture_sha256 is None:
            return  # a document without a picture has no copies
        original = await self._blobs.read(evidence.picture_sha256)
        lines = watermark_of(case, evidence, around)
        thumbnail = await asyncio.to_thread(make_thumbnail, original)
        watermarked = await asyncio.to_thread(make_watermarked, original, lines)
        look = await asyncio.to_thread(look_at, original)
        digests = [await self._blobs.keep(copy) for copy in (thumbnail, watermarked)]
        if [evidence.thumbnail_sha256, evidence.watermarked_sha256] == digests:
            return
        async with self._database.transaction() as transaction:
            await store.set_copies(
                transaction, evidence.id, thumbnail=digests[0], watermarked=digests[1]
            )
            known = replace(
                look,
                is_reused=await look_store.is_reused(transaction, evidence),
                is_alike=await look_store.is_alike(transaction, evidence, look.phash),
            )
            await look_store.add(transaction, evidence.id, known)
            await custody.note(
                transaction,
                case.id,
                who="system",
                act=custody.Act.COPIED,
                now=self._clock.now(),
                evidence_id=evidence.id,
                facts={"thumbnail": digests[0], "watermarked": digests[1]},
            )
