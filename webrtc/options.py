"""What a media engine is told at its start, wherever it runs, and the engine made of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from pydantic import TypeAdapter

from foundation.clock import Clock
from webrtc.engine import IceServer, MediaEngine
from webrtc.recording.shelf import RecordingShelf
from webrtc.room import RoomObserver


@dataclass(frozen=True)
class MediaOptions:
    """See `adapter_aiortc.aiortc_engine` for each of them."""

    loopback: bool
    ice_servers: Sequence[IceServer] = ()
    public_address: str = ""
    port: int = 0
    subnets: Sequence[str] = ()
    recordings: str = ""  # the folder of all recordings; empty: nobody is recorded

    def of_process(self, number: int) -> Self:
        """The options of one of several processes: each has a port of its own."""
        return replace(self, port=self.port + number) if self.port else self


OPTIONS = TypeAdapter(MediaOptions)


def engine_of(options: MediaOptions, observer: RoomObserver, clock: Clock) -> MediaEngine:
    """The engine in this process, on this loop."""
    from webrtc.adapter_aiortc import aiortc_engine  # a second that the director need not wait

    folder = options.recordings
    return aiortc_engine(
        ice_servers=options.ice_servers,
        observer=observer,
        loopback=options.loopback,
        clock=clock,
        public_address=options.public_address,
        port=options.port,
        subnets=options.subnets,
        recordings=RecordingShelf(Path(folder), clock) if folder else None,
    )
