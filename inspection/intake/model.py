"""What is filed: an application with what only the office needs of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from foundation.text import Bilingual
from inspection.cases.model import Application


class Channel(Enum):
    """How an application came in."""

    API = "api"  # pushed by another system
    FILE = "file"  # a line of an imported file
    WINDOW = "window"  # typed by a clerk for somebody (帮办)
    RENEWAL = "renewal"  # by the applicant, from the link that reminds of a licence's end


class Relation(Enum):
    """What somebody who asks for help is to the applicant."""

    SELF = "self"
    FAMILY = "family"
    EMPLOYEE = "employee"
    AGENT = "agent"
    OTHER = "other"


class Way(Enum):
    """How somebody asked for help."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    ONLINE = "online"


RELATIONS: Final[Mapping[Relation, Bilingual]] = {
    Relation.SELF: Bilingual("本人", "the applicant"),
    Relation.FAMILY: Bilingual("家属", "family"),
    Relation.EMPLOYEE: Bilingual("员工", "an employee"),
    Relation.AGENT: Bilingual("委托代理人", "an authorised agent"),
    Relation.OTHER: Bilingual("其他", "somebody else"),
}
WAYS: Final[Mapping[Way, Bilingual]] = {
    Way.IN_PERSON: Bilingual("当面", "in person"),
    Way.PHONE: Bilingual("电话", "by telephone"),
    Way.ONLINE: Bilingual("网上留言", "in writing, online"),
}

# 经营项目; each is also a fact of the same name. Order 78: 冷荤类 and 冷加工糕点 are named in
# brackets inside 冷食类.
ACTIVITIES: Final[Mapping[str, Bilingual]] = {
    "hot": Bilingual("热食类食品制售", "Hot food made and sold"),
    "cold_veg": Bilingual("冷食类食品制售", "Cold food made and sold"),
    "cold_meat": Bilingual("冷食类食品制售（含冷荤类）", "Cold food, with cold meat"),
    "cold_cake": Bilingual(
        "冷食类食品制售（含冷加工糕点）", "Cold food, with cold-processed pastry"
    ),
    "raw": Bilingual("生食类食品制售", "Raw food made and sold"),
    "drink": Bilingual("自制饮品制售", "Drinks made and sold"),
    "meal_distribution": Bilingual("集体用餐配送", "Meals delivered to groups"),
}
CANTEEN: Final = "集中用餐单位食堂"
FORMATS: Final[Mapping[str, str]] = {  # 主体业态, one of them
    "餐饮服务经营者": "Catering business",
    CANTEEN: "Canteen",
    "食品销售经营者": "Food retailer",
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field, and what to do; `path` as the sender wrote it."""

    path: str
    what: Bilingual


@dataclass(frozen=True)
class Mandate:
    """On whose word a clerk files for somebody."""

    asked_by: str
    relation: Relation
    way: Way
    asked_at: datetime
    note: str = ""


@dataclass(frozen=True)
class Paper:
    """A paper that is missing and follows (容缺后补); what is empty is the bureau's list's.

    Attributes:
        kind: an id of the list, or `other` with a name of its own.
        form: `photo` or `document`.
    """

    kind: str
    name: str = ""
    asks: str = ""
    form: str = ""
    working_days: int | None = None


@dataclass(frozen=True)
class PledgeGiven:
    """That somebody gave the pledge before the application came in.

    Attributes:
        version: of the words, "" for those in force.
    """

    version: str
    mandate: Mandate


@dataclass(frozen=True)
class Following:
    """Papers that follow; without a pledge the applicant signs it on the phone."""

    papers: tuple[Paper, ...]
    pledge: PledgeGiven | None = None


@dataclass(frozen=True)
class Filed:
    """An application as it came in.

    Attributes:
        external_number: its number in the system it comes from, "" where it has none.
        details: what the inspection does not go by: agent, other addresses, papers' numbers.
        following: `None` where all papers are there, or somebody will say what is missing.
    """

    external_number: str
    application: Application
    details: Mapping[str, str | int]
    following: Following | None = None


@dataclass(frozen=True)
class Filing:
    """From whom the application of a case came, and what only the office needs of it."""

    case_id: str
    channel: Channel
    sender: str
    external_number: str
    details: Mapping[str, str | int]
