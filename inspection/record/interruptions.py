"""Where the picture of a call stopped, in the words of the record."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from foundation.clock import shown
from webrtc.recording.index import Cause
from webrtc.recording.timeline import Gap

LEAST_GAP_S = 1
SHORT_S = 5  # chosen, not measured: a shorter gap is one of many on a bad line
MOST_SHORT = 12  # as many short gaps fill a third of a page; more are told together
CAUSE_ZH = {
    Cause.PACKET_LOSS: "网络丢包",
    Cause.SILENT: "手机没有画面传来",
    Cause.STILLS: "按要求改传照片",
    Cause.CONNECTION_LOST: "连接中断后重连",
    Cause.GONE: "手机已断开",
    Cause.DISK: "录像存储受阻",
    Cause.SERVICE: "服务中断",
    Cause.PRIVATE: "申请人遮挡画面",
}


def interruptions(gaps: Sequence[Gap], made_at: datetime) -> tuple[str, ...]:
    """The gaps of the picture as the record tells them; a shorter one nobody noticed.

    Each with its times and cause. Only where many are short, these are counted by cause: the
    timeline of the call has each.
    """
    known = [
        (gap, began, ended, seconds)
        for gap in gaps
        for began, ended in [(_moment(gap.from_ms), _moment(gap.to_ms) if gap.to_ms else made_at)]
        if (seconds := round((ended - began).total_seconds())) >= LEAST_GAP_S
    ]
    short = [(gap, seconds) for gap, _, _, seconds in known if gap.to_ms and seconds < SHORT_S]
    is_many = len(short) > MOST_SHORT
    told = [
        f"{_span(began, ended, is_over=bool(gap.to_ms))}，{seconds} 秒，{CAUSE_ZH[gap.cause]}"
        for gap, began, ended, seconds in known
        if not (is_many and gap.to_ms and seconds < SHORT_S)
    ]
    if is_many:
        causes = Counter(CAUSE_ZH[gap.cause] for gap, _ in short)
        counted = "、".join(f"{cause} {times} 次" for cause, times in causes.most_common())
        total = sum(seconds for _, seconds in short)
        also = "另有 " if told else ""
        told.append(f"{also}{len(short)} 次不到 {SHORT_S} 秒的中断，共 {total} 秒：{counted}")
    return tuple(told)


def _span(began: datetime, ended: datetime, *, is_over: bool) -> str:
    """From when to when; the day is said once."""
    if not is_over:
        return f"{shown(began)} 至制作记录时"
    day, _, clock = shown(ended).partition(" ")
    return f"{shown(began)} 至 {clock if shown(began).startswith(day) else shown(ended)}"


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
