"""The checklist of one shop: what is asked, what is left out, and the reason of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from itertools import groupby

from checklists.clauses import Clause, clause_on, forerunners_of
from checklists.conditions import Reasoned, parse
from checklists.errors import DuplicateItem, UnknownItem
from checklists.facts import Facts, number_in
from checklists.rules import DEFAULT_RULES, RuleSet
from checklists.template import Area, ClauseRef, Item, Section, Stop, Template
from foundation.text import Bilingual

MOST_REPEATS = 20  # chosen: a kitchen with more stoves than that is seen on site
_VERSION_LENGTH = 16  # hex digits: 64 bits tell versions apart; it is a name, not a seal


@dataclass(frozen=True)
class Heading:
    """The section an item stands in."""

    id: str
    title: Bilingual


@dataclass(frozen=True)
class Entry:
    """An item that is asked, why, and the clauses that held on the day and may be shown."""

    item: Item
    section: Heading
    because: Bilingual
    clauses: tuple[Clause, ...]
    family: str = ""  # the template it stands in


@dataclass(frozen=True)
class LeftOut:
    """An item that is not asked, and why."""

    item: Item
    section: Heading
    because: Bilingual

    @property
    def item_id(self) -> str:
        """The id of the item."""
        return self.item.id


@dataclass(frozen=True)
class Checklist:
    """Entries in the order of the templates; `rules` say how their findings are concluded.

    Every item of the templates is asked, once or for each of what it repeats for, or left out.
    `unconcluded` are the areas that this shop gets no conclusion of, with the reason.
    """

    version: str
    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...]
    rules: RuleSet = DEFAULT_RULES
    unconcluded: Mapping[Area, Bilingual] = field(default_factory=dict[Area, Bilingual])

    def entry(self, item_id: str) -> Entry:
        """The entry of an item.

        Raises:
            UnknownItem: this shop is not asked that.
        """
        for entry in self.entries:
            if entry.item.id == item_id:
                return entry
        raise UnknownItem(item=item_id[:40])

    def sections(self) -> tuple[tuple[Heading, tuple[Entry, ...]], ...]:
        """The entries by section, in order; sections without an entry do not appear."""
        gathered: dict[Heading, list[Entry]] = {}
        for entry in self.entries:
            gathered.setdefault(entry.section, []).append(entry)
        return tuple((heading, tuple(entries)) for heading, entries in gathered.items())


def compose(
    templates: Sequence[Template],
    facts: Facts,
    on: date,
    rules: RuleSet = DEFAULT_RULES,
    version: str = "",
) -> Checklist:
    """Composes the checklist of a shop.

    Args:
        templates: in the order of the walk.
        facts: all of `facts.DEFINITIONS`; start from `DEFAULT_FACTS`.
        on: the day whose editions of the clauses are cited (a date in Asia/Shanghai).
        rules: by which the areas are concluded.
        version: the name of what it is composed of; `version_of` where nobody gave it one.

    Raises:
        DuplicateItem: two templates have an item of the same id.
        FactMissing, FactWrong: a condition can not be judged with these facts.
    """
    entries: list[Entry] = []
    left_out: list[LeftOut] = []
    seen: set[str] = set()
    forerunners = {template.id: forerunners_of(template.clauses) for template in templates}
    for template, section in _sections(templates):
        heading, asked = Heading(section.id, section.title), list[Entry]()
        for item in section.items:
            if item.id in seen:
                raise DuplicateItem(item=item.id)
            seen.add(item.id)
            answer: Reasoned = parse(item.applies_when).judge(facts)
            if answer.holds:
                clauses = _clauses(template, forerunners[template.id], item.clauses, on)
                asked.append(Entry(item, heading, answer.because, clauses, template.id))
            else:
                left_out.append(LeftOut(item, heading, answer.because))
        entries += _repeated(asked, facts)
    version = version or version_of(templates, rules)
    judged = {area: parse(text).judge(facts) for area, text in rules.concluded_when.items()}
    unconcluded = {area: answer.because for area, answer in judged.items() if not answer.holds}
    return Checklist(version, tuple(entries), tuple(left_out), rules, unconcluded)


def version_of(templates: Sequence[Template], rules: RuleSet = DEFAULT_RULES) -> str:
    """A name for exactly these templates and rules in these versions, whatever the shop."""
    named = [f"{template.id} {template.version}" for template in templates]
    if rules.version != DEFAULT_RULES.version:
        named.append(f"rules {rules.version}")
    return sha256("\n".join(named).encode()).hexdigest()[:_VERSION_LENGTH]


def _sections(templates: Sequence[Template]) -> list[tuple[Template, Section]]:
    """As written, but what closes a session stands last, whichever template it is part of."""
    sections = [(template, section) for template in templates for section in template.sections]
    return sorted(sections, key=lambda one: all(it.stop is Stop.CLOSING for it in one[1].items))


def _repeated(entries: Sequence[Entry], facts: Facts) -> list[Entry]:
    """Neighbours that repeat for the same thing are asked together: all of the first, then all of
    the second. One or none of it is asked about once."""
    spread: list[Entry] = []
    for name, group in groupby(entries, key=lambda entry: entry.item.repeats):
        members = list(group)
        count = min(int(number_in(facts, name)), MOST_REPEATS) if name else 1
        if count <= 1:
            spread += members
            continue
        spread += [_numbered(entry, one) for one in range(1, count + 1) for entry in members]
    return spread


def _numbered(entry: Entry, number: int) -> Entry:
    """The entry of one of several: `KL-06-2`, with shots of its own."""
    item, title = entry.item, entry.item.title
    return replace(
        entry,
        item=replace(
            item,
            id=f"{item.id}-{number}",
            shot=f"{item.shot}-{number}",
            title=Bilingual(f"{title.zh}（第 {number} 处）", f"{title.en} (no. {number})"),
        ),
    )


def _clauses(
    template: Template,
    forerunners: Mapping[str, Clause],
    references: Sequence[ClauseRef],
    on: date,
) -> tuple[Clause, ...]:
    """The editions of the day, each as sure as its weakest part; unread ones are not shown."""
    held: list[Clause] = []
    for reference in references:
        clause = clause_on(template.clauses, reference.clause_id, on, forerunners)
        if clause is not None:
            held.append(clause.seen_with(reference.confidence))
    return tuple(clause for clause in held if clause.is_shown)
