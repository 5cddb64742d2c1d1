"""Five levels, tags, words; a bad rating opens a task that somebody answers. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Final

from foundation.errors import Kind, Problem
from foundation.text import Bilingual
from inspection.cases.machine import State

ANSWER_WORKING_DAYS = 3  # chosen; the national rules (国办发〔2019〕51号) leave it to the bureau
MOST_WORDS = 500
LEAST_ANSWER = 5


class Level(IntEnum):
    """The five levels of 好差评."""

    VERY_BAD = 1
    BAD = 2
    FAIR = 3
    GOOD = 4
    VERY_GOOD = 5

    @property
    def is_bad(self) -> bool:
        """Whether somebody has to answer."""
        return self <= Level.BAD


LEVEL_TEXT: Final[Mapping[Level, Bilingual]] = {
    Level.VERY_BAD: Bilingual("非常不满意", "very dissatisfied"),
    Level.BAD: Bilingual("不满意", "dissatisfied"),
    Level.FAIR: Bilingual("基本满意", "fairly satisfied"),
    Level.GOOD: Bilingual("满意", "satisfied"),
    Level.VERY_GOOD: Bilingual("非常满意", "very satisfied"),
}
# Offered with levels 3 to 5, and with levels 1 to 3.
PRAISE: Final[Mapping[str, Bilingual]] = {
    "fast": Bilingual("办得快", "fast"),
    "clear": Bilingual("讲得清楚", "well explained"),
    "friendly": Bilingual("态度好", "friendly"),
    "no_trip": Bilingual("不用跑腿", "no trip needed"),
}
BLAME: Final[Mapping[str, Bilingual]] = {
    "slow": Bilingual("等太久", "took too long"),
    "unclear": Bilingual("没讲清楚", "not well explained"),
    "unfriendly": Bilingual("态度不好", "unfriendly"),
    "technical": Bilingual("视频总出问题", "the call kept failing"),
    "unfair": Bilingual("结论不认可", "I do not accept the result"),
}
TAGS: Final[Mapping[str, Bilingual]] = {**PRAISE, **BLAME}
AFTER_THE_RESULT = frozenset(
    {State.DETERMINED, State.PUSHED, State.SUPPLEMENT_DUE, State.LICENSED, State.CLOSED}
)


@dataclass(frozen=True)
class Rating:
    """What an applicant thinks of the service."""

    level: Level
    tags: tuple[str, ...]
    words: str
    at: datetime


@dataclass(frozen=True)
class Task:
    """A bad rating that somebody answers.

    Args:
        owner_id: the supervisor who took it, if anybody has.
        answer: what was done and told to the applicant.
    """

    id: str
    case_id: str
    case_number: str
    shop_name: str
    rating: Rating
    opened_at: datetime
    due_at: datetime
    owner_id: str | None = None
    answer: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None


class TooEarlyToRate(Problem):
    """There is no result yet."""

    kind = Kind.CONFLICT
    code = "rating.too_early"
    zh = "结果还没有出来，请在收到勘验结果后再评价。"
    en = "There is no result yet. Rate the service after the result has come."


class AlreadyRated(Problem):
    """One rating for one service."""

    kind = Kind.CONFLICT
    code = "rating.already"
    zh = "这次服务已经评价过了，感谢您。如需补充，请联系受理窗口。"
    en = "This service was rated already, thank you. Ask the window if you want to add something."


class RatedByStaff(Problem):
    """This browser belongs to somebody of the bureau."""

    kind = Kind.CONFLICT
    code = "rating.by_staff"
    zh = "这台设备登录过工作人员账号，不能代替申请人评价。请申请人用自己的手机打开邀请链接评价。"
    en = "Staff signed in on this device. Rate on the applicant's own phone, by its own link."


class UnknownTag(Problem):
    """A tag nobody offered."""

    code = "rating.unknown_tag"
    zh = "“{tag}”不是可选的评价标签。请刷新页面后重新选择。"
    en = "“{tag}” is not among the tags. Reload the page and choose again."


class AlreadyAnswered(Problem):
    """The task is done; its answer stays."""

    kind = Kind.CONFLICT
    code = "rating.already_answered"
    zh = "这条差评已经答复过了。请刷新页面查看答复。"
    en = "This rating was answered already. Reload to see the answer."


def must_be_ratable(state: State) -> None:
    """Raises `TooEarlyToRate` before there is a result, and after a withdrawal."""
    if state not in AFTER_THE_RESULT:
        raise TooEarlyToRate


def must_know(tags: tuple[str, ...]) -> None:
    """Raises `UnknownTag` naming the first."""
    for tag in tags:
        if tag not in TAGS:
            raise UnknownTag(tag=tag[:40])
