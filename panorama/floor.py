"""What a walker and a small plan need of a layout: solid pieces of walls, things, zones. Pure."""

from typing import Any

from foundation.text import Bilingual
from panorama.layout.model import Equipment, Kind, Layout, Rectangle, Wall, ZoneKind

HEAD_M = 1.7  # what begins above this is walked under
STEP_M = 0.15  # what ends below this is stepped over
_FLAT = frozenset(
    {
        Kind.SIGN,
        Kind.DRAIN,
        Kind.GREASE_TRAP,
        Kind.GAS_ALARM,
        Kind.FLY_LAMP,
        Kind.UV_LAMP,
        Kind.AIR_CONDITIONER,
    }
)


def floor(layout: Layout) -> dict[str, Any]:
    """The floor as JSON; metres, x east and y north as in the layout."""
    return {
        "room_id": layout.id,
        "size_m": [layout.width_m, layout.depth_m],
        "ceiling_m": layout.ceiling_m,
        "zones": [
            {"id": one.id, "title": _text(one.title), "place": _place(one.place)}
            for one in layout.zones
            if one.kind is not ZoneKind.OUTSIDE
        ],
        "walls": [piece for wall in layout.walls for piece in _solid(wall)],
        "things": [_thing(one) for one in layout.equipment if one.kind not in _FLAT],
    }


def _solid(wall: Wall) -> list[list[float]]:
    """The wall between its doors as `[x1, y1, x2, y2]`; over a sill nobody steps."""
    length = max(((wall.x2 - wall.x1) ** 2 + (wall.y2 - wall.y1) ** 2) ** 0.5, 1e-6)
    doors = sorted(
        (one.at_m, one.at_m + one.width_m) for one in wall.openings if one.sill_m < STEP_M
    )
    pieces: list[list[float]] = []
    begun = 0.0
    for low, high in [*doors, (length, length)]:
        if low > begun:
            ends = (begun / length, min(low, length) / length)
            pieces.append(
                [
                    round(value, 3)
                    for share in ends
                    for value in (
                        wall.x1 + (wall.x2 - wall.x1) * share,
                        wall.y1 + (wall.y2 - wall.y1) * share,
                    )
                ]
            )
        begun = max(begun, high)
    return pieces


def _thing(one: Equipment) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": _text(one.title),
        "place": _place(one.place),
        "top_m": round(one.top_m, 3),
        "is_solid": one.bottom_m < HEAD_M and one.top_m > STEP_M,
    }


def _place(place: Rectangle) -> list[float]:
    return [place.x, place.y, place.width, place.depth]


def _text(text: Bilingual) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
