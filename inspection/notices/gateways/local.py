"""Gateways without a service behind them: to try the house, and where messages go out by hand."""

import asyncio
import json
import os
from dataclasses import dataclass
from pathlib import Path

import structlog

from foundation.clock import Clock
from inspection.notices.gateways.gateway import Message
from inspection.notices.model import Channel

log = structlog.get_logger("notices")


@dataclass(frozen=True)
class ConsoleGateway:
    """Into the log: masked, so that it shows that and to whom, and gives no link away."""

    channel: Channel
    name: str = "console"

    async def send(self, message: Message) -> str:
        """Takes every message."""
        log.info("notice", kind=message.kind.value, to=message.to_shown, text=message.shown.zh)
        return message.id


@dataclass(frozen=True)
class FileGateway:
    """Whole messages as JSON lines in a file that only the service's user reads."""

    channel: Channel
    path: Path
    clock: Clock
    name: str = "file"

    async def send(self, message: Message) -> str:
        """Returns when the line survives a power cut."""
        line = {
            "at": self.clock.now().isoformat(),
            "id": message.id,
            "channel": self.channel.value,
            "kind": message.kind.value,
            "to": message.to,
            "subject": message.subject.zh,
            "zh": message.text.zh,
            "en": message.text.en,
        }
        await asyncio.to_thread(self._append, json.dumps(line, ensure_ascii=False) + "\n")
        return message.id

    def _append(self, line: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "ab") as file:
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())
