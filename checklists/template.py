"""What a published checklist template is: sections of items, as its editors wrote them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from checklists.clauses import Clause, Confidence
from foundation.text import Bilingual


class Weight(Enum):
    """What a failure means: of a key item the area fails, of a general one it is to be mended."""

    KEY = "key"
    GENERAL = "general"


class Area(Enum):
    """Which conclusion an item feeds; safety feeds none and is only passed on."""

    FOOD = "food"
    FUME = "fume"
    SAFETY = "safety"


class Remote(Enum):
    """Whether video is enough to judge the item."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class EvidenceKind(Enum):
    """What an inspector keeps to show why the item was judged so."""

    PHOTO = "photo"
    PAIR = "pair"  # two pictures that belong together, such as before and after a repair
    VIDEO = "video"
    READING = "reading"  # the instrument, both end points and the number in one frame
    DOCUMENT = "document"


@dataclass(frozen=True)
class ClauseRef:
    """A clause an item rests on, and how sure we are that it says this."""

    clause_id: str
    confidence: Confidence


@dataclass(frozen=True)
class Item:
    """One thing to look at. `film` speaks to the applicant, `judge` to the inspector."""

    id: str
    title: Bilingual
    film: Bilingual
    judge: Bilingual
    weight: Weight
    areas: tuple[Area, ...]
    evidence: tuple[EvidenceKind, ...]
    remote: Remote
    clauses: tuple[ClauseRef, ...]
    applies_when: str  # a text that `conditions.parse` takes
    hotspot: str  # of the sample rooms; the item's own id unless the editor says otherwise


@dataclass(frozen=True)
class Section:
    """Items that are filmed at one stop of the walk, in walking order."""

    id: str
    title: Bilingual
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Template:
    """A published template; a changed one has a new version.

    `clauses` are the editions it was written against, by id: each clause an item refers to, with
    what came before and after it.
    """

    id: str
    version: str
    title: Bilingual
    sections: tuple[Section, ...]
    clauses: Mapping[str, Clause] = field(
        default_factory=dict[str, Clause], compare=False, repr=False
    )
