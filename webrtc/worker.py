"""A media process: one event loop, one media engine, one socket to the director.

Started by `webrtc.process` with one end of a socket pair as its only way to the world besides
media: no path, no port, nobody else can reach it. It ends with the director, however that ends.
"""

import asyncio
import signal
import socket
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

import structlog

from foundation.clock import SystemClock
from foundation.errors import Problem
from foundation.logs import set_up_logs
from foundation.processes import Sweep, calm_collector, die_with
from webrtc.engine import Answer, EngineUnfit, MediaEngine
from webrtc.lag import LagMeter
from webrtc.options import OPTIONS, engine_of
from webrtc.remote import CALLS, NEWS, STATISTICS, plain_problem
from webrtc.room import RoomObserver
from webrtc.wire import BrokenFrame, packed, read_message

log = structlog.get_logger("media")
LOOK_EVERY_S = 0.25  # how soon the director knows that a session ended by itself
REPORT_EVERY = 4  # looks: once a second
MOST_UNSENT_BYTES = 4 * 1024 * 1024  # a director this far behind gets no more figures
CLOSE_S = 1.5  # the director waits two


class Host:
    """Serves an engine over the socket: calls in, answers, news and figures out."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self._rooms: dict[str, str] = {}  # session -> room, as long as the session lives
        self._calls: set[asyncio.Task[None]] = set()
        self._sweep = Sweep()
        self._cpu_s, self._at_s = time.process_time(), time.monotonic()

    def observer(self) -> RoomObserver:
        """Sends on what the engine has to tell."""
        return cast(
            "RoomObserver", SimpleNamespace(**{name: partial(self._tell, name) for name in NEWS})
        )

    def say(self, **message: Any) -> None:
        """One message to the director."""
        self._writer.write(packed(message))

    def _tell(self, name: str, *given: Any, **named: Any) -> None:
        method = NEWS[name]
        self.say(news=name, given=method.plain_arguments(method.bound(given, named)))

    def serve(self, engine: MediaEngine, message: dict[str, Any]) -> None:
        """Begins a call; calls run side by side."""
        call = asyncio.create_task(self._serve(engine, message), name=str(message["call"]))
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)

    async def _serve(self, engine: MediaEngine, message: dict[str, Any]) -> None:
        number, method = message["number"], CALLS[message["call"]]
        try:
            arguments = method.arguments(message["given"])
            answer = await getattr(engine, method.name)(**arguments)
        except Problem as problem:
            self.say(number=number, problem=plain_problem(problem))
        except Exception as error:
            log.exception("a call failed", call=method.name)
            self.say(number=number, fault=type(error).__name__)
        else:
            self.tell_ended(engine)
            if isinstance(answer, Answer):
                self._rooms[answer.session_id] = arguments["room"]
            self.say(number=number, answer=method.plain_answer(answer))

    def tell_ended(self, engine: MediaEngine) -> None:
        """Names the sessions that live no longer."""
        ended = [session for session in self._rooms if engine.owner(session) is None]
        for session in ended:
            del self._rooms[session]
        if ended:
            self._sweep.note_ended(len(ended))
            self.say(ended=ended)

    async def report(self, engine: MediaEngine) -> None:
        """Says once a second how this process and its rooms are; silence means it hangs."""
        lag, count = LagMeter(), 0
        try:
            while True:
                await asyncio.sleep(LOOK_EVERY_S)
                self.tell_ended(engine)
                count += 1
                if count % REPORT_EVERY == 0:
                    if not self._is_behind():
                        self._report(engine, lag)
                    self._sweep.collect_if_due(len(self._rooms))
        finally:
            lag.close()

    def _is_behind(self) -> bool:
        return self._writer.transport.get_write_buffer_size() > MOST_UNSENT_BYTES

    def _report(self, engine: MediaEngine, lag: LagMeter) -> None:
        cpu_s, at_s = time.process_time(), time.monotonic()
        share = (cpu_s - self._cpu_s) / max(at_s - self._at_s, 1e-6)
        self._cpu_s, self._at_s = cpu_s, at_s
        rooms = sorted(set(self._rooms.values()))
        self.say(
            load={
                "cpu_share": share,
                "lag_p99_ms": lag.p99_ms(),
                "lag_max_ms": lag.max_ms(),
                "rooms": len(rooms),
                "sessions": len(self._rooms),
            },
            statistics={
                room: STATISTICS.plain_answer(list(engine.statistics(room))) for room in rooms
            },
        )


async def host(end: socket.socket) -> None:
    """Lives until the director says stop or is gone."""
    reader, writer = await asyncio.open_unix_connection(sock=end)
    _stay_through_signals()
    made = Host(writer)
    options = OPTIONS.validate_python((await read_message(reader))["options"])
    try:
        engine = engine_of(options, made.observer(), SystemClock())
    except EngineUnfit as unfit:
        made.say(unfit=str(unfit))
        await writer.drain()
        writer.close()
        return
    calm_collector(is_swept=True)
    reporting = asyncio.create_task(made.report(engine), name="report")
    made.say(ready=True)
    try:
        while "call" in (message := await read_message(reader)):
            made.serve(engine, message)
    except (asyncio.IncompleteReadError, BrokenFrame, ConnectionError):
        log.warning("the service is gone")
    finally:
        reporting.cancel()
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_S):
                await engine.close()
        writer.close()


def _stay_through_signals() -> None:
    """Ctrl+C and a service manager's SIGTERM reach all processes of a service at once, but only
    the director knows whether this is the end. Handlers, not SIG_IGN: that would be inherited.
    """
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, lambda: None)


def main(argv: Sequence[str]) -> int:
    """`FD PARENT`: the socket's file descriptor and the process to end with."""
    import uvloop

    number, parent = int(argv[0]), int(argv[1])
    die_with(parent)
    set_up_logs()
    end = socket.socket(fileno=number)
    end.set_inheritable(False)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(host(end))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
