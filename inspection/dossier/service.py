"""Collects what the pages show of a case, in one consistent view of the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checklists.compose import Checklist
from checklists.determination import Determination, determine
from foundation import outbox
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.identity import links
from foundation.identity.links import Link
from foundation.identity.model import User
from foundation.identity.store import users_by_id
from foundation.outbox import Row
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.model import Case
from inspection.cases.service import checklist_of, read_in
from inspection.cases.story import Line, story_of
from inspection.determination.service import LICENSING
from inspection.evidence import store as evidence_store
from inspection.evidence.model import Evidence
from inspection.findings import store as finding_store
from inspection.findings.model import Judged
from inspection.live import store as live_store
from inspection.live.model import APPLICANT
from inspection.live.store import Consent, LiveSession
from inspection.record import store as record_store
from inspection.record.service import Needed, findings_of, needed_signatures
from inspection.record.signing import Record


@dataclass(frozen=True)
class Dossier:
    """A case with all that hangs on it."""

    case: Case
    inspectors: dict[str, User]
    checklist: Checklist
    judged: Mapping[str, Judged]
    pictures: Sequence[Evidence]
    record: Record | None
    needed: tuple[Needed, ...]
    session: LiveSession | None
    consent: Consent | None
    deliveries: Sequence[Row]
    story: Sequence[Line]
    names: Mapping[str, str]
    link: Link | None

    @property
    def determination(self) -> Determination | None:
        """What the rules say; `None` until every item has a verdict."""
        findings = findings_of(self.judged, list(self.pictures))
        judged = {finding.item_id for finding in findings}
        if any(entry.item.id not in judged for entry in self.checklist.entries):
            return None
        return determine(self.checklist, findings)


class Dossiers:
    """Reads dossiers for staff and for the applicant."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def for_staff(self, user: User, case_id: str) -> Dossier:
        """Raises `NotFound` for foreign cases."""
        async with self._database.reading() as view:
            case = rights.must_see(user, await case_store.by_id(view, case_id))
            return await self._collect(view, case)

    async def for_applicant(self, case_id: str) -> Dossier:
        """The applicant's own case; callers have read the visit."""
        async with self._database.reading() as view:
            return await self._collect(view, await read_in(view, case_id))

    async def _collect(self, view: Transaction, case: Case) -> Dossier:
        story = await story_of(view, case.id)
        judged = await finding_store.latest(view, case.id)
        users = await users_by_id(view, {*case.inspector_ids, *(line.who for line in story)})
        record = await record_store.current(view, case.id)
        names = {key: user.name for key, user in users.items()}
        names |= {APPLICANT: case.application.applicant_name, "system": "系统"}
        return Dossier(
            case=case,
            inspectors={key: users[key] for key in case.inspector_ids if key in users},
            checklist=checklist_of(case),
            judged=judged,
            pictures=await evidence_store.of_case(view, case.id),
            record=record,
            needed=needed_signatures(case, record, users) if record else (),
            session=await live_store.latest(view, case.id),
            consent=await live_store.latest_consent(view, case.id),
            deliveries=await outbox.rows_of_lane(view, LICENSING, case.id),
            story=story,
            names=names,
            link=await links.latest(view, case.id, self._clock),
        )
