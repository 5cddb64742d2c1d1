"""A receiver of results over HTTP: bounded, without redirects, errors sorted into two kinds."""

from collections.abc import Callable
from dataclasses import dataclass

import aiohttp

from foundation.clock import Clock
from inspection.licensing.message import Event, signed_headers

DEADLINE_S = 15
MOST_ANSWER_BYTES = 64 * 1024
# Answers after which trying again may help although they are 4xx.
_TRY_AGAIN = frozenset({408, 423, 425, 429})
_ALREADY_THERE = 409


class PermanentRefusal(Exception):
    """The receiver understood and said no; a person has to look."""


class TemporaryFailure(Exception):
    """Later may work."""


@dataclass(frozen=True)
class HttpTarget:
    """One licensing system at one configured address."""

    url: str
    secret: str
    clock: Clock
    open_session: Callable[[], aiohttp.ClientSession] = aiohttp.ClientSession

    async def deliver(self, event: Event) -> None:
        """Returns when the receiver has the event; having it already counts.

        Raises:
            PermanentRefusal: a 4xx that will not change by itself.
            TemporaryFailure: anything else.
        """
        timeout = aiohttp.ClientTimeout(total=DEADLINE_S)
        headers = signed_headers(self.secret, event, self.clock.now())
        try:
            async with (
                self.open_session() as http,
                http.post(
                    f"{self.url}/api/results",
                    data=event.body,
                    headers=headers,
                    timeout=timeout,
                    allow_redirects=False,
                ) as answer,
            ):
                text = (await answer.content.read(MOST_ANSWER_BYTES)).decode("utf-8", "replace")
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise TemporaryFailure(
                f"无法连接对方 · no connection ({type(error).__name__}: {error})"
            ) from error
        if status < 300 or status == _ALREADY_THERE:
            return
        said = f"HTTP {status} {text[:200]}".strip()
        if 400 <= status < 500 and status not in _TRY_AGAIN:
            raise PermanentRefusal(
                f"对方拒收，请核对后重新推送 · refused; check it, then send again ({said})"
            )
        raise TemporaryFailure(f"对方暂时不能接收 · not able to receive it now ({said})")
