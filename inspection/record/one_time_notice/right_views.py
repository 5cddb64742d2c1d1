"""The picture of right: what one sees in the sample room when looking at the place of an item."""

import asyncio
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from foundation.errors import NotFound
from panorama.service import SampleRooms
from webrtc.view import Picture, flat_view

SIZE_PX = (900, 675)
FOV_DEG = 55.0  # the thing and what is around it; chosen by looking
_RING_PX = 120
_GREEN = (95, 122, 13)  # BGR of the pages' accent
_WHITE = (255, 255, 255)


class RightViews:
    """Views cut out of the rendered rooms, each once as long as its panorama stays the same."""

    def __init__(self, rooms: SampleRooms) -> None:
        self._rooms = rooms
        self._made: dict[tuple[str, str], tuple[str | None, bytes]] = {}  # bounded by the hotspots
        self._turn = asyncio.Lock()  # a panorama takes 100 MB while it is cut

    async def view(self, room: str, hotspot: str) -> bytes | None:
        """A JPEG with a ring around the place; None: no room shows it, or it is not rendered."""
        async with self._turn:
            return await asyncio.to_thread(self._view, room, hotspot)

    def _view(self, room: str, hotspot: str) -> bytes | None:
        try:
            tour: dict[str, Any] | None = self._rooms.room(room)["tour"]
            for scene in tour["scenes"] if tour else ():
                for spot in scene["hotspots"]:
                    if spot["item_id"] == hotspot and spot["is_right"]:
                        file = self._rooms.file(room, scene["panorama"])
                        known = self._made.get((room, hotspot))
                        if known is None or known[0] != file.version:
                            cut = _cut(file.path, spot["yaw_deg"], spot["pitch_deg"])
                            known = self._made[room, hotspot] = (file.version, cut)
                        return known[1]
        except NotFound:
            return None
        return None


def _cut(panorama: Path, yaw_deg: float, pitch_deg: float) -> bytes:
    width, height = SIZE_PX
    whole = cv2.imread(str(panorama), cv2.IMREAD_COLOR)
    if whole is None:
        raise NotFound
    picture: Picture = whole.astype(np.uint8, copy=False)
    seen = flat_view(picture, width, height, yaw_deg=yaw_deg, pitch_deg=pitch_deg, fov_deg=FOV_DEG)
    for colour, line in ((_WHITE, 9), (_GREEN, 4)):
        cv2.circle(seen, (width // 2, height // 2), _RING_PX, colour, line, cv2.LINE_AA)
    return cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, 86])[1].tobytes()
