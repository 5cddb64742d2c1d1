"""The sample-room page on a room whose pictures appear when a test says so."""

import json
from functools import cache
from pathlib import Path
from unittest.mock import patch

import cv2
import numpy as np
from aiohttp import web

from foundation.http.app import new_app
from foundation.http.pages import page_routes
from panorama.api import routes
from panorama.floor import floor
from panorama.load import load_layout
from panorama.service import SampleRooms
from panorama.tiles import write_bytes, write_depth, write_preview, write_text, write_tiles
from panorama.tour import tour

CHECKOUT = Path(__file__).parents[2]
LAYOUTS = CHECKOUT / "panorama" / "data"


class RoomSite:
    """The real page and API over a folder this class fills, as a renderer does step by step."""

    def __init__(self, folder: Path) -> None:
        self.room = folder / "t2"
        self.tour = tour(load_layout(LAYOUTS / "t2.yaml"))
        self._rooms = SampleRooms(folder, LAYOUTS)
        self._runner: web.AppRunner | None = None
        self.origin = ""

    async def start(self) -> None:
        app = new_app()
        app.add_routes([*routes(self._rooms), *page_routes(CHECKOUT / "static" / "dist")])
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.origin = f"http://localhost:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        await self._runner.cleanup()

    def describe(self) -> None:
        """What is there before the first picture."""
        self.room.mkdir(parents=True, exist_ok=True)
        write_text(self.room / "tour.json", json.dumps(self.tour, ensure_ascii=False))
        write_text(self.room / "report.json", json.dumps({"room_id": "t2", "rules": []}))
        write_text(self.room / "plan.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')

    def report(self, stage: str, share: float) -> None:
        write_text(self.room / "progress.json", json.dumps({"stage": stage, "share": share}))

    def draw_preview(self, scene: str) -> None:
        write_preview(compass(1024, bright=False), self.room / "scenes" / scene)

    def draw_tiles(self, scene: str) -> None:
        write_tiles(compass(2048, bright=True), self.room / "scenes" / scene)

    def draw_depth(self, scene: str, far_mm: int = 2000) -> None:
        """A ball around the stand point, with something at half its distance in the east."""
        depth = np.full((256, 512), far_mm, np.uint16)
        depth[:, 320:] = far_mm // 2
        write_depth(depth, self.room / "scenes" / scene)

    def build_model(self) -> None:
        """The real room's model, though its light is rough."""
        plan = floor(load_layout(LAYOUTS / "t2.yaml"))
        write_text(self.room / "floor.json", json.dumps(plan, ensure_ascii=False))
        write_bytes(self.room / "room.glb", rough_model())

    def direction(self, scene: str, item: str) -> float:
        """The yaw of an item's hotspot, degrees."""
        shown = next(one for one in self.tour["scenes"] if one["id"] == scene)
        return next(one["yaw_deg"] for one in shown["hotspots"] if one["item_id"] == item)


@cache
def rough_model() -> bytes:
    """A model lit by a few rays: seconds, not minutes."""
    from panorama.render import scene
    from panorama.render.mesh import room_glb

    layout = load_layout(LAYOUTS / "t2.yaml")
    with patch.multiple(scene, ROUGH_RAYS=1, ROUGH_BOUNCES=1):
        made = scene.Scene.of_layout(layout, is_rough=True)
        made.bake()
    return room_glb(layout, made)


def compass(width_px: int, *, bright: bool) -> np.ndarray:
    """A panorama whose hue is its yaw and whose brightness tells preview and tiles apart."""
    yaw = ((np.arange(width_px) + 0.5) / width_px - 0.5) % 1.0
    hue = np.tile(yaw * 180, (width_px // 2, 1))
    full = np.full_like(hue, 255)
    value = full if bright else full * 0.5
    return cv2.cvtColor(np.stack([hue, full, value], axis=-1).astype(np.uint8), cv2.COLOR_HSV2RGB)


def seen_direction(png: bytes) -> tuple[float, float]:
    """Yaw in degrees and brightness (0..1) of a compass, at the middle of a screenshot.

    A ring about the middle is read, because a marker hides the very middle.
    """
    picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    rows, columns = picture.shape[0] // 2, picture.shape[1] // 2
    patch = picture[rows - 90 : rows - 60, columns - 4 : columns + 5]
    hue, _, value = np.median(cv2.cvtColor(patch, cv2.COLOR_BGR2HSV).reshape(-1, 3), axis=0)
    return float(hue) * 2, float(value) / 255
