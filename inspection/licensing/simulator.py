"""`server.py licensing-simulator`: a licensing system that keeps results and fails as told."""

import argparse
import asyncio
import html
import json
import os
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from aiohttp import web

from foundation.blobs import write_durably
from foundation.clock import Clock, SystemClock
from foundation.errors import Problem
from inspection.licensing.calling_back import NEWS, CallingBack
from inspection.licensing.faults import FaultPlan, parse_faults
from inspection.licensing.message import EVENT_TYPE, is_genuine

TIMEOUT_S = 60  # longer than the sender waits
_WORDS = {
    "pass": "符合",
    "rectify": "需整改",
    "fail": "不符合",
    "go_on_site": "需现场复核",
    "supplement": "待补材料",
    "not_asked": "不涉及",
}


class Simulator:
    """Keeps each result once, by its webhook id, in a folder."""

    def __init__(
        self,
        store: Path,
        secret: str,
        faults: FaultPlan,
        clock: Clock,
        calling_back: CallingBack | None = None,
    ) -> None:
        self._calling_back = calling_back
        self._calls: set[asyncio.Task[None]] = set()
        self._store = store
        self._secret = secret
        self._faults = iter(faults)
        self._clock = clock
        # by key: two tries at once must not both be new, other results need not wait for them
        self._keeping: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._down_until = 0.0
        self.requests = 0

    def plan(self, faults: FaultPlan) -> None:
        """What goes wrong from the next request on."""
        self._faults = iter(faults)

    def app(self) -> web.Application:
        """POST /api/results, GET /api/results, GET /."""
        app = web.Application(client_max_size=1024 * 1024)
        app.add_routes(
            [
                web.post("/api/results", self._receive),
                web.get("/api/results", self._list),
                web.get("/", self._page),
            ]
        )
        return app

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        self.requests += 1
        body = await request.read()
        if not is_genuine(self._secret, request.headers, body, self._clock.now()):
            return web.json_response({"error": "signature"}, status=401)
        fault = next(self._faults)
        if self._is_down(fault):
            return _broken(request)
        refused = await _refusal(fault)
        if refused is not None:
            return refused
        event = _event(body)
        if event is None:
            return web.json_response({"error": "not a determination event"}, status=400)
        key = request.headers["webhook-id"]
        async with self._keeping.setdefault(key, asyncio.Lock()):
            is_new = await asyncio.to_thread(self._keep, key, event)
        if is_new and self._calling_back is not None and event.get("type") == EVENT_TYPE:
            self._call_back(self._calling_back, event["data"]["case_number"])
        answer = web.json_response({"received": key, "is_new": is_new}, status=200)
        return await _spoilt(request, fault, answer)

    def _call_back(self, calling_back: CallingBack, case_number: str) -> None:
        task = asyncio.create_task(calling_back.tell(case_number))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    def _is_down(self, fault: str | None) -> bool:
        now = asyncio.get_running_loop().time()
        if fault and fault.startswith("down:"):
            self._down_until = now + _seconds(fault)
        return now < self._down_until

    def _keep(self, key: str, event: dict[str, Any]) -> bool:
        path = self._store / f"{sha256(key.encode()).hexdigest()}.json"
        if path.exists():
            return False
        content = {"at": self._clock.now().isoformat(), "event": event}
        write_durably(path, json.dumps(content, ensure_ascii=False).encode())
        return True

    def events(self) -> list[dict[str, Any]]:
        """Everything received, in order of arrival."""
        found = [json.loads(path.read_text("utf-8")) for path in self._store.glob("*.json")]
        return sorted(found, key=lambda one: one["at"])

    def results(self) -> list[dict[str, Any]]:
        """The results among it."""
        return [one for one in self.events() if one["event"].get("type") == EVENT_TYPE]

    async def _list(self, _request: web.Request) -> web.Response:
        events = await asyncio.to_thread(self.events)
        results = [one for one in events if one["event"].get("type") == EVENT_TYPE]
        others = [one for one in events if one not in results]
        return web.json_response({"results": results, "others": others, "requests": self.requests})

    async def _page(self, _request: web.Request) -> web.Response:
        rows = "".join(_row(one) for one in await asyncio.to_thread(self.results))
        empty = '<tr><td colspan="5" class="empty">还没有收到结果 · Nothing received yet</td></tr>'
        return web.Response(text=_PAGE.replace("ROWS", rows or empty), content_type="text/html")


async def _refusal(fault: str | None) -> web.StreamResponse | None:
    """What is answered instead of keeping the result; `None` when it is kept."""
    if fault == "fail":
        return web.json_response({"error": "maintenance"}, status=503)
    if fault == "refuse":
        return web.json_response({"error": "unknown credit code"}, status=422)
    if fault == "redirect":
        return web.Response(status=307, headers={"Location": "/elsewhere"})
    if fault == "timeout":
        await asyncio.sleep(TIMEOUT_S)
        return web.Response(status=504)
    return None


async def _spoilt(
    request: web.Request, fault: str | None, answer: web.Response
) -> web.StreamResponse:
    """The answer to a result that is kept, as the fault has it."""
    if fault == "late":
        await asyncio.sleep(TIMEOUT_S)
    if fault and fault.startswith("slow:"):
        await asyncio.sleep(_seconds(fault))
    if fault == "twice" and request.transport is not None:
        request.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")  # pyright: ignore
    if fault == "garbage" and request.transport is not None:
        request.transport.write(b"\x00\x01 not http\r\n\r\n")  # pyright: ignore
    return _broken(request) if fault in {"lost-answer", "garbage"} else answer


def _broken(request: web.Request) -> web.Response:
    """The connection ends before an answer."""
    if request.transport is not None:
        request.transport.close()
    return web.Response()


def _seconds(fault: str) -> float:
    return float(fault.partition(":")[2].removesuffix("s"))


def _event(body: bytes) -> dict[str, Any] | None:
    try:
        event = json.loads(body)
        return event if isinstance(event["data"]["case_number"], str) else None
    except (ValueError, KeyError, TypeError):
        return None


def _row(result: dict[str, Any]) -> str:
    data = result["event"]["data"]
    cells = (
        data["case_number"],
        data.get("shop_name", ""),
        _words(data, "food_conclusion"),
        _words(data, "fume_conclusion"),
        str(data.get("record_sha256", ""))[:16],
    )
    return "<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in cells) + "</tr>"


def _words(data: dict[str, Any], name: str) -> str:
    code = str(data.get(name, ""))
    return _WORDS.get(code, code)


_PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>审批系统（模拟）</title>
<style>body{font:16px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;margin:0;background:#f4f7f5;
color:#1b2b25}main{max-width:960px;margin:0 auto;padding:48px 20px}h1{font-size:28px;margin:0}
p{color:#54655e;margin:4px 0 24px}.sheet{background:#fff;border-radius:16px;overflow-x:auto;
box-shadow:0 8px 30px #10261f14}table{border-collapse:collapse;width:100%}th,td{text-align:left;
padding:14px 18px;border-bottom:1px solid #e6ece8;white-space:nowrap}th{color:#54655e;
font-weight:500;font-size:14px}.empty{text-align:center;color:#54655e;padding:48px}</style>
<main><h1>食品经营许可系统 · 模拟</h1><p>云勘推送到这里的勘验结果 · results pushed by Yunkan</p>
<div class="sheet"><table><tr><th>办件编号</th><th>经营者</th><th>食品经营</th><th>油烟治理</th>
<th>记录指纹</th></tr>ROWS</table></div></main></html>"""


def main(argv: Sequence[str]) -> int:
    """`--port P [--store DIR] [--secret S] [--faults SPEC] [--call-back URL --news LIST]`."""
    parser = argparse.ArgumentParser(prog="server.py licensing-simulator")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--store", type=Path, default=Path("data/licensing"))
    parser.add_argument("--secret", default=os.environ.get("YUNKAN_LICENSING_SECRET", ""))
    parser.add_argument("--faults", default="")
    parser.add_argument("--call-back", default="", metavar="URL")
    parser.add_argument("--news", default="issued,mailed", help=", ".join(NEWS))
    given = parser.parse_args(argv)
    news = [one.strip() for one in given.news.split(",") if one.strip()]
    if not set(news) <= set(NEWS):
        parser.error(f"--news: {', '.join(NEWS)}")
    try:
        faults = parse_faults(given.faults)
    except Problem as problem:
        sys.stderr.write(f"{problem.sentence_zh}\n{problem.sentence_en}\n")
        return 2
    given.store.mkdir(parents=True, exist_ok=True)
    clock = SystemClock()
    calling_back = (
        CallingBack(given.call_back, given.secret, news, clock) if given.call_back else None
    )
    simulator = Simulator(given.store, given.secret, faults, clock, calling_back)
    web.run_app(simulator.app(), host="127.0.0.1", port=given.port, print=None)
    return 0
