"""What may stand in a layout file and how each part is read; `data/layout.schema.json` agrees."""

from typing import Any

from panorama import values as v
from panorama.layout.areas import NEEDED
from panorama.layout.fittings import CLASSES, WARE
from panorama.layout.fume import SCALES
from panorama.layout.model import (
    Business,
    Equipment,
    Flow,
    Hotspot,
    Kind,
    Opening,
    StandPoint,
    Wall,
    Zone,
    ZoneKind,
)

GASES = ("ng", "lpg", "none")
FLOWS = ("raw", "finished", "returned", "drain")
OPENINGS = ("door", "window", "hatch")
SIDES = ("south", "north", "east", "west")
AROUND = (
    "building_height_m",
    "floor_level_m",
    "outlet_distance_m",
    "residential_building",
    "mixed_building",
    "homes_above",
    "homes_below",
    "homes_beside",
    "dedicated_flue",
)
AMOUNTS = ("power_kw", "power_w", "rated_m3_h", "efficiency")
# Keys by part: those that must be there, then those that may be.
LAYOUT = (
    (
        "id",
        "title",
        "size",
        "neighbourhood",
        "zones",
        "walls",
        "equipment",
        "flows",
        "stand_points",
        "hotspots",
    ),
    ("business",),
)
SIZE = (("width", "depth", "ceiling"), ())
ZONE = (("id", "kind", "title", "place"), ())
WALL = (("from", "to", "tiled_to"), ("openings",))
OPENING = (("kind", "at", "width", "height"), ("sill", "leads"))
EQUIPMENT = (("id", "kind", "title", "place", "bottom", "height"), ("use", "faces", "values"))
FLOW = (("kind", "title", "points"), ())
STAND_POINT = (("id", "title", "at", "eye", "yaw"), ())
HOTSPOT = (("item", "scenes", "at", "title", "text"), ("is_right",))
BUSINESS = ((), ("operations", "raw_food", "gas", "ware", "fume_scale", "is_fast_food"))
MOST_SCENES = 12  # each takes minutes to render
MOST_OPENINGS = 20
MOST_WAYS = 30  # the rules walk along each in steps of 10 cm
Keys = tuple[tuple[str, ...], tuple[str, ...]]


def part(value: Any, keys: Keys) -> dict[str, Any]:
    """A part of the file with all the keys it must have and none that is not known."""
    needed, optional = keys
    for key in needed:
        v.entry(v.mapping(value), key)
    return v.mapping(value, (*needed, *optional))


def business(value: Any) -> Business:
    """What the shop does."""
    row = part(value, BUSINESS)
    raw = row.get("raw_food")
    return Business(
        operations=v.some_of(row.get("operations", ["hot"]), NEEDED, least=1),
        raw_food=None if raw is None else v.some_of(raw, CLASSES),
        gas=_said(row, "gas", GASES),
        ware=_said(row, "ware", WARE),
        fume_scale=_said(row, "fume_scale", SCALES),
        is_fast_food=v.yes_or_no(row.get("is_fast_food", False)),
    )


def _said(row: dict[str, Any], key: str, known: Any) -> str:
    return v.one_of(row[key], known) if key in row else ""


def around(value: Any) -> dict[str, float]:
    """Facts of the neighbourhood."""
    return v.amounts(value, AROUND)


def wall(value: Any) -> Wall:
    """A wall with its openings."""
    row = part(value, WALL)
    (x1, y1), (x2, y2) = v.numbers(row["from"], 2), v.numbers(row["to"], 2)
    openings = tuple(opening(one) for one in v.rows(row.get("openings", []), MOST_OPENINGS))
    return Wall(x1, y1, x2, y2, v.number(row["tiled_to"], 0), openings)


def opening(value: Any) -> Opening:
    """A door, window or hatch."""
    row = part(value, OPENING)
    return Opening(
        v.one_of(row["kind"], OPENINGS),
        v.number(row["at"], 0),
        v.size(row["width"]),
        v.size(row["height"]),
        v.number(row.get("sill", 0), 0),
        v.words(row.get("leads", "")),
    )


def zone(value: Any) -> Zone:
    """A zone."""
    row = part(value, ZONE)
    kind = v.choice(ZoneKind, row["kind"])
    return Zone(v.identifier(row["id"]), kind, v.text(row["title"]), v.rectangle(row["place"]))


def equipment(value: Any) -> Equipment:
    """A thing in the room."""
    row = part(value, EQUIPMENT)
    return Equipment(
        id=v.identifier(row["id"]),
        kind=v.choice(Kind, row["kind"]),
        title=v.text(row["title"]),
        place=v.rectangle(row["place"]),
        bottom_m=v.number(row["bottom"], 0),
        height_m=v.size(row["height"]),
        use=v.words(row.get("use", "")),
        faces=v.one_of(row.get("faces", "south"), SIDES),
        values=v.amounts(row.get("values", {}), AMOUNTS),
    )


def flow(value: Any) -> Flow:
    """A way of food, ware or waste water; two points at least."""
    row = part(value, FLOW)
    ends = [v.numbers(one, 2) for one in v.rows(row["points"], v.MOST_POINTS)]
    if len(ends) < 2:
        raise v.Wrong("路线至少要有两个点", "a way needs two points at least")
    return Flow(v.one_of(row["kind"], FLOWS), v.text(row["title"]), tuple((x, y) for x, y in ends))


def stand_point(value: Any) -> StandPoint:
    """Where a panorama is taken."""
    row = part(value, STAND_POINT)
    x, y = v.numbers(row["at"], 2)
    return StandPoint(
        v.identifier(row["id"]), v.text(row["title"]), x, y, v.size(row["eye"]), v.angle(row["yaw"])
    )


def hotspot(value: Any) -> Hotspot:
    """A place that an item talks about."""
    row = part(value, HOTSPOT)
    x, y, z = v.numbers(row["at"], 3)
    return Hotspot(
        v.words(row["item"]),
        tuple(v.words(one) for one in v.rows(row["scenes"], MOST_SCENES)),
        x,
        y,
        z,
        v.text(row["title"]),
        v.text(row["text"]),
        v.yes_or_no(row.get("is_right", True)),
    )
