"""The room's socket: JSON frames with numbers, resumed after a reconnect, bounded in every way."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC
from time import monotonic
from typing import Any, Protocol

import structlog
from aiohttp import WSCloseCode, WSMsgType, web
from pydantic import ValidationError

from foundation.errors import Problem
from foundation.ids import new_secret
from foundation.reasons import reason_of
from inspection.live.errors import TooFast, WrongFrame
from inspection.live.frames import (
    FROM_APPLICANT,
    FROM_STAFF,
    Camera,
    Chat,
    ClientFrame,
    Commit,
    Hello,
    PictureSeen,
    Point,
    Quality,
    ShowItem,
    Torch,
    WantStill,
    client_frame,
)
from inspection.live.hub import Hub, Page
from inspection.live.model import APPLICANT, Person

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
    request: web.Request, hub: Hub, shutter: Shutter, case_id: str, person: Person
) -> web.WebSocketResponse:
    """Runs one page's socket until either side ends it."""
    socket = web.WebSocketResponse(
        max_msg_size=MOST_BYTES, heartbeat=HEARTBEAT_S, compress=False, timeout=2.0
    )
    await socket.prepare(request)
    page = hub.enter(case_id, person)
    if page is None:
        await socket.close(code=WSCloseCode.TRY_AGAIN_LATER, message=b"room full")
        return socket
    sender = asyncio.create_task(_send(socket, page))
    try:
        await _listen(socket, hub, shutter, case_id, page)
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
    socket: web.WebSocketResponse, hub: Hub, shutter: Shutter, case_id: str, page: Page
) -> None:
    pace = Pace()
    async for message in socket:
        if message.type is not WSMsgType.TEXT:
            break
        page.is_active = True
        if not pace.admits():
            _refuse(page, TooFast())
            break
        try:
            await _take(hub, shutter, case_id, page, _parsed(message.data, page.person))
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
    foreign = FROM_STAFF if person.id == APPLICANT else FROM_APPLICANT
    if isinstance(frame, foreign):
        raise WrongFrame(
            place=frame.type,
            reason_zh="您的身份不能发送这类消息",
            reason_en="messages of this type are not yours to send",
        )
    return frame


async def _take(hub: Hub, shutter: Shutter, case_id: str, page: Page, frame: ClientFrame) -> None:
    sender = page.person.id
    match frame:
        case Hello():
            _welcome(hub, case_id, page, frame.last_seq)
        case ShowItem():
            hub.conversation(case_id).item = frame.item
            hub.announce(case_id, "item", {"item": frame.item}, sender)
        case WantStill():
            wanted = {"request": new_secret()[:12], "item": frame.item}
            hub.announce(case_id, "still_wanted", wanted, sender)
        case Commit():
            if frame.taken_at.tzinfo is None:
                frame = frame.model_copy(update={"taken_at": frame.taken_at.replace(tzinfo=UTC)})
            await shutter.promise(case_id, frame)
            hub.announce(case_id, "committed", {"id": frame.id, "item": frame.item}, sender)
        case Quality():
            hub.conversation(case_id).pinned = frame.rung
            log.info("quality pinned", case=case_id, rung=frame.rung, by=sender)
        case PictureSeen():
            log.info("picture seen", case=case_id, state=frame.state, by=sender)
            hub.announce(case_id, "picture", {"state": frame.state}, sender)
        case Chat() | Point() | Torch() | Camera():
            hub.announce(case_id, frame.type, frame.model_dump(exclude={"type"}), sender)


def _welcome(hub: Hub, case_id: str, page: Page, last_seq: int) -> None:
    conversation = hub.conversation(case_id)
    _only_to(
        page,
        "welcome",
        {
            "participants": hub.presence(case_id),
            "item": conversation.item,
            "last_seq": conversation.seq,
        },
        conversation.seq,
    )
    for frame in conversation.since(last_seq):
        page.offer(frame)


def _refuse(page: Page, problem: Problem) -> None:
    content = {"code": problem.code, "zh": problem.sentence_zh, "en": problem.sentence_en}
    _only_to(page, "problem", content, 0)


def _only_to(page: Page, kind: str, content: Mapping[str, Any], seq: int) -> None:
    page.offer({"type": kind, "seq": seq, "from": "system", **content})
