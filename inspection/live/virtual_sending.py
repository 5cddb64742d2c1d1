"""The virtual phone's picture: published, and published anew after every loss."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import aiohttp

from webrtc.phone import PanoramaCamera, WhipPublisher

RETRY_S = (0.3, 0.6, 1.2, 2.4, 4.8, 7.0)  # scorecard, rule 3: delays of a reconnect


class Sending:
    """Keeps one seat's picture alive until it is cancelled, or nobody takes it any more."""

    def __init__(
        self, http: aiohttp.ClientSession, seat: Mapping[str, Any], camera: PanoramaCamera
    ) -> None:
        self._http = http
        self._seat = seat
        self._camera = camera
        self._told_gone = asyncio.Event()

    def told_gone(self) -> None:
        """The room says that our picture is gone: quicker than what the connection shows."""
        self._told_gone.set()

    async def run(self, streaming: Callable[[], Any], say: Callable[[str], None]) -> None:
        """Returns after the last of `RETRY_S` failed in a row.

        Args:
            streaming: awaited after each successful dial, to tell the room.
        """
        failures = 0
        while failures < len(RETRY_S):
            try:
                publisher = await self._publish()
            except (aiohttp.ClientError, ConnectionError, TimeoutError) as error:
                say(f"画面未能发出，重试 dialling again: {error}")
                await asyncio.sleep(RETRY_S[failures])
                failures += 1
                continue
            try:
                failures = 0
                say("正在传送画面 streaming")
                await streaming()
                say(f"画面中断，重连 dialling again: {await self._loss_of(publisher)}")
            finally:
                await publisher.close()

    async def _publish(self) -> WhipPublisher:
        return await WhipPublisher.publish(
            self._http, self._seat["whip"], self._seat["token"], self._camera
        )

    async def _loss_of(self, publisher: WhipPublisher) -> str:
        self._told_gone.clear()  # what was said while we dialled is about the connection before
        told = asyncio.create_task(self._told_gone.wait())
        seen = asyncio.create_task(publisher.loss())
        try:
            await asyncio.wait({told, seen}, return_when=asyncio.FIRST_COMPLETED)
            return seen.result() if seen.done() else "the room says it is gone"
        finally:
            told.cancel()
            seen.cancel()
