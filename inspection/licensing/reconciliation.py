"""The day's reconciliation (对账): what was determined, who has it, what differs. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from foundation.tables import csv_of
from foundation.text import Bilingual
from inspection.licensing.model import Target

_HEAD = (
    "日期 day",
    "目标 target",
    "应送 determined",
    "已送达 delivered",
    "待送 waiting",
    "失败 dead",
    "已回调 called back",
    "最早待送 oldest waiting",
)
_DIFFERENCES_HEAD = ("目标 target", "办件 case", "店名 shop", "差异 difference", "原因 why")
_NOT_QUEUED = Bilingual("没有排入推送", "was not queued for it")
_DEAD: Final = Bilingual("推送失败，等待人工处理", "dead: a person has to look")
_HELD: Final = Bilingual("等待容缺材料补齐", "waits for papers that were to follow")
_WAITING: Final = Bilingual("尚未送达", "not delivered yet")
_UNKNOWN: Final = Bilingual(
    "该目标已不在配置中，结果不会送出", "the target is not configured any more; nothing is sent"
)
_CONTRADICTS: Final = Bilingual("回调与已知情况不符", "a callback contradicts what is known")
_EARLY: Final = Bilingual("回调已收到，等待前一步", "a callback came early and waits")


@dataclass(frozen=True)
class Determined:
    """A case that was determined on the day."""

    case_id: str
    number: str
    shop_name: str
    at: datetime


@dataclass(frozen=True)
class Sent:
    """How the result of a case stands with one target: `held`, `waiting`, `delivered` or `dead`."""

    case_id: str
    target: str
    state: str
    error: str | None = None


@dataclass(frozen=True)
class Heard:
    """A callback about a case: from whom, and what it did."""

    case_id: str
    target: str
    effect: str


@dataclass(frozen=True)
class Difference:
    """Why a case does not add up; `why` is the target's own words, if there are any."""

    case: Determined
    text: Bilingual
    why: str = ""


@dataclass(frozen=True)
class Line:
    """One target's day.

    Attributes:
        oldest_waiting: when the oldest result that waits or is dead was determined.
        called_back: cases it told something of that fits.
    """

    target: str
    is_configured: bool
    determined: int
    delivered: int
    waiting: int
    dead: int
    called_back: int
    oldest_waiting: datetime | None
    differences: Sequence[Difference]

    @property
    def is_balanced(self) -> bool:
        """Whether everything that concerns this target is there and nothing contradicts."""
        return not self.differences


def reconcile(
    cases: Sequence[Determined],
    sent: Sequence[Sent],
    heard: Sequence[Heard],
    targets: Sequence[Target],
) -> list[Line]:
    """A line for each configured target, then for those that only old rows name.

    A case without a row is a difference only for targets that take every result.
    """
    by_id = {case.case_id: case for case in cases}
    configured = {target.name: target for target in targets}
    names = [*configured, *sorted({one.target for one in sent} - configured.keys())]
    return [
        _line(
            name,
            configured.get(name),
            by_id,
            {one.case_id: one for one in sent if one.target == name},
            [one for one in heard if one.target == name],
        )
        for name in names
    ]


def _line(
    name: str,
    target: Target | None,
    cases: Mapping[str, Determined],
    sent: Mapping[str, Sent],
    heard: Sequence[Heard],
) -> Line:
    differences: list[Difference] = []
    takes_all = target is not None and target.takes.is_everything
    for case in cases.values():
        row = sent.get(case.case_id)
        if row is None:
            if takes_all:
                differences.append(Difference(case, _NOT_QUEUED))
        elif row.state == "dead":
            differences.append(Difference(case, _DEAD, row.error or ""))
        elif row.state == "held":
            differences.append(Difference(case, _HELD))
        elif row.state == "waiting":
            text = _WAITING if target is not None else _UNKNOWN
            differences.append(Difference(case, text, row.error or ""))
    for one in heard:
        if one.effect in ("contradicts", "waiting"):
            text = _CONTRADICTS if one.effect == "contradicts" else _EARLY
            differences.append(Difference(cases[one.case_id], text))
    states = [one.state for one in sent.values()]
    open_still = [one for one in sent.values() if one.state not in ("delivered", "dropped")]
    late = [cases[one.case_id].at for one in open_still]
    return Line(
        target=name,
        is_configured=target is not None,
        determined=len(sent),
        delivered=states.count("delivered"),
        waiting=states.count("waiting") + states.count("held"),
        dead=states.count("dead"),
        called_back=len({one.case_id for one in heard if one.effect in ("applied", "known")}),
        oldest_waiting=min(late, default=None),
        differences=differences,
    )


def as_csv(day: date, lines: Sequence[Line]) -> bytes:
    """The report as a table: a row for each target, then one for each difference."""
    rows: list[tuple[object, ...]] = [_HEAD]
    for line in lines:
        oldest = line.oldest_waiting.isoformat() if line.oldest_waiting else ""
        counts = (line.determined, line.delivered, line.waiting, line.dead, line.called_back)
        rows.append((day.isoformat(), line.target, *counts, oldest))
    rows += [(), _DIFFERENCES_HEAD]
    for line in lines:
        for one in line.differences:
            rows.append((line.target, one.case.number, one.case.shop_name, one.text.zh, one.why))
    return csv_of(rows)
