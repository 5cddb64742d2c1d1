"""The job behind each kept picture: a thumbnail and a watermarked copy, as children of it."""

import asyncio

from foundation.blobs import Blobs
from foundation.clock import Clock, shown
from foundation.database import Database
from foundation.jobs import WillNeverWork
from foundation.outbox import Row
from inspection.cases.service import read_in
from inspection.evidence import store
from inspection.evidence.derived import make_thumbnail, make_watermarked


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
            case = await read_in(view, evidence.case_id)
        original = await self._blobs.read(evidence.sha256)
        lines = (
            f"{case.number}  {evidence.item_id}",
            case.application.shop_name,
            f"{shown(evidence.captured_at)}  指纹 {evidence.sha256[:16]}",
        )
        thumbnail = await asyncio.to_thread(make_thumbnail, original)
        watermarked = await asyncio.to_thread(make_watermarked, original, lines)
        digests = [await self._blobs.keep(copy) for copy in (thumbnail, watermarked)]
        async with self._database.transaction() as transaction:
            await store.set_copies(
                transaction, evidence.id, thumbnail=digests[0], watermarked=digests[1]
            )
            await store.add_custody(
                transaction, evidence.id, who="system", act="copied", now=self._clock.now()
            )
