"""What a restaurant's checklist costs: composed from the templates, then determined."""

import time
from datetime import date
from statistics import median

from checklists.compose import compose
from checklists.determination import determine
from checklists.load import builtin_templates
from checklists.rules import DEFAULT_RULES
from checklists.verdict import Finding, Verdict
from inspection.cases.facts import checklist_facts
from inspection.intake.demo import RESTAURANT
from inspection.templates.model import Pin
from tests.bench.figures import figure, p95

TIMES = 300
ON = date(2026, 11, 24)
# Not everything complies: a determination with reasons is the longer way.
VERDICTS = (Verdict.PASS, Verdict.PASS, Verdict.RECTIFIED, Verdict.NOT_APPLICABLE, Verdict.FAIL)


async def measure() -> list[dict[str, object]]:
    """Composing and determining, many times; templates are read once, as in the service."""
    began = time.perf_counter()
    templates = builtin_templates()
    read_ms = (time.perf_counter() - began) * 1000
    facts = checklist_facts(RESTAURANT.facts)
    took: list[float] = []
    for _ in range(TIMES):
        began = time.perf_counter()
        checklist = compose(templates, facts, ON)
        findings = [
            Finding(entry.item.id, VERDICTS[number % len(VERDICTS)], "视频查看", 1)
            for number, entry in enumerate(checklist.entries)
        ]
        outcome = determine(checklist, findings)
        took.append((time.perf_counter() - began) * 1000)
    pin = Pin("bench", templates, DEFAULT_RULES)
    pinned: list[float] = []
    for _ in range(TIMES):
        began = time.perf_counter()
        pin.seal(facts, ON)
        determine(pin.checklist(facts, ON), findings)
        pinned.append((time.perf_counter() - began) * 1000)
    return [
        figure(
            "checklist.compose_and_judge_ms",
            median(took),
            "ms",
            f"restaurant of 120 m² with 4 stoves: {len(checklist.entries)} items asked, "
            f"{len(checklist.left_out)} left out, {len(outcome.reasons)} reasons; median of "
            f"{TIMES}, p95 {p95(took):.2f} ms; as a case is pinned to it, with its seal compared, "
            f"{median(pinned):.2f} ms; reading the templates once took {read_ms:.0f} ms",
        )
    ]
