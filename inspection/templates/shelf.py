"""What a case is pinned to: made at its acceptance, read ever after. Read once, kept in memory."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from checklists.clauses import Clause
from checklists.load import parse_clauses, published_template
from checklists.rule_file import BUILTIN_RULES, parse_rules
from checklists.rules import DEFAULT_RULES, RuleSet
from checklists.template import Template
from foundation.database import Transaction
from inspection.templates import store
from inspection.templates.errors import PinLost
from inspection.templates.model import CLAUSES, Edition, Kind, Pin, in_force, set_of

DEFAULT = BUILTIN_RULES[0]
_MOST_PINS = 64  # chosen: a bureau that publishes every week has a year of them
_pins: OrderedDict[str, Pin] = OrderedDict()  # by their names, which stand for their contents


async def pin_on(transaction: Transaction, on: date, rules: str = DEFAULT) -> Pin:
    """What a case that is accepted on this day goes by; its name is kept.

    Args:
        rules: the family of the rules that the bureau concludes by.
    """
    members = members_on(await store.editions(transaction), on, rules)
    version, listed = set_of(members)
    if await store.add_set(transaction, version, listed) != listed:
        raise PinLost(version=version)  # two lists with one name: somebody searched for it
    return await pinned(transaction, version)


def members_on(editions: Sequence[Edition], on: date, rules: str = DEFAULT) -> list[Edition]:
    """Clauses and rules, then the templates in the order of the walk."""
    wanted = {Kind.CLAUSES: CLAUSES, Kind.RULES: rules}
    held = [one for one in in_force(editions, on) if wanted.get(one.kind, one.family) == one.family]
    return sorted(held, key=lambda one: one.kind is Kind.TEMPLATE)


async def pinned(view: Transaction, version: str) -> Pin:
    """What the name stands for. Raises `PinLost`."""
    found = _pins.get(version)
    if found is None:
        members = await store.members_of(view, version)
        if members is None:
            raise PinLost(version=version)
        found = await _read(view, version, members)
    return found


async def pin_in_force(view: Transaction, on: date, rules: str = DEFAULT) -> Pin:
    """As `pin_on`, to look at: nothing is kept."""
    version, listed = set_of(members_on(await store.editions(view), on, rules))
    return _pins.get(version) or await _read(view, version, listed)


async def _read(view: Transaction, version: str, listed: str) -> Pin:
    named = [tuple(line.split(" ")) for line in listed.splitlines()]
    texts = await store.editions_with_text(view, [(one[0], one[1], one[2]) for one in named])
    if [one.line for one in texts] != listed.splitlines():
        raise PinLost(version=version)
    found = await asyncio.to_thread(pin_of, version, texts)
    _pins[version] = found
    if len(_pins) > _MOST_PINS:
        _pins.popitem(last=False)
    return found


def pin_of(version: str, editions: Sequence[Edition]) -> Pin:
    """Reads the texts of editions. They were judged when they were published, not again."""
    rules, clauses, templates = DEFAULT_RULES, "", list[Template]()
    for edition in editions:
        match edition.kind:
            case Kind.CLAUSES:
                clauses = edition.text
            case Kind.RULES:
                rules = _rules(edition.text)
            case Kind.TEMPLATE:
                templates.append(_template(edition.family, edition.text, clauses))
    return Pin(version, tuple(templates), rules)


@lru_cache(maxsize=128)  # a new version of one template reads that one anew, not all
def _template(family: str, text: str, clauses: str) -> Template:
    return published_template(f"{family}.yaml", text, _clauses(clauses))


@lru_cache(maxsize=8)
def _clauses(text: str) -> Mapping[str, Clause]:
    return parse_clauses("clauses.yaml", text)


@lru_cache(maxsize=8)
def _rules(text: str) -> RuleSet:
    return parse_rules("rules.yaml", text)
