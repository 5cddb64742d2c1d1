"""The answers of the pages' reads as types: checked against the code, published in OpenAPI."""

from typing import Annotated, Any

from pydantic import WithJsonSchema
from typing_extensions import TypedDict

from foundation.text import TextShape
from inspection.determination.api import DeviationShape
from inspection.evidence.api import EvidenceShape, LookedAtShape
from inspection.evidence.readings_api import ItemReadingsShape
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


class PauseShape(TypedDict):
    """Why the deadline stands still, and since when."""

    kind: str
    zh: str
    en: str
    why: str
    began_at: str


class OtherCaseShape(TypedDict):
    """A case before or behind this one."""

    id: str
    number: str


class StepShape(TypedDict):
    """A step this person may take now by a word."""

    act: str
    zh: str
    en: str
    asks_why: bool


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
    is_due_provisional: bool
    is_overdue: bool
    pause: PauseShape | None
    inspectors: list[NameShape]
    applicant_is_waiting: bool  # in the waiting room, or in the call's
    applicant_at: str | None  # room, waiting, papers, elsewhere, background; null: away
    is_mine: bool
    is_handed_to_me: bool  # the seat was another inspector's, and the inspection runs
    unit: str


class QueueShape(TypedDict):
    """The cases somebody works on, nearest deadline first."""

    cases: list[CaseRowShape]


class ActivityShape(TypedDict):
    """One 经营项目 of the application."""

    id: str
    zh: str
    en: str


class ClauseShape(TypedDict):
    """The law or standard behind an item, in the edition of the record's day, or of today."""

    zh: str
    en: str
    article: str
    edition: str
    is_confirmed: bool


class QuantityShape(TypedDict):
    """What an item measures; `limits` as people read them, empty without any."""

    zh: str
    en: str
    unit: str
    limits: str


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
    video_seconds: int
    readings: list[QuantityShape]
    remote: str
    because_zh: str
    because_en: str
    clauses: list[ClauseShape]
    hotspot: str
    department: str
    shot: str


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


class ShotShape(TypedDict):
    """What is filmed once, at one stop of the walk, for all of its items, whoever judges them."""

    id: str
    stop: str
    items: list[str]


class ChecklistShape(TypedDict):
    """What is asked of this shop; `walk` is the way past it, each shot once."""

    version: str
    sections: list[SectionShape]
    walk: list[ShotShape]
    left_out: list[LeftOutShape]


class ReasonShape(TypedDict):
    """Why the rules say so."""

    item_id: str | None
    area: str
    zh: str
    en: str


class DeterminationShape(TypedDict):
    """What the rules say of the findings so far, and who deviates from it."""

    food_conclusion: str
    fume_conclusion: str
    reasons: list[ReasonShape]
    deviations: list[DeviationShape]


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


class FactToldShape(TypedDict):
    """A fact as a person reads it. `value`: `null` of what is simply so, such as a barbecue."""

    name: str
    zh: str
    en: str
    value: TextShape | None


class ApplicationShape(TypedDict):
    """What was filed, and how it is handled.

    `mode`: `live`, `self_filmed` or `on_site`, with the reason; `track`: `licence` or
    `registration`.
    """

    mode: str
    mode_why: TextShape | None
    track: str
    address: str
    credit_code: str
    phone_masked: str
    activities: list[ActivityShape]
    facts: dict[str, Any]
    facts_told: list[FactToldShape]


class DepartmentShape(TypedDict):
    """A department that has items of this shop.

    `concludes`: `food`, `fume` or `null`. `reviewer`: who judges and signs for it; `null`: the two
    inspectors do. `is_yours`: the reader is one of those. `candidates`: whom a clerk or supervisor
    can call; none for the leading bureau, whose items its inspectors judge.
    """

    id: str
    zh: str
    en: str
    concludes: str | None
    items: int
    settled: int
    reviewer: NameShape | None
    is_yours: bool
    candidates: list[NameShape]


class TransferShape(TypedDict):
    """A seat that changed hands while the inspection ran; `item`: the place in the checklist."""

    at: str
    leaving: NameShape
    coming: NameShape
    by: str
    reason: str
    item: str | None


class CaseShape(CaseRowShape, ApplicationShape):
    """Everything of a case in one look."""

    checklist: ChecklistShape
    departments: list[DepartmentShape]
    findings: dict[str, FindingShape]
    evidence: list[LookedAtShape]
    readings: dict[str, ItemReadingsShape]
    determination: DeterminationShape | None
    record: RecordShape | None
    deliveries: list[DeliveryShape]
    story: list[StoryLineShape]
    invitation: LinkShape | None
    live: LiveShape | None
    sample_room: str
    steps: list[StepShape]
    follows: OtherCaseShape | None
    followed_by: OtherCaseShape | None
    transfers: list[TransferShape]


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
