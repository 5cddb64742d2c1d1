"""What a layout must be for a room to exist: things inside it, openings inside walls. Pure."""

from collections.abc import Iterator
from itertools import combinations, pairwise
from math import hypot, inf

from panorama.layout.geometry import overlap_m2
from panorama.layout.model import Layout, Rectangle, Wall, ZoneKind
from panorama.values import Wrong

SLACK_M = 0.3  # things hang on the outer side of walls
SHARED_M2 = 0.02  # zones may touch; drawn by hand they overlap by a hair
MOST_WAYS_M = 2000.0  # of all ways together; chosen, no kitchen comes near
MOST_OPENINGS = 200  # in all walls together; the same
Finding = tuple[str, Wrong]


def impossible(layout: Layout) -> Iterator[Finding]:
    """Places in the file and what is wrong there, in the order of the file."""
    yield from _too_much(layout)
    yield from _doubles(layout)
    yield from _zones(layout)
    for number, wall in enumerate(layout.walls):
        yield from _wall(layout, wall, f"walls[{number}]")
    yield from _things(layout)
    yield from _points(layout)


def _too_much(layout: Layout) -> Iterator[Finding]:
    """What would keep the rules busy for minutes."""
    length = sum(
        hypot(c - a, d - b) for one in layout.flows for (a, b), (c, d) in pairwise(one.points)
    )
    if length > MOST_WAYS_M:
        wrong = Wrong(
            f"路线共长 {length:.0f} m，不能超过 {MOST_WAYS_M:.0f} m，请缩短",
            f"the ways are {length:.0f} m long together, {MOST_WAYS_M:.0f} m at most; shorten them",
        )
        yield "flows", wrong
    openings = sum(len(one.openings) for one in layout.walls)
    if openings > MOST_OPENINGS:
        wrong = Wrong(
            f"共有 {openings} 个门窗，不能超过 {MOST_OPENINGS} 个，请减少",
            f"there are {openings} openings, {MOST_OPENINGS} at most; take some away",
        )
        yield "walls", wrong


def _doubles(layout: Layout) -> Iterator[Finding]:
    groups = (
        ("zones", [one.id for one in layout.zones]),
        ("equipment", [one.id for one in layout.equipment]),
        ("stand_points", [one.id for one in layout.stand_points]),
    )
    for key, ids in groups:
        seen: set[str] = set()
        for one in ids:
            if one in seen:
                wrong = Wrong("编号重复，请改成不同的编号", "the id is used twice; rename one")
                yield f"{key}[{one}]", wrong
            seen.add(one)


def _zones(layout: Layout) -> Iterator[Finding]:
    storey = Rectangle(0, 0, layout.width_m, layout.depth_m)
    inside = [one for one in layout.zones if one.kind is not ZoneKind.OUTSIDE]
    for zone in inside:
        if not storey.contains(zone.place, -SHARED_M2):
            wrong = Wrong(
                "区域超出房屋，请改小或移动",
                "the zone reaches out of the storey; shrink or move it",
            )
            yield f"zones[{zone.id}]", wrong
    # The plan has room to the north only: the ducts of all sample rooms leave there.
    north = Rectangle(0, 0, layout.width_m, inf)
    for zone in layout.zones_of(ZoneKind.OUTSIDE):
        if not north.contains(zone.place, -SHARED_M2):
            wrong = Wrong(
                "室外区只能画在房屋北侧，且不宽于房屋，请移动或改小",
                "draw outside zones north of the house and no wider than it; move or shrink it",
            )
            yield f"zones[{zone.id}]", wrong
    for a, b in combinations(inside, 2):
        shared = overlap_m2(a.place, b.place)
        if shared > SHARED_M2:
            wrong = Wrong(
                f"与 {a.id} 重叠 {shared:.2f} m²，请错开",
                f"it overlaps {a.id} by {shared:.2f} m²; move one of them",
            )
            yield f"zones[{b.id}]", wrong


def _wall(layout: Layout, wall: Wall, place: str) -> Iterator[Finding]:
    length = hypot(wall.x2 - wall.x1, wall.y2 - wall.y1)
    if length < 0.05:
        yield place, Wrong("墙的两端重合，请改端点", "both ends are the same; move one")
        return
    if not all(_is_in(layout, *end) for end in ((wall.x1, wall.y1), (wall.x2, wall.y2))):
        yield (
            place,
            Wrong("墙超出房屋，请改端点", "the wall reaches out of the storey; move its end"),
        )
    reached = 0.0
    for one in sorted(wall.openings, key=lambda opening: opening.at_m):
        if one.at_m + one.width_m > length + 0.001:
            wrong = Wrong(
                f"{one.kind} 到 {one.at_m + one.width_m:.2f} m，墙只有 {length:.2f} m，请改小",
                f"the {one.kind} ends at {one.at_m + one.width_m:.2f} m, the wall at "
                f"{length:.2f} m; make it narrower",
            )
            yield place, wrong
        elif one.sill_m + one.height_m > layout.ceiling_m + 0.001:
            wrong = Wrong(
                f"{one.kind} 高过吊顶，请改低",
                f"the {one.kind} is higher than the ceiling; lower it",
            )
            yield place, wrong
        elif one.at_m < reached - 0.001:
            yield place, Wrong("两个开口重叠，请错开", "two openings overlap; move one of them")
        reached = max(reached, one.at_m + one.width_m)


def _things(layout: Layout) -> Iterator[Finding]:
    for one in layout.equipment:
        place = f"equipment[{one.id}]"
        if not _is_in(layout, *one.place.centre):
            wrong = Wrong(
                "不在房屋和室外区内，请移动",
                "it stands neither in the storey nor in an outside zone; move it",
            )
            yield place, wrong
        elif _is_under_roof(layout, *one.place.centre) and one.bottom_m >= layout.ceiling_m:
            yield place, Wrong("在吊顶以上，请改低", "it begins above the ceiling; lower it")


def _points(layout: Layout) -> Iterator[Finding]:
    for way in layout.flows:
        if not all(_is_in(layout, *at) for at in way.points):
            wrong = Wrong("路线走到房屋外面，请改点", "the way leaves the storey; move its points")
            yield f"flows[{way.kind}]", wrong
    for one in layout.stand_points:
        if not _is_in(layout, one.x, one.y):
            wrong = Wrong("位置在房屋外面，请移动", "it lies outside; move it")
            yield f"stand_points[{one.id}]", wrong
        elif _is_under_roof(layout, one.x, one.y) and one.eye_m >= layout.ceiling_m:
            wrong = Wrong("视线高过吊顶，请改低", "the eye is above the ceiling; lower it")
            yield f"stand_points[{one.id}]", wrong


def _is_in(layout: Layout, x: float, y: float) -> bool:
    outside = layout.zones_of(ZoneKind.OUTSIDE)
    places = [Rectangle(0, 0, layout.width_m, layout.depth_m), *(one.place for one in outside)]
    return any(
        Rectangle(
            one.x - SLACK_M, one.y - SLACK_M, one.width + 2 * SLACK_M, one.depth + 2 * SLACK_M
        ).holds(x, y)
        for one in places
    )


def _is_under_roof(layout: Layout, x: float, y: float) -> bool:
    return 0 <= x <= layout.width_m and 0 <= y <= layout.depth_m
