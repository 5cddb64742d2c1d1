"""Collects what the pages show of a case, in one consistent view of the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checklists.agreement import SecondVerdict
from checklists.compose import Checklist
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.identity import links
from foundation.identity.links import Link
from foundation.identity.model import User
from foundation.identity.store import users_by_id
from foundation.outbox import Row
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.checklist import checklist_of
from inspection.cases.departments import Concern, concerned, reviewers_by_department
from inspection.cases.model import Case
from inspection.cases.moving import read_in
from inspection.cases.story import Line, story_of
from inspection.determination.computing import Computed, computed_of
from inspection.determination.recipients import LICENSING
from inspection.evidence import circumstances_store, look_store, reading_store
from inspection.evidence import store as evidence_store
from inspection.evidence.circumstances import Circumstances
from inspection.evidence.model import Evidence
from inspection.evidence.quality import Look
from inspection.evidence.readings import ItemReadings, readings_of
from inspection.findings.model import Finding
from inspection.findings.service import findings_in
from inspection.licensing.push import deliveries_in
from inspection.live import store as live_store
from inspection.live.model import APPLICANT
from inspection.live.store import Consent, LiveSession
from inspection.record import store as record_store
from inspection.record.needed import Needed, needed_signatures, still_count
from inspection.record.signing import Record


@dataclass(frozen=True)
class Dossier:
    """A case with all that hangs on it."""

    case: Case
    inspectors: dict[str, User]
    checklist: Checklist
    concerns: Sequence[Concern]  # of each department that has items here
    found: Mapping[str, Finding]
    computed: Computed | None  # `None` until every item is settled
    pictures: Sequence[Evidence]
    looks: Mapping[str, Look]
    circumstances: Mapping[str, Circumstances]
    readings: Mapping[str, ItemReadings]
    record: Record | None
    needed: tuple[Needed, ...]
    session: LiveSession | None
    consent: Consent | None
    deliveries: Sequence[Row]
    story: Sequence[Line]
    names: Mapping[str, str]
    link: Link | None
    before: Case | None  # the case this is a second look of
    behind: Case | None  # its second look


class Dossiers:
    """Reads dossiers for staff and for the applicant."""

    def __init__(
        self, database: Database, clock: Clock, second_verdict: SecondVerdict = SecondVerdict.KEY
    ) -> None:
        self._database = database
        self._clock = clock
        self._second_verdict = second_verdict

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
        found = await findings_in(view, case, self._second_verdict)
        users = await users_by_id(view, {*case.everybody, *(line.who for line in story)})
        candidates = await reviewers_by_department(view)
        record = await record_store.current(view, case.id)
        names = {key: user.name for key, user in users.items()}
        pictures = await evidence_store.of_case(view, case.id)
        checklist = checklist_of(case, record.made_at if record else self._clock.now())
        behind = await case_store.followed_by(view, case.id)
        names |= {APPLICANT: case.application.applicant_name, "system": "系统"}
        names |= {LICENSING: "审批系统"}
        return Dossier(
            case=case,
            inspectors={key: users[key] for key in case.inspector_ids if key in users},
            checklist=checklist,
            concerns=concerned(case, candidates),
            found=found,
            computed=await computed_of(view, case, found),
            pictures=pictures,
            looks=await look_store.of_case(view, case.id),
            circumstances=await circumstances_store.of_case(view, case.id),
            readings=readings_of(await reading_store.of_case(view, case.id), checklist),
            record=record,
            needed=needed_signatures(case, record, users, still_count(case, found))
            if record
            else (),
            session=await live_store.latest(view, case.id),
            consent=await live_store.latest_consent(view, case.id),
            deliveries=await deliveries_in(view, case.id),
            story=story,
            names=names,
            link=await links.latest(view, case.id, self._clock),
            before=await case_store.by_id(view, case.follows) if case.follows else None,
            behind=await case_store.by_id(view, behind) if behind else None,
        )
