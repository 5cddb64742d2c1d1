"""What the rules say of a case now: its settled findings and the conclusions they come to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from checklists.agreement import SecondVerdict
from checklists.compose import Checklist
from checklists.determination import Determination, determine
from checklists.template import Area
from checklists.verdict import Finding as Checked
from checklists.verdict import lacking
from foundation.database import Transaction
from inspection.cases.checklist import checklist_of
from inspection.cases.model import Case
from inspection.determination import store
from inspection.determination.model import Deviation, basis_of, standing
from inspection.evidence.model import Evidence, longest_clip_s
from inspection.evidence.readings import ItemReadings
from inspection.findings.model import Finding
from inspection.findings.service import findings_in

NOTHING_READ: Mapping[str, ItemReadings] = MappingProxyType({})


@dataclass(frozen=True)
class Computed:
    """The computed conclusions, the verdicts they rest on by name, and what stands beside them."""

    determination: Determination
    basis: str
    deviations: Mapping[Area, Deviation]


def settled(
    found: Mapping[str, Finding],
    pictures: Sequence[Evidence],
    checklist: Checklist,
    readings: Mapping[str, ItemReadings] = NOTHING_READ,
) -> tuple[Checked, ...]:
    """The checklists' view of what is settled, and what evidence each item has and lacks.

    One shot shows all of its items: a picture or clip of one of them counts for each.
    """
    shots = {entry.item.id: entry.item.shot for entry in checklist.entries}
    count = Counter(shots.get(picture.item_id, picture.item_id) for picture in pictures)
    longest: dict[str, float] = {}
    for item_id, shot in shots.items():
        longest[shot] = max(longest.get(shot, 0), longest_clip_s(pictures, item_id))
    lacks = {
        entry.item.id: lacking(
            entry.item,
            has_reading=entry.item.id in readings and readings[entry.item.id].has_value,
            longest_clip_s=longest[entry.item.shot],
        )
        for entry in checklist.entries
    }
    return tuple(
        Checked(
            item_id,
            one.verdict,
            one.note,
            count[shots.get(item_id, item_id)],
            lacks.get(item_id),
        )
        for item_id, one in ((key, finding.agreement) for key, finding in found.items())
        if one.verdict is not None
    )


async def computed_in(
    view: Transaction, case: Case, second_verdict: SecondVerdict
) -> Computed | None:
    """The conclusions by the verdicts so far; `None` until every item is settled."""
    found = await findings_in(view, case, second_verdict)
    return await computed_of(view, case, found)


async def computed_of(
    view: Transaction, case: Case, found: Mapping[str, Finding]
) -> Computed | None:
    """The same where the findings were read already."""
    checklist = checklist_of(case)
    findings = settled(found, (), checklist)  # how much evidence there is decides no conclusion
    judged = {finding.item_id for finding in findings}
    if any(entry.item.id not in judged for entry in checklist.entries):
        return None
    basis = basis_of(findings)
    deviations = standing(await store.steps(view, case.id), basis)
    return Computed(determine(checklist, findings), basis, deviations)
