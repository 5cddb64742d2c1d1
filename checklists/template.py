"""What a published checklist template is: sections of items, as its editors wrote them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

from checklists.clauses import Clause, Confidence
from foundation.text import Bilingual


class Weight(Enum):
    """What a failure means: of a key item the area fails, of another one it is to be mended.

    Schemes that count tell major items from general ones.
    """

    KEY = "key"
    MAJOR = "major"
    GENERAL = "general"


class Area(Enum):
    """Which conclusion an item feeds; safety feeds none and is only passed on.

    Session items say whether a look by video was a look at all: where one fails, nothing that was
    seen can carry a conclusion.
    """

    FOOD = "food"
    FUME = "fume"
    SAFETY = "safety"
    SESSION = "session"


@dataclass(frozen=True)
class Department:
    """Who judges items; `concludes` is the conclusion it signs, None where it signs none."""

    id: str
    title: Bilingual
    concludes: Area | None


class Remote(Enum):
    """Whether video is enough to judge the item."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class EvidenceKind(Enum):
    """What an inspector keeps to show why the item was judged so."""

    PHOTO = "photo"
    PAIR = "pair"  # a wide picture and a close one of the same thing
    VIDEO = "video"
    READING = "reading"  # the instrument, both end points and the number in one frame
    DOCUMENT = "document"


class Stop(Enum):
    """Where on the walk an item is filmed, in walking order: street, door, then clockwise."""

    OPENING = "opening"  # before a step is made: identity, notice, challenge
    STREET = "street"
    DOOR = "door"
    DINING = "dining"
    STORE = "store"
    PREPARATION = "preparation"
    COOKING = "cooking"
    SPECIAL = "special"  # 专间, 专用操作区
    WASHING = "washing"
    CHANGING = "changing"
    TOILET = "toilet"
    OUTLET = "outlet"  # duct, fan, purifier and outlet, wherever they hang
    PAPERS = "papers"
    CLOSING = "closing"


@dataclass(frozen=True)
class Reading:
    """What is measured: a quantity with its unit and limits, which themselves still comply.

    `margin` is the part of a limit within which a value is borderline and goes to an on-site look
    (regulations.md 10.1: 2 cm or 2 %; a figure of the bureau's, not of a law).
    """

    quantity: Bilingual
    unit: str
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    margin: Decimal = Decimal("0.02")


@dataclass(frozen=True)
class Examples:
    """What right and wrong look like: names of pictures that ship with the sample rooms."""

    right: str
    wrong: str


@dataclass(frozen=True)
class ClauseRef:
    """A clause an item rests on, and how sure we are that it says this."""

    clause_id: str
    confidence: Confidence


@dataclass(frozen=True)
class Item:
    """One thing to look at. `film` speaks to the applicant, `judge` to the inspector.

    `department` judges it. Items of one `shot` are satisfied by one picture. With `repeats`, the
    name of a counted fact, the item is asked once for each: stove 1, stove 2.
    """

    id: str
    title: Bilingual
    film: Bilingual
    judge: Bilingual
    weight: Weight
    areas: tuple[Area, ...]
    evidence: tuple[EvidenceKind, ...]  # empty: judged without keeping anything
    remote: Remote
    clauses: tuple[ClauseRef, ...]
    applies_when: str  # a text that `conditions.parse` takes
    hotspot: str  # of the sample rooms; the item's own id unless the editor says otherwise
    department: str
    stop: Stop
    shot: str  # the item's own id unless it shares a shot
    points: int = 1  # what it is worth where a scheme scores
    repeats: str = ""
    video_seconds: int = 0  # how long a video has to be at least; 0: as long as it takes
    readings: tuple[Reading, ...] = ()  # what is measured, where `evidence` has a reading
    examples: Examples | None = None


@dataclass(frozen=True)
class Section:
    """Items that are filmed at one stop of the walk, in walking order."""

    id: str
    title: Bilingual
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Template:
    """A published template; a changed one has a new version, in force from `effective_from` on.

    `clauses` are the editions it was written against, by id: each clause an item refers to, with
    what came before and after it.
    """

    id: str
    version: str
    title: Bilingual
    sections: tuple[Section, ...]
    effective_from: date | None = None
    clauses: Mapping[str, Clause] = field(
        default_factory=dict[str, Clause], compare=False, repr=False
    )
