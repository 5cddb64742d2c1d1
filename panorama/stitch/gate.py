"""Whether a ring is good enough, and which photos are to blame if it is not. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from panorama.stitch.adjust import residuals
from panorama.stitch.camera import angles_of, rays_of_pixels
from panorama.stitch.model import Array, Pair, Placed, Ring
from panorama.stitch.problems import (
    DoesNotFit,
    ExposureDiffers,
    HeldTooSlanted,
    OverlapTooSmall,
    PhotoBlurred,
    RingOpen,
)

# Figures of docs/decisions: rings whose places are known, made from rooms the bench does not use.
LEAST_POINTS = 9  # of a pair, before all are laid together
LEAST_HOLDING = 8  # of a neighbour pair afterwards
HOLDS_RAD = np.radians(0.5)
LEAST_SPREAD_RAD = np.radians(4.0)  # of the points, across their narrower side
MOST_OFF_RAD = np.radians(0.35)  # median of a neighbour pair's points
SAME_RAD = np.radians(3.0)
LEAST_SHARED = 0.12  # of the width: less than this leaves the seam no room
MOST_SLANT_RAD = np.radians(30.0)
MOST_TIMES = 6.0  # of light; windows and lamps reach three or four
LEAST_SHARP = 0.5  # of the ring's median
WEAK_HOLDING = 12
WEAK_OFF_RAD = np.radians(0.15)


@dataclass(frozen=True)
class PairReport:
    """How well two neighbours hold together; numbers from 1."""

    first: int
    second: int
    points: int
    spread_deg: float
    off_deg: float
    shared: float

    @property
    def is_weak(self) -> bool:
        """Good enough to be used, not good enough to be proud of."""
        return self.points < WEAK_HOLDING or self.off_deg > float(np.degrees(WEAK_OFF_RAD))


def judge_pairs(placed: Placed, ring: Ring) -> list[PairReport]:
    """What holds every neighbour pair together.

    Raises:
        OverlapTooSmall, DoesNotFit, RingOpen: naming the photos.
    """
    beside = {(pair.first, pair.second): pair for pair in ring.pairs}
    reports = [_report(placed, beside[one]) for one in ring.neighbours()]
    total = sum(_step(placed, one, other) for one, other in ring.neighbours())
    for report, (one, other) in zip(reports, ring.neighbours(), strict=True):
        named = {"first": min(one, other) + 1, "second": max(one, other) + 1}
        if report.shared < LEAST_SHARED:
            raise OverlapTooSmall(**named)
        if report.off_deg > np.degrees(MOST_OFF_RAD):
            raise DoesNotFit(**named, off_deg=f"{report.off_deg:.1f}")
        is_thin = report.spread_deg < np.degrees(LEAST_SPREAD_RAD)
        if report.points < LEAST_HOLDING or is_thin:
            raise OverlapTooSmall(**named)
    if ring.is_closed and abs(total - 2 * np.pi) > np.radians(1):
        last, first = ring.order[-1] + 1, ring.order[0] + 1
        raise RingOpen(last=last, first=first, span_deg=round(np.degrees(total)))
    return reports


def _step(placed: Placed, one: int, other: int) -> float:
    turn = placed.turns[one].T @ placed.turns[other]
    return float(np.arctan2(turn[0, 2], turn[2, 2]))


def _report(placed: Placed, pair: Pair) -> PairReport:
    off = residuals(placed, pair) / placed.lens.focal_px
    holding = off < HOLDS_RAD
    rays = rays_of_pixels(pair.at_first[holding], placed.lens)
    return PairReport(
        pair.first + 1,
        pair.second + 1,
        int(holding.sum()),
        round(float(np.degrees(_spread(rays))), 2),
        round(float(np.degrees(np.median(off))), 3),
        round(1 - _step(placed, pair.first, pair.second) / placed.lens.across_rad, 2),
    )


def _spread(rays: Array) -> float:
    """How wide a cloud of directions is: points in one spot fix no turn.

    Two far points do, so a long line counts as well as a cloud of a third of its length. The mean
    deviation is taken times 3.5, which is the width of what is evenly spread.
    """
    if len(rays) < 3:
        return 0.0
    flat = rays[:, :2] / rays[:, 2:]
    sides = np.linalg.svd(flat - flat.mean(axis=0), compute_uv=False) / np.sqrt(len(rays))
    return float(max(sides[-1], sides[0] / 3) * 3.5)


def judge_slant(placed: Placed, names: Sequence[str]) -> None:
    """Raises `HeldTooSlanted` for a photo far off the horizon of the levelled ring."""
    for number, turn in enumerate(placed.turns, 1):
        _, pitch, roll = angles_of(turn)
        slant = max(abs(pitch), abs(roll))
        if slant > MOST_SLANT_RAD:
            off = round(np.degrees(slant))
            raise HeldTooSlanted(number=number, name=names[number - 1], off_deg=off)


def judge_exposure(gains: Mapping[tuple[int, int], float]) -> None:
    """Raises `ExposureDiffers` for neighbours of which one is several times brighter."""
    for (one, other), times in gains.items():
        if max(times, 1 / times) > MOST_TIMES:
            first, second = sorted((one + 1, other + 1))
            shown = f"{max(times, 1 / times):.0f}"
            raise ExposureDiffers(first=first, second=second, times=shown)


def judge_sharpness(sharpness: Sequence[float], names: Sequence[str]) -> None:
    """Raises `PhotoBlurred` for the least sharp photo if it falls far behind the others."""
    least = int(np.argmin(sharpness))
    if sharpness[least] < LEAST_SHARP * float(np.median(sharpness)):
        raise PhotoBlurred(number=least + 1, name=names[least])
