"""What goes wrong with ways and zones, as changes of a layout; `None`: no place for it."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from math import hypot
from random import Random

from foundation.text import Bilingual
from panorama.layout.areas import cutting_and_cooking, handling_to_dining, special_room_area
from panorama.layout.changes import (
    extended_south,
    picked,
    way,
    with_boundary,
    with_thing,
    with_way,
    with_zone,
    zone_of,
)
from panorama.layout.geometry import edges, lies_within, walls_on
from panorama.layout.model import HANDLING, Kind, Layout, Opening, Rectangle, Wall, Zone, ZoneKind

SHIFTS_M = tuple(step / 10 for step in range(1, 16))
MOST_GROWN_M = 60
DOOR_M = 0.9
DETOUR_M = 0.45  # how far a wrong way runs to either side of the one it crosses


def crossing(layout: Layout, random: Random) -> Layout | None:
    """Finished food makes a detour across the way of raw goods."""
    raw, finished = way(layout, "raw"), way(layout, "finished")
    if raw is None or finished is None:
        return None
    long = [(a, b) for a, b in pairwise(raw.points) if hypot(b[0] - a[0], b[1] - a[1]) > 0.5]
    leg = picked(random, long)
    if leg is None:
        return None
    (x1, y1), (x2, y2) = leg
    length = hypot(x2 - x1, y2 - y1)
    across = -(y2 - y1) / length * DETOUR_M, (x2 - x1) / length * DETOUR_M
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    detour = (x + across[0], y + across[1]), (x - across[0], y - across[1])
    return with_way(layout, finished, (finished.points[0], *detour, *finished.points[1:]))


def returned_through_pass(layout: Layout, _: Random) -> Layout | None:
    """Dirty ware is carried through the pass."""
    back, clean = way(layout, "returned"), zone_of(layout, ZoneKind.PASS)
    if back is None or clean is None:
        return None
    return with_way(layout, back, (back.points[0], clean.place.centre, *back.points[1:]))


def no_changing(layout: Layout, _: Random) -> Layout | None:
    """The changing place is used for something else."""
    zone = zone_of(layout, ZoneKind.CHANGING)
    if zone is None:
        return None
    junk = Bilingual("杂物间", "Junk room")
    return with_zone(layout, replace(zone, kind=ZoneKind.ENTRANCE, title=junk))


def toilet_in_kitchen(layout: Layout, random: Random) -> Layout | None:
    """A toilet in the corner of a room where food is prepared."""
    zone = picked(random, layout.zones_of(ZoneKind.ROUGH, ZoneKind.WASHING, ZoneKind.CUTTING))
    if zone is None:
        return None
    p = zone.place
    width, depth = min(1.1, p.width), min(1.0, p.depth)
    x = random.choice((p.x, p.x + p.width - width))
    place = Rectangle(x, p.y + p.depth - depth, width, depth)
    added = Zone("toilet-inside", ZoneKind.TOILET, Bilingual("厕所", "Toilet"), place)
    return replace(layout, zones=(*layout.zones, added))


def second_door(layout: Layout, random: Random) -> Layout | None:
    """One more door in a wall of the closed room."""
    room = zone_of(layout, ZoneKind.SPECIAL_ROOM)
    if room is None:
        return None
    chosen = picked(random, _free_places(layout, room))
    if chosen is None:
        return None
    wall, at_m = chosen
    door = Opening("door", at_m, DOOR_M, 2.1, leads=room.id)
    longer = replace(wall, openings=(*wall.openings, door))
    return replace(layout, walls=tuple(longer if one is wall else one for one in layout.walls))


def _free_places(layout: Layout, room: Zone) -> Iterator[tuple[Wall, float]]:
    """Stretches of inner walls of a room that have no opening yet."""
    for edge in edges(room.place):
        is_upright = edge[0][0] == edge[1][0]
        for wall, low, high in walls_on(layout, edge):
            start, end = (wall.y1, wall.y2) if is_upright else (wall.x1, wall.x2)
            middles = [low + 0.2 + DOOR_M / 2, (low + high) / 2, high - 0.2 - DOOR_M / 2]
            for middle in middles:
                at_m = abs(middle - start) - DOOR_M / 2
                is_free = all(
                    at_m + DOOR_M + 0.1 < one.at_m or one.at_m + one.width_m + 0.1 < at_m
                    for one in wall.openings
                )
                if is_free and 0.05 < at_m < abs(end - start) - DOOR_M - 0.05:
                    yield wall, at_m


def open_drain(layout: Layout, random: Random) -> Layout | None:
    """The trapped drain of the closed room becomes an open one."""
    rooms = layout.zones_of(ZoneKind.SPECIAL_ROOM)
    drain = picked(
        random,
        [
            one
            for one in layout.of(Kind.DRAIN, "trapped")
            if any(lies_within(room.place, one.place.centre) for room in rooms)
        ],
    )
    if drain is None:
        return None
    named = Bilingual("明沟", "Open drain")
    return with_thing(layout, replace(drain, use="open", title=named))


def ante_room_missing(layout: Layout, _: Random) -> Layout | None:
    """The ante-room is filled with other things."""
    ante = zone_of(layout, ZoneKind.ANTE_ROOM)
    if ante is None:
        return None
    junk = Bilingual("杂物间", "Junk room")
    return with_zone(layout, replace(ante, kind=ZoneKind.ENTRANCE, title=junk))


def special_room_too_small(layout: Layout, _: Random) -> Layout | None:
    """The wall to the ante-room stands too far inside."""
    room, ante = zone_of(layout, ZoneKind.SPECIAL_ROOM), zone_of(layout, ZoneKind.ANTE_ROOM)
    if room is None or ante is None:
        return None
    for shift in SHIFTS_M:
        changed = with_boundary(layout, room, ante, shift)
        if changed is not None and special_room_area(changed).holds is False:
            return changed
    return None


def cutting_too_small(layout: Layout, random: Random) -> Layout | None:
    """Another use of the kitchen takes room from cutting and cooking."""
    losers = layout.zones_of(ZoneKind.CUTTING, ZoneKind.COOKING)
    winners = [
        one
        for one in layout.zones_of(*HANDLING)
        if one not in losers and one.kind is not ZoneKind.SPECIAL_ROOM
    ]
    pairs = [
        (loser, winner)
        for loser in losers
        for winner in winners
        if with_boundary(layout, loser, winner, SHIFTS_M[0]) is not None
    ]
    random.shuffle(pairs)
    for loser, winner in pairs:
        for shift in SHIFTS_M:
            changed = with_boundary(layout, loser, winner, shift)
            if changed is not None and cutting_and_cooking(changed).holds is False:
                return changed
    return None


def dining_too_large(layout: Layout, _: Random) -> Layout | None:
    """The storey grows to the south, and with it the dining area alone."""
    if not any(zone.place.y == 0 for zone in layout.zones_of(ZoneKind.DINING)):
        return None
    for grown in range(2, MOST_GROWN_M):
        changed = extended_south(layout, float(grown))
        if handling_to_dining(changed).holds is False:
            return changed
    return None
