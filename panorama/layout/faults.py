"""Named mistakes that can be built into a sound layout, each found by exactly one rule."""

from random import Random

from panorama.layout.fault import Fault
from panorama.layout.faults_of_fittings import OF_FITTINGS
from panorama.layout.faults_of_fume import OF_FUME
from panorama.layout.faults_of_plan import OF_PLAN
from panorama.layout.model import Layout
from panorama.layout.rules import judge

__all__ = ["FAULTS", "Fault", "rules_of", "with_faults"]

FAULTS: tuple[Fault, ...] = (*OF_PLAN, *OF_FUME, *OF_FITTINGS)


def with_faults(layout: Layout, seed: int, count: int) -> tuple[Layout, tuple[Fault, ...]]:
    """The layout with up to `count` faults, and which they are, in the order of their planting.

    The same for the same layout, seed and count. No two faults belong to one rule, and the rules
    find what they found before and exactly the faults' rules besides. Fewer than `count` come
    back where the layout offers no more.
    """
    random = Random(seed)  # noqa: S311 - exams are drawn, nothing is kept secret by it
    order = list(FAULTS)
    random.shuffle(order)
    planted: list[Fault] = []
    kept, broken = rules_of(layout)
    for fault in order:
        if len(planted) >= count:
            break
        if fault.rule_id not in kept:
            continue
        changed = fault.apply(layout, random)
        if changed is None:
            continue
        kept_then, broken_then = rules_of(changed)
        if broken_then == broken | {fault.rule_id} and kept_then == kept - {fault.rule_id}:
            layout, kept, broken = changed, kept_then, broken_then
            planted.append(fault)
    return layout, tuple(planted)


def rules_of(layout: Layout) -> tuple[frozenset[str], frozenset[str]]:
    """The ids of the rules that hold and of those that are broken."""
    results = judge(layout)
    return (
        frozenset(one.rule_id for one in results if one.holds is True),
        frozenset(one.rule_id for one in results if one.holds is False),
    )
