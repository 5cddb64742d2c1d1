"""HTTPS to services outside: only to hosts that are allowed, bounded, without redirects."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlsplit

import aiohttp

from foundation.jobs import WillNeverWork
from inspection.notices.gateways.gateway import DEADLINE_S, NotSent

MOST_ANSWER_BYTES = 64 * 1024
# Answers that say the request was not taken in; other 5xx leave it open whether it was.
_NOT_TAKEN = frozenset({429, 503})


class NoAnswer(Exception):
    """The request went out and nothing that can be read came back."""


@dataclass(frozen=True)
class Wire:
    """Posts to the hosts the administrator allowed.

    Args:
        hosts: names without port.
    """

    hosts: frozenset[str]
    open_session: Callable[[], aiohttp.ClientSession] = field(default=aiohttp.ClientSession)

    async def ask(
        self,
        url: str,
        content: bytes = b"",
        headers: Mapping[str, str] | None = None,
        *,
        method: str = "POST",
    ) -> dict[str, Any]:
        """The JSON object that the service answers, whatever the status; 4xx too has its words.

        Raises:
            WillNeverWork: the host is not allowed.
            NotSent: no connection, or the service is not taking requests now.
            NoAnswer: nobody knows whether it was taken.
        """
        host = urlsplit(url).hostname
        if host not in self.hosts:
            raise WillNeverWork(
                f"{host} 不在 notice_hosts 中，请管理员核对 · is not among notice_hosts"
            )
        # the whole is kept below the deadline of an attempt, so that its cause is known here
        timeout = aiohttp.ClientTimeout(total=DEADLINE_S - 1, sock_connect=DEADLINE_S / 2)
        try:
            async with (
                self.open_session() as http,
                http.request(
                    method,
                    url,
                    data=content,
                    headers=headers,
                    timeout=timeout,
                    allow_redirects=False,
                ) as answer,
            ):
                status = answer.status
                body = await answer.content.read(MOST_ANSWER_BYTES)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            # never the address: a group robot's key stands in it
            raise NotSent(f"无法连接 {host} · no connection ({type(error).__name__})") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise NoAnswer(f"{host}: {type(error).__name__}") from None
        if status in _NOT_TAKEN:
            raise NotSent(f"{host} 暂不接收 · takes nothing now (HTTP {status})")
        if 300 <= status < 400:
            raise WillNeverWork(
                f"{host} 要求转址，未跟随 · redirects; not followed (HTTP {status})"
            )
        try:
            return object_in(json.loads(body))
        except ValueError:
            raise NoAnswer(f"{host}: HTTP {status}, no JSON object") from None


def object_in(value: object) -> dict[str, Any]:
    """A JSON object. Raises `ValueError`: it is something else."""
    if not isinstance(value, dict):
        raise ValueError("no JSON object")  # noqa: TRY004 - as json.loads says of what is no JSON
    return cast("dict[str, Any]", value)


def objects_in(value: object) -> list[dict[str, Any]]:
    """The objects of a JSON array; what else is in it, and what is no array, is left out."""
    if not isinstance(value, list):
        return []
    return [
        cast("dict[str, Any]", one) for one in cast("list[object]", value) if isinstance(one, dict)
    ]
