"""One media process as the director sees it: started, asked, listened to, missed, ended."""

import asyncio
import itertools
import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self

import structlog

from foundation.errors import Kind, Problem
from webrtc.options import OPTIONS, MediaOptions
from webrtc.placing import Load
from webrtc.remote import problem_again
from webrtc.wire import BrokenFrame, Method, packed, read_message

log = structlog.get_logger("media")
CALL_S = 12.0  # above the longest call: a capture waits 2 s for its frames and 8 s for the decoder
MOST_CALLS = 32  # at once, in one process: a set-up costs it 15-30 ms (media-notes, section 1)
END_S = 2.0  # an orderly end; then it is killed
_CHECKOUT = Path(__file__).parents[1]


class MediaBusy(Problem):
    """More is being set up than can be done in time."""

    kind = Kind.UNAVAILABLE
    code = "media.busy"
    zh = "视频服务繁忙，请等待 {wait_s} 秒，页面会自动重试。"
    en = "The video service is busy. Wait {wait_s} seconds; the page tries again by itself."


class MediaAway(Problem):
    """The process that carried this call's media is gone; another one is being started."""

    kind = Kind.UNAVAILABLE
    code = "media.away"
    zh = "视频服务正在重新启动，画面会在几秒内自动恢复，请勿关闭页面。"
    en = "The video service is restarting. The picture comes back by itself; keep the page open."


UNREACHED = (MediaBusy, MediaAway)


class CallFailed(RuntimeError):
    """The media process met a fault of its own; its log has the details."""


class Listener(Protocol):
    """Hears what a media process says unasked; must not block."""

    def heard_news(self, name: str, given: dict[str, Any]) -> None:
        """A word of `RoomObserver`."""
        ...

    def heard_ended(self, session_ids: list[str]) -> None:
        """Sessions that live no longer."""
        ...


@dataclass
class Waiting:
    """A call that has not been answered."""

    method: Method
    answer: asyncio.Future[Any]
    arrived: Callable[[Any, bool], None]


class MediaProcess:
    """A running process; `gone` is set when it is no more, whatever the cause."""

    def __init__(
        self,
        process: asyncio.subprocess.Process,
        writer: asyncio.StreamWriter,
        listener: Listener,
    ) -> None:
        self._process = process
        self._writer = writer
        self._listener = listener
        self._numbers = itertools.count(1)
        self._waiting: dict[int, Waiting] = {}
        self._reading: asyncio.Task[None] | None = None
        self.load = Load()
        self.statistics: dict[str, Any] = {}  # room -> plain figures, of the last second
        self.looks_since_heard = 0  # counted by whoever watches; anything it says sets it to 0
        self.unfit = ""  # why it must not run on this machine; then it ends by itself
        self.ready = asyncio.Event()
        self.gone = asyncio.Event()

    @classmethod
    async def start(cls, options: MediaOptions, listener: Listener) -> Self:
        """Starts a process; it is of use from `ready` on, a second later."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                process = await asyncio.create_subprocess_exec(
                    sys.executable,
                    *("-m", "webrtc.worker", str(theirs.fileno()), str(os.getpid())),
                    pass_fds=[theirs.fileno()],
                    stdin=asyncio.subprocess.DEVNULL,
                    env={**os.environ, "PYTHONPATH": str(_CHECKOUT)},
                )
            reader, writer = await asyncio.open_unix_connection(sock=ours)
        except BaseException:
            ours.close()
            raise
        made = cls(process, writer, listener)
        made.say(options=OPTIONS.dump_python(options))
        made._reading = asyncio.create_task(made._read(reader), name=f"media-{process.pid}")
        return made

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """What it ended with; a signal as its negative number, `None` while it may still run."""
        return self._process.returncode

    async def call(
        self,
        method: Method,
        given: dict[str, Any],
        arrived: Callable[[Any, bool], None],
        *,
        is_ending: bool = False,
    ) -> Any:
        """Asks the engine over there.

        Args:
            is_ending: it makes less work, not more, and is never refused for being too much.
            arrived: hears the answer before anything the process says after it, and whether
                somebody still waits for it.

        Raises:
            MediaBusy: too many calls at once, or no answer in `CALL_S`.
            MediaAway: it ended meanwhile.
            Problem: what the engine refused with.
        """
        if self.gone.is_set():
            raise MediaAway
        if len(self._waiting) >= MOST_CALLS and not is_ending:
            raise MediaBusy(wait_s=2)
        number = next(self._numbers)
        waiting = Waiting(method, asyncio.get_running_loop().create_future(), arrived)
        self._waiting[number] = waiting
        self.say(number=number, call=method.name, given=method.plain_arguments(given))
        try:
            async with asyncio.timeout(CALL_S):
                return await waiting.answer
        except TimeoutError as error:
            raise MediaBusy(wait_s=5) from error

    async def end(self) -> None:
        """Politely: it closes its connections first. Returns when it is no more."""
        with suppress(TimeoutError):
            async with asyncio.timeout(END_S):
                self.say(stop=True)
                await self.gone.wait()
                await self._process.wait()
        await self.kill()

    def strike_down(self) -> None:
        """Kills it, also when it hangs or was stopped; `gone` follows."""
        with suppress(ProcessLookupError):
            self._process.kill()

    async def kill(self) -> None:
        """Kills it and returns when nothing is left of it."""
        self.strike_down()
        await self._process.wait()
        await self.gone.wait()

    def say(self, **message: Any) -> None:
        """One message, without waiting for anything; `number` 0 asks for no answer."""
        if not self._writer.is_closing():
            self._writer.write(packed(message))

    async def _read(self, reader: asyncio.StreamReader) -> None:
        try:
            while True:
                self._take(await read_message(reader))
        except (asyncio.IncompleteReadError, BrokenFrame, ConnectionError):
            pass  # that is how its end looks from here
        except Exception:
            log.exception("a media process is not understood", pid=self.pid)
        finally:
            self.gone.set()
            self._writer.close()
            for waiting in self._waiting.values():
                if not waiting.answer.done():
                    waiting.answer.set_exception(MediaAway())
            self._waiting.clear()

    def _take(self, message: dict[str, Any]) -> None:
        self.looks_since_heard = 0
        match message:
            case {"number": number}:
                if number:
                    self._answered(self._waiting.pop(number), message)
            case {"news": name, "given": given}:
                self._listener.heard_news(name, given)
            case {"ended": session_ids}:
                self._listener.heard_ended(session_ids)
            case {"load": load, "statistics": statistics}:
                self.load, self.statistics = Load(**load), statistics
            case {"unfit": reason}:
                self.unfit = reason
            case {"ready": _}:
                self.ready.set()
            case _:
                log.warning("a media process says something unknown", keys=list(message))

    def _answered(self, waiting: Waiting, message: dict[str, Any]) -> None:
        is_wanted = not waiting.answer.done()
        try:
            answer = _outcome(waiting.method, message)
        except Exception as error:  # noqa: BLE001 - all of them belong to whoever asked
            if is_wanted:
                waiting.answer.set_exception(error)
            return
        waiting.arrived(answer, is_wanted)
        if is_wanted:
            waiting.answer.set_result(answer)


def _outcome(method: Method, message: dict[str, Any]) -> Any:
    if "problem" in message:
        raise problem_again(message["problem"])
    if "fault" in message:
        raise CallFailed(f"{method.name}: {message['fault']}")
    return method.answer(message["answer"])
