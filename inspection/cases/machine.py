"""The table of allowed moves. No other code changes a state."""

from dataclasses import dataclass
from enum import Enum

from foundation.errors import Kind, Problem


class State(Enum):
    """Where a case stands."""

    ACCEPTED = "accepted"
    PREPARING = "preparing"
    BOOKED = "booked"
    INSPECTING = "inspecting"
    REVIEWING = "reviewing"
    SUPPLEMENT_DUE = "supplement_due"
    DETERMINED = "determined"
    PUSHED = "pushed"
    LICENSED = "licensed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    NO_SHOW = "no_show"
    TECHNICAL_ABORT = "technical_abort"
    ON_SITE = "on_site"


class Act(Enum):
    """What moves a case; the value is the audit log's action."""

    INVITE = "case.invited"
    OPEN_CALL = "case.call_opened"
    MAKE_RECORD = "case.record_made"
    REOPEN = "case.record_reopened"
    DETERMINE = "case.determined"
    PUSH = "case.pushed"


@dataclass(frozen=True)
class Move:
    """From which states an act is possible, and where it leads."""

    act: Act
    sources: frozenset[State]
    target: State


_BEFORE_THE_CALL = frozenset({State.ACCEPTED, State.PREPARING, State.BOOKED})
MOVES = {
    move.act: move
    for move in (
        Move(Act.INVITE, _BEFORE_THE_CALL, State.PREPARING),
        Move(Act.OPEN_CALL, _BEFORE_THE_CALL | {State.TECHNICAL_ABORT}, State.INSPECTING),
        Move(Act.MAKE_RECORD, frozenset({State.INSPECTING}), State.REVIEWING),
        Move(Act.REOPEN, frozenset({State.REVIEWING}), State.INSPECTING),
        Move(Act.DETERMINE, frozenset({State.REVIEWING}), State.DETERMINED),
        Move(Act.PUSH, frozenset({State.DETERMINED}), State.PUSHED),
    )
}

FINISHED = frozenset({State.DETERMINED, State.PUSHED, State.LICENSED, State.CLOSED})
STATE_ZH = {
    State.ACCEPTED: "已受理",
    State.PREPARING: "准备中",
    State.BOOKED: "已预约",
    State.INSPECTING: "勘验中",
    State.REVIEWING: "待签字",
    State.SUPPLEMENT_DUE: "待补材料",
    State.DETERMINED: "已作结论",
    State.PUSHED: "已推送",
    State.LICENSED: "已发证",
    State.CLOSED: "已办结",
    State.WITHDRAWN: "已撤回",
    State.NO_SHOW: "未到",
    State.TECHNICAL_ABORT: "技术中断",
    State.ON_SITE: "转现场",
}


class MoveNotAllowed(Problem):
    """The case is not in a state from which this is possible."""

    kind = Kind.CONFLICT
    code = "case.move_not_allowed"
    zh = "办件现在是“{state_zh}”，不能进行这一步。请刷新页面查看最新状态。"
    en = "The case is “{state}” now, so this step is not possible. Reload to see where it stands."


def moved(state: State, act: Act) -> State:
    """The state after the act. Raises `MoveNotAllowed`."""
    move = MOVES[act]
    if state not in move.sources:
        raise MoveNotAllowed(state_zh=STATE_ZH[state], state=state.value)
    return move.target
