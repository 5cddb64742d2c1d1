"""Which photos lie beside each other: the order they were taken in, else the order they show."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from panorama.stitch.camera import angle_of
from panorama.stitch.gate import LEAST_POINTS, SAME_RAD
from panorama.stitch.model import Array, Lens, Pair, Placed, Ring
from panorama.stitch.pairs import Matcher
from panorama.stitch.problems import OverlapTooSmall, PhotoOutsideRing, RingOpen, SamePhoto

ACROSS_DEG = (40, 48, 56, 65, 75, 87, 100)  # phones: 2x lens upright … wide lens lengthwise
HALF_TURN_RAD = np.pi


def lens_of(matcher: Matcher, count: int, width_px: int, height_px: int) -> Lens:
    """The field of view under which most points of neighbours agree on a turn.

    Used when the photos do not say it themselves; `adjust` makes it exact.
    """

    def agreeing(lens: Lens) -> float:
        pairs = [matcher.pair(one, one + 1, lens) for one in range(count - 1)]
        # Roots, so that one rich pair does not outvote the rest.
        return float(sum(np.sqrt(pair.count) for pair in pairs if pair))

    lenses = [
        Lens(width_px, height_px, width_px / 2 / float(np.tan(np.radians(across) / 2)))
        for across in ACROSS_DEG
    ]
    return max(lenses, key=agreeing)


def find_ring(matcher: Matcher, names: Sequence[str], lens: Lens, *, is_whole: bool) -> Ring:
    """Neighbours and their turns.

    Args:
        names: files of the photos, for messages.
        is_whole: the photos are to go all around.

    Raises:
        SamePhoto, OverlapTooSmall, PhotoOutsideRing, RingOpen.
    """
    count = len(names)
    pairs: dict[tuple[int, int], Pair] = {}
    for one in range(count if is_whole else count - 1):
        _join(pairs, matcher, one, (one + 1) % count, lens)
    missing = [one for one in range(count - 1) if not _between(pairs, one, one + 1)]
    direction = _direction(pairs, count)
    if missing or direction == 0:
        for one in range(count):
            for other in range(one + 1, count):
                if not _between(pairs, one, other):
                    _join(pairs, matcher, one, other, lens)
        order = _order(pairs, names, missing, is_whole=is_whole)
    else:
        order = tuple(range(count)) if direction > 0 else tuple(reversed(range(count)))
    return _ring(pairs, matcher, order, lens, is_whole=is_whole)


def _join(
    pairs: dict[tuple[int, int], Pair], matcher: Matcher, one: int, other: int, lens: Lens
) -> None:
    pair = matcher.pair(one, other, lens)
    if pair is None or pair.count < LEAST_POINTS:
        return
    turned = angle_of(pair.turn)
    if turned < SAME_RAD:
        raise SamePhoto(first=min(one, other) + 1, second=max(one, other) + 1)
    if turned < 0.95 * lens.across_rad:  # beyond it they can not share anything
        pairs[one, other] = pair


def _between(pairs: dict[tuple[int, int], Pair], one: int, other: int) -> Pair | None:
    """The pair with `one` first, whichever way it was found."""
    if (one, other) in pairs:
        return pairs[one, other]
    back = pairs.get((other, one))
    return _reversed(back) if back else None


def _reversed(pair: Pair) -> Pair:
    return Pair(pair.second, pair.first, pair.at_second, pair.at_first, pair.turn.T)


def _yaw(pair: Pair) -> float:
    """How far right of the first photo the second one looks."""
    return float(np.arctan2(pair.turn[0, 2], pair.turn[2, 2]))


def _direction(pairs: dict[tuple[int, int], Pair], count: int) -> int:
    """1: every photo lies right of the one before; -1: left; 0: they go to and fro."""
    steps = [_between(pairs, one, one + 1) for one in range(count - 1)]
    signs = {np.sign(_yaw(pair)) for pair in steps if pair}
    return int(signs.pop()) if len(signs) == 1 else 0


def _order(
    pairs: dict[tuple[int, int], Pair],
    names: Sequence[str],
    missing: Sequence[int],
    *,
    is_whole: bool,
) -> tuple[int, ...]:
    """From left to right, by yaws along the strongest pairs. Raises if they are not one piece."""
    count = len(names)
    strongest = sorted(pairs.values(), key=lambda pair: -pair.count)
    group = list(range(count))
    tree: list[Pair] = []
    for pair in strongest:
        if group[pair.first] != group[pair.second]:
            old, new = group[pair.second], group[pair.first]
            group = [new if one == old else one for one in group]
            tree.append(pair)
    if len(set(group)) > 1:
        raise _apart(group, names, missing, is_whole=is_whole)
    yaws: dict[int, float] = {0: 0.0}
    while len(yaws) < count:
        for pair in tree:
            if pair.first in yaws and pair.second not in yaws:
                yaws[pair.second] = yaws[pair.first] + _yaw(pair)
            elif pair.second in yaws and pair.first not in yaws:
                yaws[pair.first] = yaws[pair.second] - _yaw(pair)
    if is_whole:
        return tuple(sorted(range(count), key=lambda one: yaws[one] % (2 * np.pi)))
    return tuple(sorted(range(count), key=lambda one: yaws[one]))


def _apart(
    group: Sequence[int], names: Sequence[str], missing: Sequence[int], *, is_whole: bool
) -> PhotoOutsideRing | OverlapTooSmall:
    """A photo that hangs on nothing between two that may lie beside each other, or a gap."""
    count = len(group)
    sizes = {one: group.count(one) for one in set(group)}
    alone = [one for one in range(count) if sizes[group[one]] == 1]
    for one in alone:
        before, after = (one - 1) % count, (one + 1) % count
        is_inside = is_whole or 0 < one < count - 1
        # Without it the others are one piece: then it is the one that does not belong.
        if len(sizes) == 2 and (count > 3 or (is_inside and group[before] == group[after])):
            return PhotoOutsideRing(number=one + 1, name=names[one])
    gap = next(one for one in missing if group[one] != group[one + 1])
    return OverlapTooSmall(first=gap + 1, second=gap + 2)


def _ring(
    pairs: dict[tuple[int, int], Pair],
    matcher: Matcher,
    order: tuple[int, ...],
    lens: Lens,
    *,
    is_whole: bool,
) -> Ring:
    count = len(order)
    start = order.index(0) if is_whole else 0
    ring = Ring((*order[start:], *order[:start]), (), is_whole)
    found: list[Pair] = []
    for one, other in ring.neighbours():
        if not _between(pairs, one, other):
            _join(pairs, matcher, one, other, lens)
        pair = _between(pairs, one, other)
        if pair is None or _yaw(pair) <= 0:
            is_closing = is_whole and (one, other) == (ring.order[-1], ring.order[0])
            if is_closing:
                span = sum(_yaw(each) for each in found) + lens.across_rad
                raise RingOpen(last=one + 1, first=other + 1, span_deg=round(np.degrees(span)))
            raise OverlapTooSmall(first=min(one, other) + 1, second=max(one, other) + 1)
        found.append(pair)
    for at in range(count if is_whole and count > 4 else count - 2):
        one, other = ring.order[at], ring.order[(at + 2) % count]
        # Photos with one between them steady the ring where neighbours are poor.
        if not _between(pairs, one, other):
            _join(pairs, matcher, one, other, lens)
        pair = _between(pairs, one, other)
        if pair is not None and _yaw(pair) > 0:
            found.append(pair)
    return replace(ring, pairs=tuple(found))


def start_of(ring: Ring, lens: Lens) -> Placed:
    """First guess of where all look: turn after turn along the ring.

    What a whole turn lacks or has too much is spread evenly over the ring.
    """
    beside = {(pair.first, pair.second): pair for pair in ring.pairs}
    turns: Array = np.empty((len(ring.order), 3, 3))
    turn = np.eye(3)
    turns[ring.order[0]] = turn
    for one, other in zip(ring.order, ring.order[1:], strict=False):
        turn = turn @ beside[one, other].turn
        turns[other] = turn
    return Placed(lens, turns)
