"""The table of allowed moves: which act, by whom, from where to where, within what.

No other code changes a state. Each move leaves a row (`cases.moves`) and an entry in the audit log
under the act's value; `tests/unit/inspection/cases/test_machine.py` walks the table at random.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from foundation.errors import Kind, Problem


class State(Enum):
    """Where a case stands."""

    RECEIVED = "received"
    PRE_CHECK = "pre_check"
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


class Actor(Enum):
    """Who moves a case; a person is one of these towards one case."""

    APPLICANT = "applicant"
    CLERK = "clerk"
    INSPECTOR = "inspector"  # one of the case's own
    SUPERVISOR = "supervisor"
    LICENSING = "licensing"  # the licensing system
    SYSTEM = "system"  # the clock and the worker


class Act(Enum):
    """What moves a case; the value is the audit log's action."""

    START_PRE_CHECK = "case.pre_check_started"
    ACCEPT = "case.accepted"
    DECLINE = "case.declined"
    INVITE = "case.invited"
    BOOK = "case.booked"
    REBOOK = "case.rebooked"
    CANCEL_BOOKING = "case.booking_cancelled"
    DISPLACE = "case.booking_displaced"
    MISS = "case.no_show"
    OPEN_CALL = "case.call_opened"
    ABORT = "case.technical_abort"
    GO_ON_SITE = "case.on_site"
    GO_REMOTE = "case.remote_again"
    BEGIN_ON_SITE = "case.on_site_begun"
    MAKE_RECORD = "case.record_made"
    REOPEN = "case.record_reopened"
    DETERMINE = "case.determined"
    PUSH = "case.pushed"
    ASK_SUPPLEMENT = "case.supplement_asked"
    REINSPECT = "case.reinspection_opened"
    LAPSE = "case.supplement_lapsed"
    LAPSE_GAPS = "case.gaps_lapsed"
    APPEAL = "case.appealed"
    LICENSE = "case.licensed"
    REFUSE_LICENCE = "case.licence_refused"
    CLOSE = "case.closed"
    WITHDRAW = "case.withdrawn"


@dataclass(frozen=True)
class Move:
    """From which states an act is possible, where it leads, who may do it.

    Attributes:
        most: how often in one case; beyond that only a supervisor may. `None`: no limit.
        asks_why: the one who does it gives a reason, which stays with the move.
    """

    act: Act
    sources: frozenset[State]
    target: State
    actors: frozenset[Actor]
    most: int | None = None
    asks_why: bool = False


FREE_REBOOKS = 2  # product.md, booking: two free rebooks
_BEFORE_THE_CALL = frozenset({State.ACCEPTED, State.PREPARING, State.BOOKED})
_INTERRUPTED = frozenset({State.NO_SHOW, State.TECHNICAL_ABORT})
_OFFICE = frozenset({Actor.CLERK, Actor.SUPERVISOR})
_STAFF = _OFFICE | {Actor.INSPECTOR}
_BY_ITSELF = frozenset({Actor.SYSTEM})

_TABLE = (
    # an application
    Move(
        Act.START_PRE_CHECK,
        frozenset({State.RECEIVED}),
        State.PRE_CHECK,
        _OFFICE | {Actor.APPLICANT, Actor.SYSTEM},
    ),
    Move(Act.ACCEPT, frozenset({State.PRE_CHECK}), State.ACCEPTED, _OFFICE | _BY_ITSELF),
    Move(Act.DECLINE, frozenset({State.PRE_CHECK}), State.CLOSED, _OFFICE, asks_why=True),
    # an appointment
    Move(
        Act.INVITE,
        frozenset({State.ACCEPTED, State.PREPARING}),  # a link sent anew cancels no booking
        State.PREPARING,
        _STAFF | _BY_ITSELF,
    ),
    Move(
        Act.BOOK,
        frozenset({State.ACCEPTED, State.PREPARING}) | _INTERRUPTED,
        State.BOOKED,
        _STAFF | {Actor.APPLICANT},
    ),
    Move(
        Act.REBOOK,
        frozenset({State.BOOKED}),
        State.BOOKED,
        _STAFF | {Actor.APPLICANT},
        most=FREE_REBOOKS,
    ),
    Move(
        Act.CANCEL_BOOKING,
        frozenset({State.BOOKED}),
        State.PREPARING,
        _STAFF | {Actor.APPLICANT},
    ),
    Move(
        Act.DISPLACE,  # its inspectors can not come, nobody is free: no change of the applicant's
        frozenset({State.BOOKED}),
        State.PREPARING,
        frozenset({Actor.SUPERVISOR}) | _BY_ITSELF,
        asks_why=True,
    ),
    Move(
        Act.MISS,
        frozenset({State.BOOKED}),
        State.NO_SHOW,
        frozenset({Actor.INSPECTOR}) | _BY_ITSELF,
    ),
    # an inspection
    Move(
        Act.OPEN_CALL,
        _BEFORE_THE_CALL | _INTERRUPTED,
        State.INSPECTING,
        frozenset({Actor.INSPECTOR}),
    ),
    Move(
        Act.ABORT,
        frozenset({State.INSPECTING}),
        State.TECHNICAL_ABORT,
        frozenset({Actor.INSPECTOR}),
        asks_why=True,
    ),
    Move(
        Act.GO_ON_SITE,
        _BEFORE_THE_CALL | _INTERRUPTED | {State.INSPECTING},
        State.ON_SITE,
        _STAFF | _BY_ITSELF,  # triage, when a system filed the application
        asks_why=True,
    ),
    Move(Act.GO_REMOTE, frozenset({State.ON_SITE}), State.PREPARING, _STAFF, asks_why=True),
    Move(
        Act.BEGIN_ON_SITE,
        frozenset({State.ON_SITE}),
        State.INSPECTING,
        frozenset({Actor.INSPECTOR}),
    ),
    Move(
        Act.MAKE_RECORD,
        frozenset({State.INSPECTING}),
        State.REVIEWING,
        frozenset({Actor.INSPECTOR}),
    ),
    Move(
        Act.REOPEN,
        frozenset({State.REVIEWING}),
        State.INSPECTING,
        frozenset({Actor.INSPECTOR}),
    ),
    # a result
    Move(
        Act.DETERMINE,
        frozenset({State.REVIEWING}),
        State.DETERMINED,
        _BY_ITSELF,  # with the last signature, whoever gives it
    ),
    Move(Act.PUSH, frozenset({State.DETERMINED}), State.PUSHED, _BY_ITSELF),
    Move(
        Act.ASK_SUPPLEMENT,
        frozenset({State.PUSHED}),
        State.SUPPLEMENT_DUE,
        _STAFF | _BY_ITSELF,
    ),
    Move(
        Act.REINSPECT,
        frozenset({State.SUPPLEMENT_DUE}),
        State.CLOSED,  # goes on as a case of its own that asks what failed
        _STAFF,
        asks_why=True,
    ),
    Move(
        Act.LAPSE,
        frozenset({State.SUPPLEMENT_DUE}),
        State.CLOSED,
        _OFFICE,
        asks_why=True,
    ),
    Move(
        Act.LAPSE_GAPS,  # papers that were to follow the acceptance never came (inspection.gaps)
        _BEFORE_THE_CALL | _INTERRUPTED | {State.ON_SITE, State.DETERMINED},
        State.CLOSED,
        _OFFICE,
        asks_why=True,
    ),
    Move(
        Act.APPEAL,
        frozenset({State.PUSHED, State.SUPPLEMENT_DUE}),
        State.CLOSED,  # goes on as a case of its own with another pair
        frozenset({Actor.SUPERVISOR}),
        asks_why=True,
    ),
    # a licence
    Move(
        Act.LICENSE,
        frozenset({State.PUSHED}),
        State.LICENSED,
        frozenset({Actor.LICENSING, Actor.CLERK}),
    ),
    Move(
        Act.REFUSE_LICENCE,
        frozenset({State.PUSHED, State.SUPPLEMENT_DUE}),
        State.CLOSED,
        frozenset({Actor.LICENSING, Actor.CLERK}),
        asks_why=True,
    ),
    Move(
        Act.CLOSE,
        frozenset({State.LICENSED, State.PUSHED}),
        State.CLOSED,
        _OFFICE | {Actor.LICENSING, Actor.SYSTEM},
    ),
    Move(
        Act.WITHDRAW,
        frozenset({State.RECEIVED, State.PRE_CHECK, State.ON_SITE, State.INSPECTING})
        | _BEFORE_THE_CALL
        | _INTERRUPTED,
        State.WITHDRAWN,
        _OFFICE | {Actor.APPLICANT},
        asks_why=True,
    ),
)
MOVES = {move.act: move for move in _TABLE}

BEGINNINGS = frozenset({State.RECEIVED})
ENDS = frozenset({State.CLOSED, State.WITHDRAWN})
BEFORE_ACCEPTANCE = frozenset({State.RECEIVED, State.PRE_CHECK})
FINISHED = frozenset({State.DETERMINED, State.PUSHED, State.LICENSED}) | ENDS
APPLICANTS_TURN = frozenset({State.SUPPLEMENT_DUE, State.NO_SHOW})  # the deadline waits
STATE_ZH = {
    State.RECEIVED: "已收件",
    State.PRE_CHECK: "预检中",
    State.ACCEPTED: "已受理",
    State.PREPARING: "准备中",
    State.BOOKED: "已预约",
    State.INSPECTING: "勘验中",
    State.REVIEWING: "待签字",
    State.SUPPLEMENT_DUE: "待整改",
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


class MoveNotYours(Problem):
    """Somebody else does this, or it was done as often as it may be."""

    kind = Kind.CONFLICT
    code = "case.move_not_yours"
    zh = "这一步由{who_zh}办理。请联系窗口或督办人员。"
    en = "This step is for: {who}. Ask the window or a supervisor."


class ReasonMissing(Problem):
    """This step stays with its reason."""

    kind = Kind.INVALID
    code = "case.reason_missing"
    zh = "请写明理由：这一步的理由会留在办件里。"
    en = "Give a reason: it stays with the case."


ACTOR_ZH = {
    Actor.APPLICANT: "申请人",
    Actor.CLERK: "窗口人员",
    Actor.INSPECTOR: "本办件的勘验人员",
    Actor.SUPERVISOR: "督办人员",
    Actor.LICENSING: "审批系统",
    Actor.SYSTEM: "系统",
}


def moved(state: State, act: Act, by: Actor, *, done: int = 0, why: str = "") -> State:
    """The state after the act.

    Args:
        by: who does it.
        done: how often it was done in this case before.
        why: the reason, where one is asked for.

    Raises:
        MoveNotAllowed: not from here.
        MoveNotYours: not by this actor, or not that often.
        ReasonMissing: it needs one.
    """
    move = MOVES[act]
    if state not in move.sources:
        raise MoveNotAllowed(state_zh=STATE_ZH[state], state=state.value)
    if by not in move.actors:
        raise _not_yours(move.actors)
    if move.most is not None and done >= move.most and by is not Actor.SUPERVISOR:
        raise _not_yours([Actor.SUPERVISOR])
    if move.asks_why and not why.strip():
        raise ReasonMissing
    return move.target


def _not_yours(actors: Iterable[Actor]) -> MoveNotYours:
    ordered = sorted(actors, key=lambda actor: actor.value)
    return MoveNotYours(
        who_zh="、".join(ACTOR_ZH[actor] for actor in ordered),
        who=", ".join(actor.value for actor in ordered),
    )
