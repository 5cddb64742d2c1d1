"""What the intake answers, as types and their making."""

from typing_extensions import TypedDict

from checklists.clauses import Clause
from checklists.facts import DEFINITIONS, Choice, Number, label_of
from checklists.siting import PreCheck, Question, SiteRules, Told
from checklists.triage import Decided, Triage
from foundation.text import Bilingual, TextShape
from inspection.cases.machine import STATE_ZH
from inspection.cases.model import Case, masked
from inspection.intake.model import ACTIVITIES, FORMATS, RELATIONS, WAYS, Filing
from inspection.intake.reception import Opened


class CitedShape(TypedDict):
    """A clause in the edition of the day; `is_confirmed`: its words were checked."""

    law: str
    article: str
    edition: str
    is_confirmed: bool


class WordShape(TypedDict):
    """A word of a choice, with its title."""

    value: str
    zh: str
    en: str


class QuestionShape(TypedDict):
    """A question of the pre-check; `kind`: `yes_no`, `number` or `choice`."""

    fact: str
    kind: str
    unit: str
    zh: str
    en: str
    choices: list[WordShape]


class ToldShape(TypedDict):
    """A rule that holds: why, by which facts, under which clauses, and what could be changed."""

    rule: str
    why: TextShape
    because: TextShape
    change: TextShape
    clauses: list[CitedShape]


class PreCheckShape(TypedDict):
    """`standing`: `open` (then `next` waits), `stopped` (by `stopped_by`) or `passed`."""

    standing: str
    version: str
    answered: list[str]
    next: QuestionShape | None
    stopped_by: ToldShape | None
    advice: list[ToldShape]


class DecidedShape(TypedDict):
    """What was decided, by which rule, with the reason and the clauses."""

    value: str
    rule: str
    zh: str
    en: str
    clauses: list[CitedShape]


class TriageShape(TypedDict):
    """`track`: `licence` or `registration`; `mode`: `live`, `self_filmed` or `on_site`."""

    track: DecidedShape
    mode: DecidedShape


class HandledShape(TypedDict):
    """A case as far as the intake has brought it.

    `mode`, `track` are what holds, `triage` is what the rules say; `null` until the acceptance.
    """

    id: str
    number: str
    state: str
    state_zh: str
    mode: str
    mode_why: TextShape | None
    track: str
    pre_check: PreCheckShape
    triage: TriageShape | None
    doubles: list[str]


class FollowsShape(TypedDict):
    """A paper that follows, and until when."""

    id: str
    kind: str
    zh: str
    en: str
    due_at: str


class FiledShape(HandledShape):
    """A case that a system filed; `gaps`: papers that follow, as it named them."""

    gaps: list[FollowsShape]


class FilingShape(TypedDict):
    """How an application came in; telephones masked.

    `channel`: `api` from a system, `file`, `window`, or `renewal` from the applicant's reminder.
    """

    channel: str
    sender: str
    external_number: str
    details: dict[str, str | int]


class SeenShape(HandledShape):
    """A case at the intake as the desk sees it; `filing` is `null` where it was not kept."""

    filing: FilingShape | None


class StandingShape(TypedDict):
    """Where an application stands, for the system that filed it."""

    id: str
    number: str
    external_number: str
    state: str
    state_zh: str
    mode: str
    track: str
    received_at: str
    accepted_at: str | None


class FactShape(TypedDict):
    """A fact of a shop; `kind`: `yes_no`, `number` or `choice`."""

    name: str
    kind: str
    unit: str
    zh: str
    en: str
    choices: list[WordShape]


class FormShape(TypedDict):
    """What a form of the intake offers; `questions` in the order of the pre-check."""

    formats: list[WordShape]
    activities: list[WordShape]
    relations: list[WordShape]
    ways: list[WordShape]
    facts: list[FactShape]
    questions: list[QuestionShape]


def pre_check_json(check: PreCheck) -> PreCheckShape:
    """The shape of a pre-check."""
    return {
        "standing": check.standing.value,
        "version": check.version,
        "answered": [one.fact for one in check.answered],
        "next": question_json(check.next) if check.next else None,
        "stopped_by": _told(check.stopped_by) if check.stopped_by else None,
        "advice": [_told(one) for one in check.advice],
    }


def question_json(question: Question) -> QuestionShape:
    """The shape of a question."""
    known = fact_json(question.fact)
    return {
        "fact": question.fact,
        "kind": known["kind"],
        "unit": known["unit"],
        "zh": question.asks.zh,
        "en": question.asks.en,
        "choices": known["choices"],
    }


def triage_json(triage: Triage) -> TriageShape:
    """The shape of a triage."""
    return {
        "track": _decided(triage.track.value, triage.track_by),
        "mode": _decided(triage.mode.value, triage.mode_by),
    }


def filed_json(opened: Opened) -> FiledShape:
    """The shape of a case that a system filed."""
    gaps: list[FollowsShape] = [
        {
            "id": one.id,
            "kind": one.kind,
            "zh": one.title.zh,
            "en": one.title.en,
            "due_at": one.due_at.isoformat(),
        }
        for one in opened.follows
    ]
    return {**handled_json(opened), "gaps": gaps}


def handled_json(opened: Opened) -> HandledShape:
    """The shape of a case at the intake."""
    case = opened.case
    return {
        "id": case.id,
        "number": case.number,
        "state": case.state.value,
        "state_zh": STATE_ZH[case.state],
        "mode": case.mode.value,
        "mode_why": _text(case.mode_why) if case.mode_why else None,
        "track": case.track.value,
        "pre_check": pre_check_json(opened.pre_check),
        "triage": triage_json(opened.triage) if opened.triage else None,
        "doubles": list(opened.doubles),
    }


def seen_json(opened: Opened, filing: Filing | None) -> SeenShape:
    """The shape of a case at the intake for the desk."""
    shape: FilingShape | None = None
    if filing is not None:
        details = dict(filing.details)
        if "agent_phone" in details:
            details["agent_phone"] = masked(str(details["agent_phone"]))
        shape = {
            "channel": filing.channel.value,
            "sender": filing.sender,
            "external_number": filing.external_number,
            "details": details,
        }
    return {**handled_json(opened), "filing": shape}


def standing_json(case: Case, external_number: str, *, is_early: bool) -> StandingShape:
    """The shape for a sender. `is_early`: it is not accepted yet."""
    return {
        "id": case.id,
        "number": case.number,
        "external_number": external_number,
        "state": case.state.value,
        "state_zh": STATE_ZH[case.state],
        "mode": case.mode.value,
        "track": case.track.value,
        "received_at": case.received_at.isoformat(),
        "accepted_at": None if is_early else case.accepted_at.isoformat(),
    }


def form_json(sites: SiteRules) -> FormShape:
    """What the forms offer."""
    return {
        "formats": [{"value": zh, "zh": zh, "en": en} for zh, en in FORMATS.items()],
        "activities": [_word(name, text) for name, text in ACTIVITIES.items()],
        "relations": [_word(one.value, label_of(text)) for one, text in RELATIONS.items()],
        "ways": [_word(one.value, label_of(text)) for one, text in WAYS.items()],
        "facts": [fact_json(name) for name in DEFINITIONS],
        "questions": [question_json(one) for one in sites.questions],
    }


def fact_json(name: str) -> FactShape:
    """The shape of a fact's definition."""
    known = DEFINITIONS[name]
    label = label_of(known.title)
    kind = "yes_no"
    if isinstance(known, Number):
        kind = "number"
    elif isinstance(known, Choice):
        kind = "choice"
    return {
        "name": name,
        "kind": kind,
        "unit": known.unit if isinstance(known, Number) else "",
        "zh": label.zh,
        "en": label.en,
        "choices": [_word(word, label_of(text)) for word, text in known.choices.items()]
        if isinstance(known, Choice)
        else [],
    }


def _told(told: Told) -> ToldShape:
    return {
        "rule": told.rule.id,
        "why": _text(told.rule.why),
        "because": _text(told.because),
        "change": _text(told.rule.change),
        "clauses": cited_json(told.clauses),
    }


def _decided(value: str, by: Decided) -> DecidedShape:
    return {
        "value": value,
        "rule": by.rule.id,
        "zh": by.why.zh,
        "en": by.why.en,
        "clauses": cited_json(by.clauses),
    }


def cited_json(clauses: tuple[Clause, ...]) -> list[CitedShape]:
    """The shapes of clauses."""
    return [
        {
            "law": one.law,
            "article": one.article,
            "edition": one.edition,
            "is_confirmed": one.is_confirmed,
        }
        for one in clauses
    ]


def _word(value: str, text: Bilingual) -> WordShape:
    return {"value": value, "zh": text.zh, "en": text.en}


def _text(text: Bilingual) -> TextShape:
    return {"zh": text.zh, "en": text.en}
