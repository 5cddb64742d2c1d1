"""A room's layout. Metres; x east, y north, z up; origin at the south-west corner of the storey."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from foundation.text import Bilingual


class Kind(Enum):
    """What a piece of equipment is; the mesh and the rules go by it."""

    STOVE = "stove"
    HOOD = "hood"
    DUCT = "duct"
    PURIFIER = "purifier"
    FAN = "fan"
    OUTLET = "outlet"
    SINK = "sink"
    HAND_BASIN = "hand_basin"
    TABLE = "table"
    RACK = "rack"
    FRIDGE = "fridge"
    CABINET = "cabinet"
    BIN = "bin"
    FLY_LAMP = "fly_lamp"
    GAS_ALARM = "gas_alarm"
    EXTINGUISHER = "extinguisher"
    DINING_TABLE = "dining_table"
    COUNTER = "counter"
    GREASE_TRAP = "grease_trap"
    DRAIN = "drain"
    SIGN = "sign"
    AIR_CONDITIONER = "air_conditioner"
    UV_LAMP = "uv_lamp"
    DEODORISER = "deodoriser"
    DISPLAY = "display"
    MACHINE = "machine"


class ZoneKind(Enum):
    """What happens in a zone, from clean to dirty work."""

    COOKING = "cooking"
    CUTTING = "cutting"
    ROUGH = "rough"
    WASHING = "washing"
    PASS = "pass"  # noqa: S105 - the pass of a kitchen
    STORAGE = "storage"
    CHANGING = "changing"
    ENTRANCE = "entrance"
    DINING = "dining"
    TOILET = "toilet"
    OUTSIDE = "outside"
    SPECIAL_ROOM = "special_room"  # 专间
    ANTE_ROOM = "ante_room"  # 预进间
    SPECIAL_AREA = "special_area"  # 专用操作区


HANDLING = frozenset(
    {
        ZoneKind.COOKING,
        ZoneKind.CUTTING,
        ZoneKind.ROUGH,
        ZoneKind.WASHING,
        ZoneKind.PASS,
        ZoneKind.STORAGE,
        ZoneKind.SPECIAL_ROOM,
        ZoneKind.SPECIAL_AREA,
    }
)
# Cleanliness of work, 清洁 > 准清洁 > 一般操作区 (操作规范 2018, terms); other zones have none.
CLEANLINESS = {
    ZoneKind.SPECIAL_ROOM: 3,
    ZoneKind.SPECIAL_AREA: 3,
    ZoneKind.PASS: 3,
    ZoneKind.COOKING: 2,
    ZoneKind.ROUGH: 1,
    ZoneKind.CUTTING: 1,
    ZoneKind.WASHING: 1,
    ZoneKind.STORAGE: 1,
}


@dataclass(frozen=True)
class Rectangle:
    """An upright rectangle on the floor: south-west corner and size."""

    x: float
    y: float
    width: float
    depth: float

    @property
    def area_m2(self) -> float:
        """Its area."""
        return self.width * self.depth

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.depth / 2

    def contains(self, other: "Rectangle", margin_m: float = 0.0) -> bool:
        """Whether the other lies inside, at least `margin_m` from every side."""
        return (
            self.x + margin_m <= other.x
            and self.y + margin_m <= other.y
            and other.x + other.width <= self.x + self.width - margin_m
            and other.y + other.depth <= self.y + self.depth - margin_m
        )

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside or on the edge."""
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.depth


@dataclass(frozen=True)
class Zone:
    """A part of the storey with one use."""

    id: str
    kind: ZoneKind
    title: Bilingual
    place: Rectangle


@dataclass(frozen=True)
class Opening:
    """A door, window or hatch in a wall, measured from the wall's first end."""

    kind: str
    at_m: float
    width_m: float
    height_m: float
    sill_m: float = 0.0
    leads: str = ""


@dataclass(frozen=True)
class Wall:
    """A straight wall between two points."""

    x1: float
    y1: float
    x2: float
    y2: float
    tiled_to_m: float
    openings: tuple[Opening, ...] = ()


@dataclass(frozen=True)
class Equipment:
    """A thing in the room; `use` tells sinks, tables and signs apart."""

    id: str
    kind: Kind
    title: Bilingual
    place: Rectangle
    bottom_m: float
    height_m: float
    use: str = ""
    faces: str = "south"
    values: Mapping[str, float] = field(default_factory=dict[str, float])

    @property
    def top_m(self) -> float:
        """Height of its upper side above the floor."""
        return self.bottom_m + self.height_m


@dataclass(frozen=True)
class Flow:
    """A way something takes through the room; waste water runs as "drain"."""

    kind: str  # raw, finished, returned, drain
    title: Bilingual
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class StandPoint:
    """Where a panorama is taken; `yaw_deg`: where one looks first (0 north, east grows)."""

    id: str
    title: Bilingual
    x: float
    y: float
    eye_m: float
    yaw_deg: float


@dataclass(frozen=True)
class Hotspot:
    """The place a checklist item talks about, with what right looks like."""

    item_id: str
    scenes: tuple[str, ...]
    x: float
    y: float
    z: float
    title: Bilingual
    text: Bilingual
    is_right: bool = True


@dataclass(frozen=True)
class Business:
    """What the shop does, as far as rules depend on it; `None` and "" where it is not said.

    `operations`: hot, cold_meat, cold_veg, raw, cold_cake, drink (regulations.md 10.1);
    `raw_food`: vegetable, meat, aquatic; `gas`: ng, lpg or none; `ware`: heat, chemical or
    outsourced; `fume_scale`: the scale in the papers, small, medium or large.
    """

    operations: frozenset[str] = frozenset({"hot"})
    raw_food: frozenset[str] | None = None
    gas: str = ""
    ware: str = ""
    fume_scale: str = ""
    is_fast_food: bool = False

    @property
    def needs_special_room(self) -> bool:
        """Cold meat, raw food and cakes made cold are made in a closed room (通则 2015, 专间)."""
        return bool(self.operations & {"cold_meat", "raw", "cold_cake"})

    @property
    def needs_special_area(self) -> bool:
        """Cold vegetables and fresh drinks need a dedicated area or better."""
        return bool(self.operations & {"cold_veg", "drink"})


@dataclass(frozen=True)
class Layout:
    """One sample room."""

    id: str
    title: Bilingual
    width_m: float
    depth_m: float
    ceiling_m: float
    walls: tuple[Wall, ...]
    zones: tuple[Zone, ...]
    equipment: tuple[Equipment, ...]
    flows: tuple[Flow, ...]
    stand_points: tuple[StandPoint, ...]
    hotspots: tuple[Hotspot, ...]
    neighbourhood: Mapping[str, float]
    business: Business = Business()

    def of(self, kind: Kind, use: str = "") -> tuple[Equipment, ...]:
        """All equipment of a kind, of one use if given."""
        return tuple(
            one for one in self.equipment if one.kind is kind and (not use or one.use == use)
        )

    def zones_of(self, *kinds: ZoneKind) -> tuple[Zone, ...]:
        """All zones of these kinds."""
        return tuple(zone for zone in self.zones if zone.kind in kinds)

    def area_of(self, *kinds: ZoneKind) -> float:
        """Their area together, m²."""
        return sum(zone.place.area_m2 for zone in self.zones_of(*kinds))

    @property
    def premises_m2(self) -> float:
        """Of the whole storey."""
        return self.width_m * self.depth_m

    @property
    def fume_stoves(self) -> tuple[Equipment, ...]:
        """What makes oil fume: every stove but steamers."""
        return tuple(one for one in self.of(Kind.STOVE) if one.use != "steamer")
