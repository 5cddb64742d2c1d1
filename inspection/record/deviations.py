"""Deviations as the record tells them, beside what was computed."""

from collections.abc import Mapping

from checklists.schemes import CONCLUSION_TEXT, Conclusion
from checklists.template import Area
from foundation.clock import shown
from foundation.text import Bilingual
from inspection.determination.errors import DeviationPending
from inspection.determination.model import AREA_TEXT, Deviation
from inspection.record.model import DeviationNote, Verdicts


def must_be_decided(deviations: Mapping[Area, Deviation]) -> None:
    """Raises `DeviationPending` while a proposal waits for its second person."""
    waiting = [area for area, one in deviations.items() if one.confirmed is None]
    if waiting:
        named = [AREA_TEXT[area] for area in waiting]
        raise DeviationPending(
            zh="、".join(one.zh for one in named), en=", ".join(one.en for one in named)
        )


def people_of(deviations: Mapping[Area, Deviation]) -> set[str]:
    """Ids of everybody who proposed or confirmed."""
    steps = [step for one in deviations.values() for step in (one.proposed, one.confirmed)]
    return {step.by for step in steps if step is not None}


def deviation_notes(
    deviations: Mapping[Area, Deviation], names: Mapping[str, str]
) -> tuple[DeviationNote, ...]:
    """The confirmed ones, food before fume. `names` has everybody of `people_of`."""
    notes: list[DeviationNote] = []
    for area in AREA_TEXT:
        one = deviations.get(area)
        if one is None or one.confirmed is None:
            continue
        text: Bilingual = AREA_TEXT[area]
        notes.append(
            DeviationNote(
                area_zh=text.zh,
                area_en=text.en,
                computed=verdicts(one.proposed.computed),
                conclusion=verdicts(one.proposed.conclusion),
                reason=one.proposed.reason,
                proposed_by=names.get(one.proposed.by, ""),
                proposed=shown(one.proposed.at),
                confirmed_by=names.get(one.confirmed.by, ""),
                confirmed=shown(one.confirmed.at),
            )
        )
    return tuple(notes)


def verdicts(conclusion: Conclusion) -> Verdicts:
    """A conclusion in code and words."""
    text = CONCLUSION_TEXT[conclusion]
    return Verdicts(conclusion.value, text.zh, text.en)
