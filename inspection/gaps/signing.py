"""Giving the pledge: with a finger on the phone, or on the applicant's word by a clerk."""

from collections.abc import Mapping
from datetime import datetime

from foundation import audit
from foundation.blobs import Blobs
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.identity.model import User, Visit
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.model import Case
from inspection.cases.moving import read_in
from inspection.gaps import store
from inspection.gaps.ending import must_go_on
from inspection.gaps.errors import AlreadyPledged, NoGaps, PledgeChanged
from inspection.gaps.listing import GapList
from inspection.gaps.model import APPLICANT
from inspection.gaps.pledge import Pledge, Way, content_of, hash_of
from inspection.intake.model import Mandate
from inspection.record.ink import signature_png


class Signing:
    """The use cases of a pledge."""

    def __init__(self, database: Database, blobs: Blobs, clock: Clock, listed: GapList) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock
        self._listed = listed

    async def by_phone(self, visit: Visit, png_base64: str, sha256: str) -> None:
        """The applicant signs what the phone showed.

        Raises:
            NotASignature, NoGaps, AlreadyPledged, PledgeChanged, MoveNotAllowed.
        """
        drawn = await self._blobs.keep(signature_png(png_base64))
        async with self._database.transaction() as transaction:
            case = await read_in(transaction, visit.case_id)
            content = await self._signable(transaction, case, sha256)
            name = case.application.applicant_name
            now = self._clock.now()
            pledge = Pledge(
                case.id,
                self._listed.pledge.version,
                sha256,
                content,
                Way.PHONE,
                name,
                APPLICANT,
                now,
                drawn,
                {},
            )
            await _keep(transaction, pledge, "申请人手机签名", "on the applicant's phone", now)

    async def by_clerk(self, user: User, case_id: str, mandate: Mandate, sha256: str) -> None:
        """A clerk records the pledge on the applicant's word, which stays with it.

        Raises:
            NotFound, NoGaps, AlreadyPledged, PledgeChanged, MoveNotAllowed.
        """
        async with self._database.transaction() as transaction:
            case = rights.must_keep(user, await case_store.by_id(transaction, case_id))
            content = await self._signable(transaction, case, sha256)
            version, now = self._listed.pledge.version, self._clock.now()
            await keep_on_word(
                transaction, case, version, content, mandate, Way.CLERK, by=user.id, now=now
            )

    async def _signable(self, transaction: Transaction, case: Case, sha256: str) -> str:
        must_go_on(case)
        gaps = await store.of_case(transaction, case.id)
        if not gaps:
            raise NoGaps
        if await store.pledge_of(transaction, case.id) is not None:
            raise AlreadyPledged
        content = content_of(case, gaps, self._listed.pledge)
        if hash_of(content) != sha256:
            raise PledgeChanged
        return content


async def keep_on_word(
    transaction: Transaction,
    case: Case,
    version: str,
    content: str,
    mandate: Mandate,
    way: Way,
    *,
    by: str,
    now: datetime,
) -> None:
    """A pledge that nobody signs here: somebody gave it, and `by` says so."""
    said = mandate.asked_by
    pledge = Pledge(
        case.id,
        version,
        hash_of(content),
        content,
        way,
        said,
        by,
        now,
        None,
        _words(mandate),
    )
    await _keep(transaction, pledge, f"受{said}委托登记", f"recorded for {said}", now)


async def _keep(transaction: Transaction, pledge: Pledge, zh: str, en: str, now: datetime) -> None:
    await store.add_pledge(transaction, pledge)
    facts: dict[str, object] = {
        "zh": zh,
        "en": en,
        "version": pledge.version,
        "sha256": pledge.sha256,
        "signature": pledge.signature_sha256,
        "mandate": dict(pledge.mandate),
    }
    await audit.append(
        transaction,
        at=now,
        actor=pledge.by,
        action="case.pledge_signed",
        subject=pledge.case_id,
        facts=facts,
    )


def _words(mandate: Mandate) -> Mapping[str, str]:
    return {
        "asked_by": mandate.asked_by,
        "relation": mandate.relation.value,
        "way": mandate.way.value,
        "asked_at": mandate.asked_at.isoformat(),
        "note": mandate.note,
    }
