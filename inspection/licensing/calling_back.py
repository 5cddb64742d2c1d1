"""The simulator's other half: tells Yunkan that a licence was issued, refused, mailed."""

import asyncio
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp

from foundation.clock import SHANGHAI, Clock
from inspection.licensing.message import Event, signed_headers

NEWS = ("issued", "refused", "mailed", "collected")
TRIES = 5
_YEARS = 5  # 食品经营许可管理办法 (2023), article 21: valid for five years
_PLACE = "371082"  # Rongcheng, in the middle of the number (regulations.md 9.2)


@dataclass(frozen=True)
class CallingBack:
    """Where to call and what to tell of each result, in order; an empty `url` tells nothing."""

    url: str
    secret: str
    news: Sequence[str]
    clock: Clock

    async def tell(self, case_number: str) -> None:
        """Tells all of it, each as often as needed, the same bytes under the same id."""
        for news in self.news:
            event = self._event(news, case_number)
            for number in range(TRIES):
                if await self._is_taken(event):
                    break
                await asyncio.sleep(2.0**number)

    async def _is_taken(self, event: Event) -> bool:
        headers = signed_headers(self.secret, event, self.clock.now())
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as http,
                http.post(self.url, data=event.body, headers=headers) as answer,
            ):
                return answer.status < 500
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False

    def _event(self, news: str, case_number: str) -> Event:
        id_ = f"{case_number}_{news}"
        content = {
            "specversion": "1.0",
            "id": id_,
            "source": "/licensing-simulator",
            "type": f"cn.yunkan.licence.{news}.v1",
            "time": self.clock.now().isoformat(),
            "datacontenttype": "application/json",
            "data": {"case_number": case_number, **self._data(news)},
        }
        return Event(id_, json.dumps(content, ensure_ascii=False).encode())

    def _data(self, news: str) -> Mapping[str, Any]:
        if news == "refused":
            return {"reason": "模拟：材料与现场不符"}
        if news == "mailed":
            return {"carrier": "EMS", "tracking_number": f"EX{secrets.randbelow(10**9):09}CN"}
        if news != "issued":
            return {}
        today = self.clock.now().astimezone(SHANGHAI).date()
        return {
            "licence_number": f"JY2{_PLACE}{secrets.randbelow(10**7):07}",
            "issued_on": today.isoformat(),
            "valid_until": (
                today.replace(year=today.year + _YEARS, day=min(today.day, 28)) - timedelta(days=1)
            ).isoformat(),
        }
