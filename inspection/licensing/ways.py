"""Ways to hand an event over: HTTP, or a file in a folder. Errors are sorted into two kinds."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from foundation.blobs import write_durably
from foundation.clock import Clock
from foundation.errors import Problem
from foundation.http.outbound import NoConnection, Outbound
from inspection.licensing.message import Event, signed_headers

# Answers after which trying again may help although they are 4xx.
_TRY_AGAIN = frozenset({408, 423, 425, 429})
_ALREADY_THERE = 409


class PermanentRefusal(Exception):
    """The receiver understood and said no; a person has to look."""


class TemporaryFailure(Exception):
    """Later may work."""


class Way(Protocol):
    """How one target is reached."""

    async def deliver(self, event: Event) -> None:
        """Returns when the receiver has the event; having it already counts.

        Raises:
            PermanentRefusal: it will not take it, and that will not change by itself.
            TemporaryFailure: anything else.
        """
        ...


@dataclass(frozen=True)
class HttpWay:
    """A signed POST to one address. Implements `Way`."""

    url: str
    secret: str
    clock: Clock
    outbound: Outbound

    async def deliver(self, event: Event) -> None:
        """As `Way` says: a 4xx is a refusal, but for those that mean "later"."""
        headers = signed_headers(self.secret, event, self.clock.now())
        try:
            answer = await self.outbound.post(self.url, event.body, headers)
        except NoConnection as error:
            raise TemporaryFailure(f"无法连接对方 · no connection ({error})") from error
        except Problem as problem:  # an administrator mends it; then the next try goes through
            raise TemporaryFailure(f"{problem.sentence_zh} · {problem.sentence_en}") from problem
        if answer.status < 300 or answer.status == _ALREADY_THERE:
            return
        text = answer.body[:800].decode("utf-8", "replace")
        said = f"HTTP {answer.status} {text[:200]}".strip()
        if 400 <= answer.status < 500 and answer.status not in _TRY_AGAIN:
            raise PermanentRefusal(
                f"对方拒收，请核对后重新推送 · refused; check it, then send again ({said})"
            )
        raise TemporaryFailure(f"对方暂时不能接收 · not able to receive it now ({said})")


@dataclass(frozen=True)
class FileDrop:
    """One file per event in a folder that another system empties. Implements `Way`.

    A file appears whole under its name and survives a power cut from then on; names beginning
    with a dot are being written. The folder is never made: an exchange disk that is not mounted
    would otherwise be mistaken for one that is.
    """

    folder: Path

    async def deliver(self, event: Event) -> None:
        """As `Way` says; a full disk or a folder that is not there is "later"."""
        try:
            await asyncio.to_thread(write_durably, self.folder / f"{event.id}.json", event.body)
        except OSError as error:
            raise TemporaryFailure(
                f"无法写入 {self.folder} · can not write there ({error.strerror})"
            ) from error
