"""Files without a row: bytes are kept before their row, so a kill in between leaves some behind."""

import structlog

from foundation.blobs import FolderBlobs, TooManyUnknown
from foundation.database import Database
from inspection.evidence import store as evidence_store
from inspection.gaps import store as gap_store
from inspection.record import store as record_store
from inspection.record.one_time_notice import store as notice_store

log = structlog.get_logger("leftovers")


async def remove_leftovers(database: Database, blobs: FolderBlobs) -> int:
    """Removes files that no row names (scorecard, rule 4); returns how many there were."""
    async with database.reading() as view:
        known = (
            await evidence_store.digests(view)
            | await record_store.digests(view)
            | await notice_store.digests(view)
            | await gap_store.digests(view)
        )
    try:
        removed = await blobs.sweep(known)
    except TooManyUnknown as problem:
        log.warning("files without a row left alone", **problem.facts)
        return 0
    if removed:
        log.info("files without a row removed", count=removed)
    return removed
