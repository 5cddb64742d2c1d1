"""What pages show of a case's gaps, in one consistent view of the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from foundation.blobs import Blobs
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from foundation.identity.model import Role, User, Visit
from foundation.identity.store import users_by_id
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.machine import BEFORE_ACCEPTANCE, ENDS, MOVES, Act
from inspection.cases.model import Case
from inspection.cases.moving import read_in
from inspection.gaps import store
from inspection.gaps.flag_store import Flag
from inspection.gaps.flags import flags_and_names
from inspection.gaps.listing import GapList
from inspection.gaps.model import APPLICANT, Gap, GapState, GapStep, Upload, are_closed
from inspection.gaps.pledge import Pledge, content_of

SENDER = "sender:"  # before the name of a system, as an actor's id
_OFFICE = frozenset({Role.CLERK, Role.SUPERVISOR})


@dataclass(frozen=True)
class Kept:
    """A gap with all that happened to it."""

    gap: Gap
    steps: Sequence[GapStep]
    uploads: Sequence[Upload]


@dataclass(frozen=True)
class Sheet:
    """All gaps of a case.

    Attributes:
        content: what is signed, or was: canonical JSON; empty where nothing follows.
        flags: of the case's operator, newest first; empty for the applicant, who is told otherwise.
        names: of everybody who did something, by actor id.
    """

    case: Case
    kept: Sequence[Kept]
    content: str
    pledge: Pledge | None
    flags: Sequence[Flag]
    names: Mapping[str, str]

    @property
    def is_closed(self) -> bool:
        """Whether papers followed and all are accepted."""
        return bool(self.kept) and are_closed([one.gap for one in self.kept])

    def may_accept(self, user: User) -> bool:
        """Whether this person could accept the case with gaps now."""
        is_flagged = any(one.lifted_at is None for one in self.flags)
        return user.role in _OFFICE and self.case.state in BEFORE_ACCEPTANCE and not is_flagged

    def may_end(self, user: User) -> bool:
        """Whether this person could end the case for want of papers now."""
        has_lapsed = any(one.gap.state is GapState.LAPSED for one in self.kept)
        is_possible = self.case.state in MOVES[Act.LAPSE_GAPS].sources
        return user.role in _OFFICE and has_lapsed and is_possible

    def may_review(self, user: User) -> bool:
        """Whether this person reviews papers of the case."""
        is_theirs = user.role in _OFFICE or user.id in self.case.inspector_ids
        return is_theirs and self.case.state not in ENDS


class Sheets:
    """Reads sheets for staff and for the applicant."""

    def __init__(self, database: Database, blobs: Blobs, listed: GapList) -> None:
        self._database = database
        self._blobs = blobs
        self.listed = listed

    async def for_staff(self, user: User, case_id: str) -> Sheet:
        """Raises `NotFound` for foreign cases."""
        async with self._database.reading() as view:
            case = rights.must_see(user, await case_store.by_id(view, case_id))
            flags, names = await flags_and_names(view, case.application.credit_code)
            return await self._collect(view, case, flags, names)

    async def for_applicant(self, visit: Visit) -> Sheet:
        """The visit's own case."""
        async with self._database.reading() as view:
            return await self._collect(view, await read_in(view, visit.case_id), [], {})

    async def signature(self, user: User, case_id: str) -> bytes:
        """The drawing under a pledge, a PNG. Raises `NotFound` where there is none."""
        async with self._database.reading() as view:
            case = rights.must_see(user, await case_store.by_id(view, case_id))
            pledge = await store.pledge_of(view, case.id)
        if pledge is None or pledge.signature_sha256 is None:
            raise NotFound
        return await self._blobs.read(pledge.signature_sha256)

    async def _collect(
        self, view: Transaction, case: Case, flags: Sequence[Flag], names: Mapping[str, str]
    ) -> Sheet:
        gaps = await store.of_case(view, case.id)
        steps = await store.steps_of(view, [gap.id for gap in gaps])
        uploads = await store.uploads_of(view, [gap.id for gap in gaps])
        pledge = await store.pledge_of(view, case.id)
        content = content_of(case, gaps, self.listed.pledge) if gaps else ""
        people = {step.by for found in steps.values() for step in found}
        people |= {pledge.by} if pledge else set()
        users = await users_by_id(view, people)
        return Sheet(
            case,
            [Kept(gap, steps.get(gap.id, ()), uploads.get(gap.id, ())) for gap in gaps],
            pledge.content if pledge else content,
            pledge,
            flags,
            {
                **names,
                **{key: user.name for key, user in users.items()},
                **{who: f"{who.removeprefix(SENDER)} 系统" for who in people if SENDER in who},
                APPLICANT: case.application.applicant_name,
                "system": "系统",
            },
        )
