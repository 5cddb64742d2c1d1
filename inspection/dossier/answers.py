"""The answers of the pages' reads as types: checked against the code, published in OpenAPI."""

from typing import Annotated, Any

from pydantic import WithJsonSchema
from typing_extensions import TypedDict

from inspection.evidence.api import EvidenceShape
from inspection.findings.api import FindingShape
from inspection.licensing.api import DeliveryShape
from inspection.live.announcements import ParticipantShape
from inspection.record.api import RecordShape

# Facts of an application are read as they were filed; the checklists judge their types.
FiledNumber = Annotated[Any, WithJsonSchema({"type": "number"})]


class NameShape(TypedDict):
    """Somebody by id."""

    id: str
    name: str


class CaseRowShape(TypedDict):
    """One line of the queue."""

    id: str
    number: str
    shop_name: str
    format_zh: str
    applicant_name: str
    area_m2: FiledNumber
    stoves: FiledNumber
    state: str
    accepted_at: str
    due_at: str
    light: str
    inspectors: list[NameShape]
    applicant_is_waiting: bool
    is_mine: bool


class QueueShape(TypedDict):
    """The cases somebody works on, nearest deadline first."""

    cases: list[CaseRowShape]


class ActivityShape(TypedDict):
    """One 经营项目 of the application."""

    id: str
    zh: str
    en: str


class ClauseShape(TypedDict):
    """The law or standard behind an item, in the edition in force at acceptance."""

    zh: str
    en: str
    article: str
    edition: str
    is_confirmed: bool


class ItemShape(TypedDict):
    """One item: what to film, how to judge, why it is asked of this shop."""

    id: str
    title_zh: str
    title_en: str
    film_zh: str
    film_en: str
    judge_zh: str
    judge_en: str
    weight: str
    areas: list[str]
    evidence: list[str]
    remote: str
    because_zh: str
    because_en: str
    clauses: list[ClauseShape]
    hotspot: str


class SectionShape(TypedDict):
    """Items that are filmed in one place."""

    id: str
    zh: str
    en: str
    items: list[ItemShape]


class LeftOutShape(TypedDict):
    """An item that is not asked of this shop, and why."""

    item_id: str
    zh: str
    en: str
    because_zh: str
    because_en: str


class ChecklistShape(TypedDict):
    """What is asked of this shop."""

    version: str
    sections: list[SectionShape]
    left_out: list[LeftOutShape]


class ReasonShape(TypedDict):
    """Why the rules say so."""

    item_id: str | None
    area: str
    zh: str
    en: str


class DeterminationShape(TypedDict):
    """What the rules say of the findings so far."""

    food_conclusion: str
    fume_conclusion: str
    reasons: list[ReasonShape]


class StoryLineShape(TypedDict):
    """One line of what happened."""

    at: str
    who: str
    zh: str
    en: str


class LinkShape(TypedDict):
    """How the newest invitation stands: `open`, `claimed`, `expired` or `revoked`."""

    expires_at: str
    state: str


class LiveShape(TypedDict):
    """The call of the case."""

    room: str
    opened_at: str
    is_open: bool
    participants: list[ParticipantShape]


class ApplicationShape(TypedDict):
    """What was filed."""

    address: str
    credit_code: str
    phone_masked: str
    activities: list[ActivityShape]
    facts: dict[str, Any]


class CaseShape(CaseRowShape, ApplicationShape):
    """Everything of a case in one look."""

    checklist: ChecklistShape
    findings: dict[str, FindingShape]
    evidence: list[EvidenceShape]
    determination: DeterminationShape | None
    record: RecordShape | None
    deliveries: list[DeliveryShape]
    story: list[StoryLineShape]
    invitation: LinkShape | None
    live: LiveShape | None
    sample_room: str


class VisitCaseShape(TypedDict):
    """What the applicant's phone shows of the case."""

    number: str
    shop_name: str
    address: str
    state: str


class NoticeShape(TypedDict):
    """The notice to agree to; `given_at` is `null` until then."""

    version: str
    zh: str
    en: str
    given_at: str | None


class PublicFindingShape(TypedDict):
    """A verdict as the applicant sees it."""

    item_id: str
    verdict: str | None
    note: str


class ResultShape(TypedDict):
    """The conclusions, once everybody has signed."""

    food_conclusion: str
    fume_conclusion: str
    zh: str
    en: str


class VisitShape(TypedDict):
    """What an applicant's phone may know."""

    case: VisitCaseShape
    consent: NoticeShape
    checklist: ChecklistShape
    findings_public: list[PublicFindingShape]
    evidence: list[EvidenceShape]
    record: RecordShape | None
    live: LiveShape | None
    result: ResultShape | None
    sample_room: str


class ClaimedShape(TypedDict):
    """The invitation is this phone's now."""

    visit: VisitShape
