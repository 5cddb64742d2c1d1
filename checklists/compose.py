"""The checklist of one shop: what is asked, what is left out, and the reason of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from checklists.clauses import Clause, clause_on
from checklists.conditions import Reasoned, parse
from checklists.errors import DuplicateItem, UnknownItem
from checklists.facts import Facts
from checklists.template import ClauseRef, Item, Section, Template
from foundation.text import Bilingual

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
    """Entries in the order of the walk. Every item of the templates is asked or left out."""

    version: str
    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...]

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


def compose(templates: Sequence[Template], facts: Facts, on: date) -> Checklist:
    """Composes the checklist of a shop.

    Args:
        templates: in the order of the walk.
        facts: all of `facts.DEFINITIONS`; start from `DEFAULT_FACTS`.
        on: the day whose editions of the clauses are cited (a date in Asia/Shanghai).

    Raises:
        DuplicateItem: two templates have an item of the same id.
        FactMissing, FactWrong: a condition can not be judged with these facts.
    """
    entries: list[Entry] = []
    left_out: list[LeftOut] = []
    seen: set[str] = set()
    for template, section, item in _items(templates):
        if item.id in seen:
            raise DuplicateItem(item=item.id)
        seen.add(item.id)
        heading = Heading(section.id, section.title)
        answer: Reasoned = parse(item.applies_when).judge(facts)
        if answer.holds:
            clauses = _clauses(template, item.clauses, on)
            entries.append(Entry(item, heading, answer.because, clauses))
        else:
            left_out.append(LeftOut(item, heading, answer.because))
    return Checklist(version_of(templates), tuple(entries), tuple(left_out))


def version_of(templates: Sequence[Template]) -> str:
    """A name for exactly these templates in these versions, whatever shop they are asked of."""
    named = "\n".join(f"{template.id} {template.version}" for template in templates)
    return sha256(named.encode()).hexdigest()[:_VERSION_LENGTH]


def _items(templates: Sequence[Template]) -> list[tuple[Template, Section, Item]]:
    return [
        (template, section, item)
        for template in templates
        for section in template.sections
        for item in section.items
    ]


def _clauses(template: Template, references: Sequence[ClauseRef], on: date) -> tuple[Clause, ...]:
    """The editions of the day, each as sure as its weakest part; unread ones are not shown."""
    held: list[Clause] = []
    for reference in references:
        clause = clause_on(template.clauses, reference.clause_id, on)
        if clause is not None:
            held.append(clause.seen_with(reference.confidence))
    return tuple(clause for clause in held if clause.is_shown)
