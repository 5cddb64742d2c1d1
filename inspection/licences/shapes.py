"""What the ledger and renewals answer and take, as types and their making."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from checklists.triage import Track
from checklists.validity import ValidityRules
from foundation.http.validation import Command
from inspection.cases.machine import STATE_ZH
from inspection.cases.model import masked
from inspection.intake.answers import (
    CitedShape,
    FactShape,
    WordShape,
    cited_json,
    fact_json,
)
from inspection.intake.form import FactValue, Name, Phone, Text, plain_facts
from inspection.intake.model import ACTIVITIES
from inspection.licences.ledger import STANDING, Ledger
from inspection.licences.model import ASKED_AGAIN, Changes, Judged, Renewal
from inspection.licences.renewing import Before
from inspection.notices.model import STATE_ZH as NOTICE_ZH
from inspection.notices.model import State as NoticeState


class RenewalCaseShape(TypedDict):
    """The case that renews a paper; `is_under_way`: nothing is to be applied for any more."""

    id: str
    number: str
    state: str
    state_zh: str
    is_under_way: bool


class ReminderShape(TypedDict):
    """How the reminder stands, in the states of notices."""

    state: str
    state_zh: str
    at: str


class PaperShape(TypedDict):
    """A paper. Days are of Shanghai. `track`: `licence` or `registration`.

    `standing`: `valid`, `open` (its renewal is applied for now), `late` or `expired`.
    `opens_on`: `null` where no rule says how early. `is_provisional`: holidays until then are
    not announced yet.
    """

    number: str
    track: str
    shop_name: str
    premises: str
    issued_on: str
    valid_until: str
    standing: str
    standing_zh: str
    standing_en: str
    opens_on: str | None
    closes_on: str
    is_provisional: bool
    may_renew: bool


class LineShape(PaperShape):
    """A line of the ledger."""

    case: str
    case_number: str
    operator: str
    credit_code: str
    reminder: ReminderShape | None
    renewal: RenewalCaseShape | None


class TermShape(TypedDict):
    """How long a paper is valid and how it is renewed, with the clauses of today."""

    track: str
    years: int
    clauses: list[CitedShape]
    renewal_zh: str
    renewal_en: str
    renewal_clauses: list[CitedShape]


class LedgerShape(TypedDict):
    """A page of the ledger; `count` lines match in all."""

    today: str
    count: int
    page: int
    pages: int
    terms: list[TermShape]
    licences: list[LineShape]


class AskedShape(FactShape):
    """A fact that is asked again, with the old answer."""

    value: bool | float | str | None


class RenewShape(TypedDict):
    """What a renewal begins with; telephones masked. `activities`: those of the old case."""

    paper: PaperShape
    term: TermShape
    case_number: str
    responsible_person: str
    phone_masked: str
    activities: list[str]
    offered: list[WordShape]
    facts: list[AskedShape]
    renewal: RenewalCaseShape | None
    telephone: str


class ChangesCommand(Command):
    """What is different from the old application; left out: as it was."""

    unchanged: bool = Field(description="经营条件未变化的声明 · conditions are declared unchanged")
    shop_name: Annotated[Text, Field(min_length=1, max_length=200)] | None = None
    responsible_person: Name | None = None
    phone: Phone | None = None
    activities: (
        Annotated[
            list[
                Literal[
                    "hot", "cold_veg", "cold_meat", "cold_cake", "raw", "drink", "meal_distribution"
                ]
            ],
            Field(min_length=1, max_length=10),
        ]
        | None
    ) = None
    facts: dict[Literal["area_m2", "stoves", "sinks", "gas", "dine_in"], FactValue] = Field(
        default={}, max_length=20
    )

    def changes(self) -> Changes:
        """As the model has it. Raises `FactWrong`."""
        return Changes(
            unchanged=self.unchanged,
            shop_name=self.shop_name,
            responsible_person=self.responsible_person,
            phone=self.phone,
            activities=None if self.activities is None else tuple(self.activities),
            facts=plain_facts({**self.facts}),
        )


def paper_json(judged: Judged) -> PaperShape:
    """The shape of a paper."""
    line, window, standing = judged.line, judged.window, judged.standing.value
    return {
        "number": line.licence.number,
        "track": line.track.value,
        "shop_name": line.shop_name,
        "premises": line.premises,
        "issued_on": line.licence.issued_on.isoformat(),
        "valid_until": line.licence.valid_until.isoformat(),
        "standing": standing,
        "standing_zh": STANDING[standing].zh,
        "standing_en": STANDING[standing].en,
        "opens_on": window.opens_on.isoformat() if window.opens_on else None,
        "closes_on": window.closes_on.isoformat(),
        "is_provisional": window.is_provisional,
        "may_renew": judged.may_renew,
    }


def line_json(judged: Judged) -> LineShape:
    """The shape of a line."""
    line = judged.line
    reminder: ReminderShape | None = None
    if line.reminder is not None:
        reminder = {
            "state": line.reminder.state,
            "state_zh": NOTICE_ZH[NoticeState(line.reminder.state)],
            "at": line.reminder.at.isoformat(),
        }
    return {
        **paper_json(judged),
        "case": line.case.id,
        "case_number": line.case.number,
        "operator": line.operator,
        "credit_code": line.credit_code,
        "reminder": reminder,
        "renewal": renewal_json(line.renewal),
    }


def renewal_json(renewal: Renewal | None) -> RenewalCaseShape | None:
    """The shape of the case that renews a paper."""
    if renewal is None:
        return None
    return {
        "id": renewal.case.id,
        "number": renewal.case.number,
        "state": renewal.case.state.value,
        "state_zh": STATE_ZH[renewal.case.state],
        "is_under_way": renewal.is_under_way,
    }


def terms_json(rules: ValidityRules, ledger: Ledger) -> list[TermShape]:
    """The terms of both tracks as they are today."""
    return [_term(rules, track, ledger) for track in Track]


def _term(rules: ValidityRules, track: Track, ledger: Ledger) -> TermShape:
    term, day = rules.terms[track], ledger.today
    return {
        "track": track.value,
        "years": term.years,
        "clauses": cited_json(rules.cited_for(term.clauses, day)),
        "renewal_zh": term.renewal.says.zh,
        "renewal_en": term.renewal.says.en,
        "renewal_clauses": cited_json(rules.cited_for(term.renewal.clauses, day)),
    }


def renew_json(before: Before, ledger: Ledger, telephone: str) -> RenewShape:
    """The shape of what a renewal begins with."""
    application, line = before.application, before.judged.line
    return {
        "paper": paper_json(before.judged),
        "term": _term(ledger.rules, line.track, ledger),
        "case_number": line.case.number,
        "responsible_person": application.applicant_name,
        "phone_masked": masked(application.applicant_phone),
        "activities": [one.id for one in application.activities],
        "offered": [
            {"value": name, "zh": text.zh, "en": text.en} for name, text in ACTIVITIES.items()
        ],
        "facts": [_asked(name, application.facts.get(name)) for name in ASKED_AGAIN],
        "renewal": renewal_json(line.renewal),
        "telephone": telephone,
    }


def _asked(name: str, value: object) -> AskedShape:
    plain = value if isinstance(value, bool | int | float | str) else None
    return {**fact_json(name), "value": plain}
