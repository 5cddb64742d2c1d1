"""Lines, rectangles and walls of a layout: where they cross, touch and enclose."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil, hypot

from panorama.layout.model import Layout, Opening, Rectangle, Wall, ZoneKind

Point = tuple[float, float]
TOUCH_M = 0.12  # a wall belongs to a zone's edge up to here: half of a thick wall
STEP_M = 0.1
_INSIDE_M = 0.01
_FLAT_M2 = 1e-9  # less than rounding makes of a line


def meeting(a: Point, b: Point, c: Point, d: Point) -> tuple[Point, Point] | None:
    """The stretch that the lines a-b and c-d share, ends included; twice one point if they cross.

    `None` where they do not meet. Lines that only touch at an end meet there.
    """

    def side(p: Point, q: Point, r: Point) -> float:
        found = (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
        return 0.0 if abs(found) < _FLAT_M2 else found

    before, after = side(c, d, a), side(c, d, b)
    if before == after == 0:
        return _shared(a, b, c, d)
    if before * after > 0 or side(a, b, c) * side(a, b, d) > 0:
        return None
    share = before / (before - after)
    at = a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
    return at, at


def _shared(a: Point, b: Point, c: Point, d: Point) -> tuple[Point, Point] | None:
    """The stretch that two pieces of one straight line share."""
    (a, b), (c, d) = sorted((a, b)), sorted((c, d))
    start, end = max(a, c), min(b, d)
    return (start, end) if start <= end else None


def crossings(first: Sequence[Point], second: Sequence[Point]) -> list[Point]:
    """Where two ways meet, each place once however many of their legs meet there.

    A stretch they run together is one place. That the second begins where the first ends, as
    finished food does where raw food ends at the stove, is none.
    """
    stretches = [
        (_to_mm(met[0]), _to_mm(met[1]))
        for a, b in pairwise(first)
        for c, d in pairwise(second)
        if (met := meeting(a, b, c, d)) is not None
    ]
    groups: list[set[Point]] = []
    for stretch in stretches:
        joined = {*stretch}
        for group in [one for one in groups if one & joined]:
            joined |= group
            groups.remove(group)
        groups.append(joined)
    handed_on = {_to_mm(first[-1])} & {_to_mm(second[0])}
    return [min(group) for group in groups if group != handed_on]


def _to_mm(at: Point) -> Point:
    return round(at[0], 3), round(at[1], 3)


def steps(points: Sequence[Point], step_m: float = STEP_M) -> Iterator[Point]:
    """Points along a way, both ends of every leg included."""
    for (x1, y1), (x2, y2) in pairwise(points):
        count = max(1, ceil(hypot(x2 - x1, y2 - y1) / step_m))
        for number in range(count + 1):
            share = number / count
            yield x1 + (x2 - x1) * share, y1 + (y2 - y1) * share


def lies_within(place: Rectangle, at: Point) -> bool:
    """Whether a point lies inside, not on the edge."""
    return (
        place.x + _INSIDE_M < at[0] < place.x + place.width - _INSIDE_M
        and place.y + _INSIDE_M < at[1] < place.y + place.depth - _INSIDE_M
    )


def gap(a: Rectangle, b: Rectangle) -> float:
    """Distance between two rectangles; 0 where they meet."""
    across = max(b.x - a.x - a.width, a.x - b.x - b.width, 0.0)
    along = max(b.y - a.y - a.depth, a.y - b.y - b.depth, 0.0)
    return hypot(across, along)


def overlap(a: Rectangle, b: Rectangle) -> Rectangle | None:
    """What two rectangles share; `None` where they do not overlap."""
    x, y = max(a.x, b.x), max(a.y, b.y)
    across = min(a.x + a.width, b.x + b.width) - x
    along = min(a.y + a.depth, b.y + b.depth) - y
    return Rectangle(x, y, across, along) if across > 0 and along > 0 else None


def overlap_m2(a: Rectangle, b: Rectangle) -> float:
    """Area that two rectangles share."""
    shared = overlap(a, b)
    return shared.area_m2 if shared else 0.0


def edges(place: Rectangle) -> tuple[tuple[Point, Point], ...]:
    """South, north, west and east edge, each from its lower end."""
    x, y, to_x, to_y = place.x, place.y, place.x + place.width, place.y + place.depth
    return (
        ((x, y), (to_x, y)),
        ((x, to_y), (to_x, to_y)),
        ((x, y), (x, to_y)),
        ((to_x, y), (to_x, to_y)),
    )


def walls_on(layout: Layout, edge: tuple[Point, Point]) -> list[tuple[Wall, float, float]]:
    """Walls that run along an edge, with the stretch of the edge each covers, metres."""
    (x1, y1), (x2, y2) = edge
    is_upright = x1 == x2
    at, low, high = (x1, y1, y2) if is_upright else (y1, x1, x2)
    found: list[tuple[Wall, float, float]] = []
    for wall in layout.walls:
        across = (wall.x1, wall.x2) if is_upright else (wall.y1, wall.y2)
        along = (wall.y1, wall.y2) if is_upright else (wall.x1, wall.x2)
        start, end = max(low, min(along)), min(high, max(along))
        if max(abs(one - at) for one in across) <= TOUCH_M and end - start > STEP_M:
            found.append((wall, start, end))
    return found


def open_edges(layout: Layout, place: Rectangle) -> list[Point]:
    """Middles of the edges that walls do not close."""
    found: list[Point] = []
    for edge in edges(place):
        (x1, y1), (x2, y2) = edge
        reached, end = (y1, y2) if x1 == x2 else (x1, x2)
        for _, start, stop in sorted(walls_on(layout, edge), key=lambda one: one[1]):
            if start > reached + TOUCH_M:
                break
            reached = max(reached, stop)
        if reached < end - TOUCH_M:
            found.append(((x1 + x2) / 2, (y1 + y2) / 2))
    return found


def middle_of(wall: Wall, opening: Opening) -> Point:
    """The middle of an opening on the floor plan."""
    length = max(hypot(wall.x2 - wall.x1, wall.y2 - wall.y1), 0.001)
    share = (opening.at_m + opening.width_m / 2) / length
    return wall.x1 + (wall.x2 - wall.x1) * share, wall.y1 + (wall.y2 - wall.y1) * share


def doors_of(layout: Layout, place: Rectangle) -> list[tuple[Wall, Point]]:
    """Doors in the edges of a rectangle, with their middles."""
    grown = Rectangle(
        place.x - TOUCH_M, place.y - TOUCH_M, place.width + 2 * TOUCH_M, place.depth + 2 * TOUCH_M
    )
    return [
        (wall, middle)
        for edge in edges(place)
        for wall, _, _ in walls_on(layout, edge)
        for opening in wall.openings
        if opening.kind == "door"
        for middle in [middle_of(wall, opening)]
        if grown.holds(*middle) and _is_on(edge, middle)
    ]


def _is_on(edge: tuple[Point, Point], at: Point) -> bool:
    (x1, y1), (x2, y2) = edge
    return x1 - TOUCH_M <= at[0] <= x2 + TOUCH_M and y1 - TOUCH_M <= at[1] <= y2 + TOUCH_M


def faced_from(layout: Layout, place: Rectangle, wall: Wall, door: Point) -> list[ZoneKind]:
    """The zones that lie straight before a door of a place, up to the next wall."""
    cx, cy = place.centre
    if abs(wall.x2 - wall.x1) < abs(wall.y2 - wall.y1):
        way = (1.0 if door[0] > cx else -1.0, 0.0)
    else:
        way = (0.0, 1.0 if door[1] > cy else -1.0)
    far = layout.width_m + layout.depth_m
    start = door[0] + way[0] * TOUCH_M, door[1] + way[1] * TOUCH_M
    end = door[0] + way[0] * far, door[1] + way[1] * far
    met = [
        at
        for one in layout.walls
        for at in meeting(start, end, (one.x1, one.y1), (one.x2, one.y2)) or ()
    ]
    end = min(met, key=lambda at: hypot(at[0] - start[0], at[1] - start[1]), default=end)
    return [one.kind for one in layout.zones if _runs_through(one.place, start, end)]


def _runs_through(place: Rectangle, start: Point, end: Point) -> bool:
    """Whether a line along one of the axes runs through the inside."""
    (west, east), (south, north) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return (
        west < place.x + place.width - _INSIDE_M
        and east > place.x + _INSIDE_M
        and south < place.y + place.depth - _INSIDE_M
        and north > place.y + _INSIDE_M
    )
