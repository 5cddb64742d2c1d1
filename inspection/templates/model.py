"""An edition of a template, clauses or rules; which are in force; what a case is pinned to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from hashlib import sha256
from typing import Any

from checklists.again import asked_again
from checklists.clauses import Clause
from checklists.compose import Checklist, compose
from checklists.facts import Facts, FactValue
from checklists.rules import RuleSet
from checklists.template import Area, Template

CLAUSES = "clauses"  # the one family of its kind
_NAME_LENGTH = 16  # hex digits; what one name stands for is kept, another meaning is refused
_COMPOSED = 256  # checklists kept ready: the cases somebody works on, not all there are


class Kind(Enum):
    """What an edition is the text of."""

    TEMPLATE = "template"
    CLAUSES = "clauses"
    RULES = "rules"


class Origin(Enum):
    """Who published an edition."""

    BUILTIN = "builtin"  # it ships with the product
    BUREAU = "bureau"


@dataclass(frozen=True)
class Edition:
    """A version as it was published; `text` is the file, byte for byte.

    `effective_from` None: since ever. `number` counts publications.
    """

    number: int
    kind: Kind
    family: str
    version: str
    origin: Origin
    effective_from: date | None
    text: str
    sha256: str
    published_by: str
    published_at: datetime

    @property
    def line(self) -> str:
        """Its line in the list of what a case is pinned to."""
        return f"{self.kind.value} {self.family} {self.version} {self.sha256}"

    def is_due(self, on: date) -> bool:
        """Whether its day has come."""
        return self.effective_from is None or self.effective_from <= on


def in_force(editions: Iterable[Edition], on: date) -> tuple[Edition, ...]:
    """The editions that a case accepted on a day gets: one of each family, oldest family first.

    What the bureau published goes before what ships; of several the one with the latest first day,
    of the same day the one published last.
    """
    chosen: dict[tuple[Kind, str], Edition] = {}
    for edition in sorted(editions, key=lambda one: one.number):
        key = (edition.kind, edition.family)
        held = chosen.get(key)
        if edition.is_due(on) and (held is None or _rank(edition) >= _rank(held)):
            chosen[key] = edition
    return tuple(chosen.values())


def _rank(edition: Edition) -> tuple[bool, date, int]:
    first_day = edition.effective_from or date.min
    return edition.origin is Origin.BUREAU, first_day, edition.number


def set_of(editions: Sequence[Edition]) -> tuple[str, str]:
    """The name of exactly these editions, and the list it stands for."""
    members = "\n".join(edition.line for edition in editions)
    return sha256(members.encode()).hexdigest()[:_NAME_LENGTH], members


Again = tuple[str, ...] | None  # ids of items


@dataclass(frozen=True)
class Pin:
    """What a case is asked by, whatever is published later; equal when the name is."""

    version: str
    templates: tuple[Template, ...] = field(compare=False, repr=False)
    rules: RuleSet = field(compare=False, repr=False)

    @property
    def clauses(self) -> Mapping[str, Clause]:
        """The clauses the templates were read with."""
        return self.templates[0].clauses if self.templates else {}

    def checklist(self, facts: Facts, on: date, again: Again = None) -> Checklist:
        """The checklist of a shop, composed once and kept for a while.

        Args:
            facts, on: as for `compose`.
            again: ids of the items a second look asks; `None`: all.
        """
        return _composed(self, _keyed(facts), on, again)

    def seal(self, facts: Facts, on: date, again: Again = None) -> str:
        """`checklist_sha256` of what `checklist` gives, kept as long."""
        return _seal(self, _keyed(facts), on, again)


_Keyed = tuple[tuple[str, type, FactValue], ...]


def _keyed(facts: Facts) -> _Keyed:
    # The type is part of the key: True, 1 and Decimal(1) are equal and not the same fact.
    return tuple((name, type(it), it) for name, it in facts.items())


@lru_cache(maxsize=_COMPOSED)
def _composed(pin: Pin, facts: _Keyed, on: date, again: Again) -> Checklist:
    found = {name: value for name, _, value in facts}
    whole = compose(pin.templates, found, on, pin.rules, pin.version)
    return whole if again is None else asked_again(whole, again)


@lru_cache(maxsize=_COMPOSED)
def _seal(pin: Pin, facts: _Keyed, on: date, again: Again) -> str:
    return checklist_sha256(_composed(pin, facts, on, again))


def checklist_sha256(checklist: Checklist) -> str:
    """A seal over what a shop is asked: each item with its texts, clauses and weight, and which
    areas get no conclusion.

    Cases that were accepted by an older program are held against it. So how a reason is worded is
    not sealed, and a field that has its default is left out: one that is new changes no old seal.
    """
    digest = sha256(checklist.version.encode())
    for entry in checklist.entries:
        sealed = (entry.item, entry.section, entry.clauses, entry.family)
        digest.update(_plain(sealed).encode())
    digest.update(_plain(tuple(area for area in Area if area in checklist.unconcluded)).encode())
    return digest.hexdigest()


def _plain(value: Any) -> str:
    """One text for one value, whatever run of the program writes it."""
    match value:
        case Enum():
            return str(value.value)
        case tuple():
            return "[" + ",".join(_plain(one) for one in value) + "]"  # pyright: ignore[reportUnknownVariableType]
        case None | bool() | int() | Decimal() | date() | str():
            return repr(str(value))
        case _ if is_dataclass(value):
            said = [(one, getattr(value, one.name)) for one in fields(value)]
            told = [f"{one.name}={_plain(it)}" for one, it in said if it != one.default]
            return "{" + ",".join(told) + "}"
        case _:
            raise TypeError(repr(value)[:80])
