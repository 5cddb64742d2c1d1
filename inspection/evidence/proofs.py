"""What is added to a checkpoint after it was signed: the SM2 signature and time stamps.

A time stamp is over the signature, a later one over the one before: each carries the proof past
the end of the certificate of the other.
"""

from datetime import timedelta

import structlog

from foundation.clock import Clock
from foundation.database import Database
from foundation.gm import Sm2Signer, open_sm2
from foundation.http.outbound import networks_of
from foundation.outbox import Row
from foundation.settings import Settings
from foundation.signing import TimestampAuthority
from foundation.timestamps import HttpTimestamps, NotStamped
from inspection.evidence import custody_store as store
from inspection.evidence.custody_store import ProofRow

log = structlog.get_logger("proofs")
RENEWED_BEFORE = timedelta(days=90)  # chosen: a quarter to notice that the authority is gone
SM2, STAMP = "sm2", "rfc3161"


class Proofs:
    """Adds what is switched on. `timestamps`, `sm2`: `None` when it is not."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        timestamps: TimestampAuthority | None,
        sm2: Sm2Signer | None,
    ) -> None:
        self._database = database
        self._clock = clock
        self.timestamps = timestamps
        self.sm2 = sm2

    @property
    def certificates(self) -> dict[str, str]:
        """What else a stranger needs, by the name it has in a pack."""
        found = {"tsa": self.timestamps.authority} if self.timestamps else {}
        return found | ({"sm2-public": self.sm2.public_pem} if self.sm2 else {})

    async def handle(self, row: Row) -> None:
        """Handles outbox rows of the receiver `custody-proofs`. Raises `NotStamped`, `NoSm2`."""
        await self.prove(str(row.body["case"]), int(str(row.body["size"])))

    async def prove(self, case_id: str, size: int) -> None:
        """Adds what a checkpoint lacks; doing it twice is doing it once."""
        async with self._database.reading() as view:
            checkpoint = await store.checkpoint(view, case_id, size)
            there = {one.kind for one in await store.proofs_of(view, case_id) if one.size == size}
        if checkpoint is None:
            return
        if self.sm2 is not None and SM2 not in there:
            content = await self.sm2.sign(checkpoint.text.encode())
            now = self._clock.now()
            await self._add(ProofRow(case_id, size, 0, SM2, now, None, content))
        if self.timestamps is not None and STAMP not in there:
            await self._stamp(case_id, size, 1, checkpoint.cms)

    async def renew(self) -> int:
        """Stamps anew what could soon no longer be checked; returns how many there were.

        An authority that does not answer is tried again the next time.
        """
        if self.timestamps is None:
            return 0
        limit, renewed = self._clock.now() + RENEWED_BEFORE, 0
        async with self._database.reading() as view:
            ending = await store.proofs_ending_before(view, limit)
        for one in ending:
            try:
                await self._stamp(one.case_id, one.size, one.number + 1, one.content)
            except NotStamped as problem:
                log.warning("time stamp not renewed", **problem.facts)
                break
            renewed += 1
        return renewed

    async def _stamp(self, case_id: str, size: int, number: int, content: bytes) -> None:
        if self.timestamps is None:
            return
        made = await self.timestamps.stamp(content)
        await self._add(
            ProofRow(case_id, size, number, STAMP, made.at, made.valid_until, made.token)
        )

    async def _add(self, row: ProofRow) -> None:
        """Keeps a proof, unless somebody else was faster."""
        async with self._database.transaction() as transaction:
            known = await store.proofs_of(transaction, row.case_id)
            if not any((one.size, one.number) == (row.size, row.number) for one in known):
                await store.add_proof(transaction, row)


def proofs_of(settings: Settings, database: Database, clock: Clock) -> Proofs:
    """What these settings switch on. Raises `NoSm2`."""
    timestamps: HttpTimestamps | None = None
    if settings.timestamp_url and settings.timestamp_ca is not None:
        timestamps = HttpTimestamps(
            settings.timestamp_url,
            settings.timestamp_ca.read_text("ascii"),
            networks_of(settings.outbound_subnets),
        )
    sm2 = open_sm2(settings.data) if settings.sm_signatures else None
    return Proofs(database, clock, timestamps, sm2)
