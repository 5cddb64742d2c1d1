"""Keeps a number of media processes alive: started again after a loss, killed when they hang."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from foundation.errors import Kind, Problem
from webrtc.options import MediaOptions
from webrtc.placing import least_loaded, pause_after
from webrtc.process import Listener, MediaAway, MediaProcess

log = structlog.get_logger("media")
LOOK_S = 0.5
HUNG_LOOKS = 10  # five seconds without a word from a process that speaks every second
START_S = 30.0  # loading takes about a second
WAIT_S = 6.0  # a new room waits this long for a process that is being started
STILLBORN = 3  # starts in a row without a first one that came up: something is not installed
STEADY_S = 30.0  # chosen: after a life this long the next loss counts as a first one


class MediaFull(Problem):
    """Every media process carries as much as it can."""

    kind = Kind.UNAVAILABLE
    code = "media.full"
    zh = "同时进行的视频连线已达上限，请等待 {wait_s} 秒，页面会自动重试；若仍不行请改约时间。"
    en = "All video capacity is in use. The page tries again in {wait_s} seconds; if it stays, "
    en += "choose another time."


class MediaDown(Problem):
    """Not one media process lives."""

    kind = Kind.UNAVAILABLE
    code = "media.down"
    zh = "没有可用的视频处理进程，系统正在重新启动它们。"
    en = "No media process is alive; they are being started again."


class MediaUnfit(Problem):
    """A media process refused to run; another start would not help."""

    code = "media.unfit"
    zh = "媒体程序的启动自检未通过（{reason}），服务已停止。请重新安装本版本的组件后再启动。"
    en = "The media plane failed its self-test ({reason}); the service stops to be safe. Install "
    en += "the packages of this version again, then start."


@dataclass
class Slot:
    """A place for a process, filled anew after each loss."""

    number: int
    process: MediaProcess | None = None
    restarts: int = 0

    @property
    def living(self) -> MediaProcess | None:
        """The process when it can take calls."""
        process = self.process
        if process is None or not process.ready.is_set() or process.gone.is_set():
            return None
        return process


class Owner(Listener, Protocol):
    """Whom the processes work for."""

    def heard_loss(self, process: MediaProcess) -> None:
        """It ended without being told to; another will take its place."""
        ...


class Fleet:
    """So many processes; `start` begins, `close` ends all of them.

    It may start before it has an owner: processes load for a second, and say nothing unasked.
    """

    def __init__(self, options: MediaOptions, processes: int) -> None:
        self.slots = [Slot(number) for number in range(processes)]
        self.owner: Owner | None = None
        self._options = options
        self._keeping: list[asyncio.Task[None]] = []
        self._one_lives = asyncio.Event()
        self._is_unfit = asyncio.Event()
        self._why_unfit = ""

    def start(self) -> None:
        """Begins to start the processes; does not wait for them."""
        if not self._keeping:
            self._keeping = [
                *(asyncio.create_task(self._keep(slot), name="media-fleet") for slot in self.slots),
                asyncio.create_task(self._watch(), name="media-watch"),
            ]

    async def close(self) -> None:
        """Ends all: asked first, killed after `process.END_S`."""
        for task in self._keeping:
            task.cancel()
        await asyncio.gather(*self._keeping, return_exceptions=True)
        self._keeping = []
        running = [slot.process for slot in self.slots if slot.process is not None]
        try:
            await asyncio.gather(*(process.end() for process in running))
        finally:  # whoever waits may have lost patience
            await asyncio.gather(*(process.kill() for process in running))

    @property
    def living(self) -> Sequence[Slot]:
        """Those that can take calls now."""
        return [slot for slot in self.slots if slot.living is not None]

    async def must_stay_fit(self) -> None:
        """Waits; raises `MediaUnfit` once a process refuses to run on this machine."""
        await self._is_unfit.wait()
        raise MediaUnfit(reason=self._why_unfit)

    def must_live(self) -> None:
        """Raises `MediaDown`."""
        if not self.living:
            raise MediaDown

    async def for_new_room(self, rooms_of: Callable[[MediaProcess], int]) -> MediaProcess:
        """The least loaded process, waiting for one that is being started.

        Raises:
            MediaFull: all carry as much as they can.
            MediaAway: none came in `WAIT_S`.
        """
        self.start()
        if not self.living:
            self._one_lives.clear()
            try:
                async with asyncio.timeout(WAIT_S):
                    await self._one_lives.wait()
            except TimeoutError as error:
                raise MediaAway from error
        living = {slot.number: slot.living for slot in self.slots}
        processes = {number: one for number, one in living.items() if one is not None}
        number = least_loaded(
            {number: one.load for number, one in processes.items()},
            {number: rooms_of(one) for number, one in processes.items()},
        )
        if number is None:
            raise MediaFull(wait_s=10)
        return processes[number]

    def heard_news(self, name: str, given: dict[str, Any]) -> None:
        """See `Listener`."""
        if self.owner is not None:
            self.owner.heard_news(name, given)

    def heard_ended(self, session_ids: list[str]) -> None:
        """See `Listener`."""
        if self.owner is not None:
            self.owner.heard_ended(session_ids)

    async def _keep(self, slot: Slot) -> None:
        losses, has_lived, loop = 0, False, asyncio.get_running_loop()
        options = self._options.of_process(slot.number)
        while True:
            began = loop.time()
            process = slot.process = await MediaProcess.start(options, self)
            await self._life_of(process)
            has_lived = has_lived or process.ready.is_set()
            losses = 1 if loop.time() - began > STEADY_S else losses + 1
            if not has_lived and losses >= STILLBORN:
                await process.end()  # what it ended with is known once it is reaped
                process.unfit = f"{STILLBORN} starts, the last ended with {process.exit_code}"
            if process.unfit:
                self._why_unfit = process.unfit
                self._is_unfit.set()
                return
            slot.restarts += 1
            log.warning("a media process was lost", pid=process.pid, losses=losses)
            if self.owner is not None:
                self.owner.heard_loss(process)
            await process.kill()
            slot.process = None
            await asyncio.sleep(pause_after(losses))

    async def _life_of(self, process: MediaProcess) -> None:
        """Returns when the process is no more, or did not come up."""
        starting = asyncio.create_task(process.ready.wait())
        ending = asyncio.create_task(process.gone.wait())
        try:
            await asyncio.wait(
                {starting, ending}, timeout=START_S, return_when=asyncio.FIRST_COMPLETED
            )
            if process.ready.is_set():
                self._one_lives.set()
                await ending
        finally:
            starting.cancel()
            ending.cancel()

    async def _watch(self) -> None:
        """Looks are counted, not seconds: while this loop stood still itself nobody was missed."""
        while True:
            await asyncio.sleep(LOOK_S)
            for slot in self.living:
                process = slot.living
                if process is None:
                    continue
                process.looks_since_heard += 1
                if process.looks_since_heard >= HUNG_LOOKS:
                    log.error("a media process hangs and is killed", pid=process.pid)
                    process.strike_down()
