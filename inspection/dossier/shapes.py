"""The JSON shapes of checklists, cases and visits."""

from collections.abc import Collection, Mapping

from checklists.compose import Checklist, Entry
from checklists.facts import DEFINITIONS, Choice, Number, label_of
from checklists.merge import walk_of
from checklists.readings import limits_text
from checklists.template import Reading
from foundation.identity.model import User
from foundation.text import Bilingual, TextShape
from inspection.cases import machine
from inspection.cases.limit import Limit
from inspection.cases.model import Case, masked
from inspection.cases.pause import KINDS
from inspection.dossier.answers import (
    ApplicationShape,
    CaseRowShape,
    ChecklistShape,
    FactToldShape,
    ItemShape,
    QuantityShape,
    SectionShape,
)
from inspection.live.model import ApplicantAt


def text_json(text: Bilingual) -> TextShape:
    """Both languages side by side."""
    return {"zh": text.zh, "en": text.en}


def checklist_json(checklist: Checklist) -> ChecklistShape:
    """Sections in order with their items, and what was left out and why."""
    sections: dict[str, SectionShape] = {}
    for entry in checklist.entries:
        section = sections.setdefault(
            entry.section.id,
            {"id": entry.section.id, **text_json(entry.section.title), "items": []},
        )
        section["items"].append(_item_json(entry))
    return {
        "version": checklist.version,
        "sections": list(sections.values()),
        "walk": [
            {
                "id": shot.id,
                "stop": shot.stop.value,
                "items": [entry.item.id for entry in shot.entries],
            }
            for shot in walk_of(checklist)
        ],
        "left_out": [
            {
                "item_id": left.item.id,
                **text_json(left.item.title),
                "because_zh": left.because.zh,
                "because_en": left.because.en,
            }
            for left in checklist.left_out
        ],
    }


def _item_json(entry: Entry) -> ItemShape:
    item = entry.item
    return {
        "id": item.id,
        "title_zh": item.title.zh,
        "title_en": item.title.en,
        "film_zh": item.film.zh,
        "film_en": item.film.en,
        "judge_zh": item.judge.zh,
        "judge_en": item.judge.en,
        "weight": item.weight.value,
        "areas": [area.value for area in item.areas],
        "evidence": [kind.value for kind in item.evidence],
        "video_seconds": item.video_seconds,
        "readings": [_quantity_json(one) for one in item.readings],
        "remote": item.remote.value,
        "because_zh": entry.because.zh,
        "because_en": entry.because.en,
        "clauses": [
            {
                **text_json(clause.title),
                "article": clause.article,
                "edition": clause.edition,
                "is_confirmed": clause.is_confirmed,
            }
            for clause in entry.clauses
        ],
        "hotspot": item.hotspot,
        "department": item.department,
        "shot": item.shot,
    }


def _quantity_json(reading: Reading) -> QuantityShape:
    limits = limits_text(reading)
    return {
        **text_json(reading.quantity),
        "unit": reading.unit,
        "limits": limits.zh if limits else "",
    }


def case_row(
    case: Case, inspectors: dict[str, User], user: User, limit: Limit, at: ApplicantAt | None
) -> CaseRowShape:
    """One line of the queue; `at`: where the applicant's page is."""
    application = case.application
    if case.state in machine.FINISHED:
        at = None
    return {
        "id": case.id,
        "number": case.number,
        "shop_name": application.shop_name,
        "format_zh": application.format_zh,
        "applicant_name": application.applicant_name,
        "area_m2": application.facts.get("area_m2", 0),
        "stoves": application.facts.get("stoves", 0),
        "state": case.state.value,
        "accepted_at": case.accepted_at.isoformat(),
        "due_at": limit.due_at.isoformat(),
        "light": limit.light.value,
        "is_due_provisional": limit.is_provisional,
        "is_overdue": limit.is_overdue,
        "pause": None
        if limit.pause is None
        else {
            "kind": limit.pause.kind.value,
            **text_json(KINDS[limit.pause.kind]),
            "why": limit.pause.why,
            "began_at": limit.pause.began_at.isoformat(),
        },
        "inspectors": [
            {"id": key, "name": inspectors[key].name}
            for key in case.inspector_ids
            if key in inspectors
        ],
        "applicant_is_waiting": at in (ApplicantAt.ROOM, ApplicantAt.WAITING),
        "applicant_at": at.value if at else None,
        "is_mine": user.id in case.inspector_ids,
        "is_handed_to_me": case.state is machine.State.INSPECTING
        and user.id in case.inspector_ids
        and any(one.coming_id == user.id for one in case.transfers),
        "unit": case.unit,
    }


def application_json(case: Case) -> ApplicationShape:
    """What was filed, the telephone number masked, and how it is handled."""
    application = case.application
    return {
        "mode": case.mode.value,
        "mode_why": text_json(case.mode_why) if case.mode_why else None,
        "track": case.track.value,
        "address": application.address,
        "credit_code": application.credit_code,
        "phone_masked": masked(application.applicant_phone),
        "activities": [
            {"id": activity.id, **text_json(activity.title)} for activity in application.activities
        ],
        "facts": dict(application.facts),
        "facts_told": facts_told(application.facts, [one.id for one in application.activities]),
    }


def facts_told(filed: Mapping[str, object], activities: Collection[str]) -> list[FactToldShape]:
    """What is known of the shop, in the order of the definitions.

    Left out: what is not so, counts of zero, and what is told elsewhere (the activities).
    """
    told: list[FactToldShape] = []
    for name, known in DEFINITIONS.items():
        value = filed.get(name)
        if value in (None, False, 0, "0", "") or name in activities:
            continue
        label = label_of(known.title)
        words: TextShape | None = None
        choice = known.choices.get(str(value)) if isinstance(known, Choice) else None
        if choice is not None:
            words = text_json(label_of(choice))
        elif value is not True:
            unit = f" {known.unit}" if isinstance(known, Number) and known.unit else ""
            words = {"zh": f"{value}{unit}", "en": f"{value}{unit}"}
        told.append({"name": name, **text_json(label), "value": words})
    return told
