"""From a layout to what the viewer walks through: scenes, links, hotspots by item id. Pure."""

from math import atan2, degrees, hypot
from typing import Any

from foundation.text import Bilingual
from panorama.layout.model import Hotspot, Layout, StandPoint

NEAR_M = 7.5  # scenes further apart are not linked


def tour(layout: Layout) -> dict[str, Any]:
    """The tour as JSON; paths are relative to the room's folder."""
    return {
        "room_id": layout.id,
        "title": _text(layout.title),
        "scenes": [_scene(layout, one) for one in layout.stand_points],
    }


def _scene(layout: Layout, scene: StandPoint) -> dict[str, Any]:
    folder = f"scenes/{scene.id}"
    others = [one for one in layout.stand_points if one.id != scene.id]
    near = [one for one in others if hypot(one.x - scene.x, one.y - scene.y) <= NEAR_M]
    return {
        "id": scene.id,
        "title": _text(scene.title),
        "yaw_deg": scene.yaw_deg,
        "preview": f"{folder}/preview.jpg",
        "panorama": f"{folder}/panorama.jpg",
        "tiles": f"{folder}/tiles",
        "depth": f"{folder}/depth.png",
        "at": [scene.x, scene.y],
        "eye_m": scene.eye_m,
        "links": [_link(scene, one) for one in near or others[:1]],
        "hotspots": [_hotspot(scene, one) for one in layout.hotspots if scene.id in one.scenes],
    }


def _link(scene: StandPoint, other: StandPoint) -> dict[str, Any]:
    yaw, _ = direction(scene, other.x, other.y, scene.eye_m)
    return {"to": other.id, "yaw_deg": yaw, "pitch_deg": -14.0, "title": _text(other.title)}


def _hotspot(scene: StandPoint, spot: Hotspot) -> dict[str, Any]:
    yaw, pitch = direction(scene, spot.x, spot.y, spot.z)
    return {
        "id": spot.item_id,
        "item_id": spot.item_id,
        "yaw_deg": yaw,
        "pitch_deg": pitch,
        "title": _text(spot.title),
        "text": _text(spot.text),
        "is_right": spot.is_right,
    }


def direction(scene: StandPoint, x: float, y: float, z: float) -> tuple[float, float]:
    """Yaw (0 north, east grows, 0..360) and pitch in degrees from a scene's eye to a point."""
    return way_to((scene.x, scene.y, scene.eye_m), (x, y, z))


def way_to(
    eye: tuple[float, float, float], place: tuple[float, float, float]
) -> tuple[float, float]:
    """The same from any point."""
    across, along, up = (b - a for a, b in zip(eye, place, strict=True))
    yaw = degrees(atan2(across, along)) % 360
    return round(yaw, 2), round(degrees(atan2(up, hypot(across, along))), 2)


def _text(text: Bilingual) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
