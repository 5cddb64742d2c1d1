"""The room's socket: JSON frames with numbers, resumed after a reconnect, bounded in every way."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from time import monotonic
from typing import Any, Protocol

import structlog
from aiohttp import WSCloseCode, WSMsgType, web
from pydantic import ValidationError

from foundation.errors import Problem
from foundation.identity.model import Role
from foundation.ids import new_secret
from foundation.reasons import reason_of
from inspection.live.announcements import ChallengeContent, ChatLineShape, WhereaboutsContent
from inspection.live.challenges import Challenges
from inspection.live.errors import NoSocketAsked, TooFast, WrongFrame
from inspection.live.frames import (
    FROM_APPLICANT,
    FROM_INSPECTORS,
    FROM_STAFF,
    UNASKED,
    Camera,
    Cap,
    Chat,
    ClientFrame,
    ClockRead,
    Commit,
    Hello,
    NotPlaced,
    Obeys,
    PictureSeen,
    Ping,
    Placed,
    Point,
    Quality,
    ShowItem,
    Torch,
    WantSnapshot,
    WantStill,
    Watching,
    client_frame,
)
from inspection.live.hub import Hub, Page
from inspection.live.model import APPLICANT, Frame, Person
from inspection.live.snapshots import Snapshots
from inspection.live.steering import Steering
from inspection.live.watchers import Watchers

log = structlog.get_logger("call")
MOST_BYTES = 64 * 1024  # scorecard M9
FRAMES_PER_S = 40  # a pointer moved by hand gives about 30
BURST = 120
HEARTBEAT_S = 10.0
SEND_DEADLINE_S = 10
LAST_WORDS_S = 1.0


class Shutter(Protocol):
    """Who keeps the hash commitments of stills."""

    async def promise(self, case_id: str, commit: Commit) -> None:
        """Returns when the commitment is durable. Raises a `Problem` otherwise."""
        ...


class Listener(Protocol):
    """Who takes down what the phone tells of its place and clock."""

    async def placed(self, case_id: str, frame: Placed) -> WhereaboutsContent | None:
        """What the desks hear of a position; `None`: too soon after another. Raises `Problem`s."""
        ...

    def not_placed(self, frame: NotPlaced) -> WhereaboutsContent:
        """What the desks hear when there is no position."""
        ...

    def clock_question(self, case_id: str) -> str | None:
        """A question for the phone's time, when it is time for one."""
        ...

    def clock_read(self, case_id: str, frame: ClockRead) -> None:
        """The answer."""
        ...

    def forget(self, case_id: str) -> None:
        """Nothing told by this phone is to be known any more."""
        ...


@dataclass(frozen=True)
class Hearers:
    """Who acts on what pages say."""

    hub: Hub
    shutter: Shutter
    steering: Steering
    watchers: Watchers
    snapshots: Snapshots
    listener: Listener
    challenges: Challenges


class Pace:
    """A token bucket: `FRAMES_PER_S` on average, `BURST` at once."""

    def __init__(self) -> None:
        self._left = float(BURST)
        self._at = monotonic()

    def admits(self) -> bool:
        """Whether one more frame is fine now."""
        now = monotonic()
        self._left = min(BURST, self._left + (now - self._at) * FRAMES_PER_S)
        self._at = now
        self._left -= 1
        return self._left >= 0


async def converse(
    request: web.Request, hearers: Hearers, case_id: str, person: Person
) -> web.WebSocketResponse:
    """Runs one page's socket until either side ends it. Raises `NoSocketAsked`."""
    hub = hearers.hub
    socket = web.WebSocketResponse(
        max_msg_size=MOST_BYTES, heartbeat=HEARTBEAT_S, compress=False, timeout=2.0
    )
    if not socket.can_prepare(request).ok:
        raise NoSocketAsked
    await socket.prepare(request)
    page = hub.enter(case_id, person)
    if page is None:
        await socket.close(code=WSCloseCode.TRY_AGAIN_LATER, message=b"room full")
        return socket
    sender = asyncio.create_task(_send(socket, page))
    try:
        await _listen(socket, hearers, case_id, page)
    finally:
        hub.leave(case_id, page)
        page.close()
        await asyncio.wait({sender}, timeout=LAST_WORDS_S)  # such as why the page is let go
        sender.cancel()
        with suppress(asyncio.CancelledError):
            await sender
        await socket.close()
    return socket


async def _send(socket: web.WebSocketResponse, page: Page) -> None:
    while (frame := await page.frames.get()) is not None:
        try:
            async with asyncio.timeout(SEND_DEADLINE_S):
                await socket.send_str(json.dumps(frame, ensure_ascii=False))
        except (TimeoutError, ConnectionError):
            break
    code = WSCloseCode.SERVICE_RESTART if page.comes_back else WSCloseCode.GOING_AWAY
    await socket.close(code=code)


async def _listen(
    socket: web.WebSocketResponse, hearers: Hearers, case_id: str, page: Page
) -> None:
    pace = Pace()
    async for message in socket:
        if message.type is not WSMsgType.TEXT:
            break
        if not pace.admits():
            _refuse(page, TooFast())
            break
        try:
            frame = _parsed(message.data, page.person)
            page.is_active = page.is_active or not isinstance(frame, UNASKED)
            await _take(hearers, case_id, page, frame)
        except Problem as problem:
            _refuse(page, problem)


def _parsed(text: str, person: Person) -> ClientFrame:
    try:
        frame = client_frame.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "frame"
        reason = reason_of(first)
        raise WrongFrame(place=place, reason_zh=reason.zh, reason_en=reason.en) from error
    if isinstance(frame, _foreign_to(person)):
        raise WrongFrame(
            place=frame.type,
            reason_zh="您的身份不能发送这类消息",
            reason_en="messages of this type are not yours to send",
        )
    return frame


def _foreign_to(person: Person) -> tuple[type, ...]:
    if person.id == APPLICANT:
        return (*FROM_STAFF, *FROM_INSPECTORS)
    return (
        FROM_APPLICANT
        if person.role == Role.INSPECTOR.value and person.is_seated
        else (*FROM_APPLICANT, *FROM_INSPECTORS)
    )


async def _take(hearers: Hearers, case_id: str, page: Page, frame: ClientFrame) -> None:
    hub, sender = hearers.hub, page.person.id
    match frame:
        case Hello():
            await _welcome(hearers, case_id, page, frame.last_seq)
        case Ping():
            _only_to(page, "pong", {}, 0)
        case ShowItem():
            hub.conversation(case_id).item = frame.item
            hub.announce(case_id, "item", {"item": frame.item}, sender)
        case WantStill():
            wanted = {"request": new_secret()[:12], "item": frame.item}
            hub.announce(case_id, "still_wanted", wanted, sender)
        case Commit():
            if frame.taken_at.tzinfo is None:
                frame = frame.model_copy(update={"taken_at": frame.taken_at.replace(tzinfo=UTC)})
            await hearers.shutter.promise(case_id, frame)
            hub.announce(case_id, "committed", {"id": frame.id, "item": frame.item}, sender)
        case Quality():
            await hearers.steering.decide(case_id, frame, sender)
        case Cap():
            await hearers.steering.limit(case_id, frame, sender)
        case Obeys():
            await hearers.steering.hear(case_id, frame)
        case Watching():
            hearers.watchers.hear(case_id, sender, frame)
        case WantSnapshot():
            hub.mention(case_id, "snapshot_wanted", {})
        case PictureSeen():
            log.info("picture seen", case=case_id, state=frame.state, by=sender)
            hub.announce(case_id, "picture", {"state": frame.state}, sender)
        case Placed():
            where = await hearers.listener.placed(case_id, frame)
            if where is not None:
                hub.mention(case_id, "whereabouts", where)
        case NotPlaced():
            hub.mention(case_id, "whereabouts", hearers.listener.not_placed(frame))
        case ClockRead():
            hearers.listener.clock_read(case_id, frame)
        case Chat() | Point() | Torch() | Camera():
            hub.announce(case_id, frame.type, frame.model_dump(exclude={"type"}), sender)
    if sender == APPLICANT and (question := hearers.listener.clock_question(case_id)) is not None:
        _only_to(page, "clock_wanted", {"question": question}, 0)


async def _welcome(hearers: Hearers, case_id: str, page: Page, last_seq: int) -> None:
    challenge = await hearers.challenges.now(case_id)
    content: ChallengeContent | None = challenge and {
        "code": challenge.code,
        "left_s": hearers.challenges.left_s(challenge),
    }
    hub = hearers.hub
    conversation = hub.conversation(case_id)
    is_applicant = page.person.id == APPLICANT
    _only_to(
        page,
        "welcome",
        {
            "participants": hub.presence(case_id),
            "item": conversation.item,
            "last_seq": conversation.seq,
            "forgotten_seq": conversation.forgotten,
            "challenge": content,
            "chat": [] if last_seq else [_line(one) for one in conversation.lines],
            "quality": hearers.steering.picture(case_id).told(),
            "snapshot": None if is_applicant else hearers.snapshots.told(case_id),
        },
        conversation.seq,
    )
    for frame in conversation.since(last_seq):
        page.offer(frame)


def _line(frame: Frame) -> ChatLineShape:
    return {
        "seq": frame["seq"],
        "at": frame["at"],
        "from": frame["from"],
        "text": frame["text"],
    }


def _refuse(page: Page, problem: Problem) -> None:
    content = {"code": problem.code, "zh": problem.sentence_zh, "en": problem.sentence_en}
    _only_to(page, "problem", content, 0)


def _only_to(page: Page, kind: str, content: Mapping[str, Any], seq: int) -> None:
    page.offer({"type": kind, "seq": seq, "from": "system", **content})
