"""What a one-time notice says. Pure."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import Enum
from hashlib import sha256
from typing import Any


class Todo(Enum):
    """Who does what about a fault."""

    MEND = "mend"  # the applicant puts it right
    HAND_IN = "hand_in"  # the applicant hands in a paper
    WE_COME = "we_come"  # the bureau looks at it on site


@dataclass(frozen=True)
class Photo:
    """Evidence of a fault; `id` leads to it, `sha256` names its bytes."""

    id: str
    sha256: str


@dataclass(frozen=True)
class Fault:
    """One item that does not comply.

    `found` is what the inspector wrote, `right_zh` and `right_en` how it should be. `room` and
    `hotspot` name the exact place in the sample room, which is also where the picture of right is
    taken; `hotspot` is empty when no room shows the item as it should be.
    """

    item_id: str
    title_zh: str
    title_en: str
    todo: Todo
    found: str
    right_zh: str
    right_en: str
    clauses: tuple[str, ...]
    photos: tuple[Photo, ...]
    room: str
    hotspot: str


@dataclass(frozen=True)
class Conclusion:
    """An area's conclusion, as on the record."""

    area_zh: str
    area_en: str
    zh: str
    en: str


@dataclass(frozen=True)
class NoticeContent:
    """The whole message. Times are local (Asia/Shanghai) as people read them.

    `deadline` is a day, `working_days` counts from the day after the determination;
    `is_provisional`: the holidays up to then are not announced yet.
    """

    case_number: str
    shop_name: str
    applicant: str
    made: str
    record_sha256: str
    conclusions: tuple[Conclusion, ...]
    reasons: tuple[str, ...]
    deadline: str
    deadline_zh: str
    working_days: int
    is_provisional: bool
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Notice:
    """A kept notice; `content` is canonical JSON, `sha256` its hash."""

    id: str
    case_id: str
    record_id: str
    sha256: str
    content: str
    made_at: datetime
    deadline_at: datetime
    pdf_sha256: str | None

    @property
    def fault_count(self) -> int:
        """How many items it names."""
        return len(json.loads(self.content)["faults"])


def canonical_json(content: NoticeContent) -> str:
    """The one text of a content."""
    return json.dumps(plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_sha256(text: str) -> str:
    """The hash of a content's canonical text."""
    return sha256(text.encode()).hexdigest()


def plain(content: NoticeContent) -> dict[str, Any]:
    """The content in JSON's types."""
    data = asdict(content)
    for fault in data["faults"]:
        fault["todo"] = fault["todo"].value
    return data
