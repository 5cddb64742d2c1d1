"""`python -m tests.support.routes` writes docs/routes.md anew from the running route table."""

import tempfile
from pathlib import Path

from aiohttp import web

from foundation.clock import SystemClock
from foundation.database import open_database
from foundation.http.openapi import described
from foundation.settings import Settings
from inspection.house import build_house
from inspection.published import FRAMES, policy_of_frame

CHECKOUT = Path(__file__).parents[2]
PAGE = CHECKOUT / "docs" / "routes.md"
HEAD = """# 全部接口 · All routes

由 `python -m tests.support.routes` 按运行中的路由表生成；详细说明见 `/api/openapi.json`。
Made from the route table by `python -m tests.support.routes`; details: `/api/openapi.json`.

| 接口 · route | 用途 · what for | 谁可以调用 · who may call |
|---|---|---|
"""
SOCKET = """
## 连线消息 · What a page may say over the socket

| `type` | 谁可以发送 · who may send |
|---|---|
"""


def app_in(data: Path) -> web.Application:
    database = open_database(f"sqlite+aiosqlite:///{data / 'x.db'}")
    return build_house(Settings(data=data), database, SystemClock(), CHECKOUT).app


def routes_page(app: web.Application) -> str:
    lines = [
        f"| `{one.method} {one.path}` | {one.operation.title.zh} · {one.operation.title.en} "
        f"| {one.operation.policy.who.zh} · {one.operation.policy.who.en} |"
        for one in sorted(described(app), key=lambda one: (one.path, one.method))
    ]
    frames = [
        f"| `{kind}` | {policy_of_frame(frame).who.zh} · {policy_of_frame(frame).who.en} |"
        for kind, frame in FRAMES.items()
    ]
    return HEAD + "\n".join(lines) + "\n" + SOCKET + "\n".join(frames) + "\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        PAGE.write_text(routes_page(app_in(Path(folder))), "utf-8")
