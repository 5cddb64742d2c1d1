"""All photos of a ring laid together at once: turns and lens with the least error. Pure numpy.

Levenberg-Marquardt over three angles a photo, the focal length and the bend; a closed ring fixes
the focal length, because the turns must add up to a full one.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from panorama.stitch.camera import rays_of_pixels, small_turn
from panorama.stitch.model import Array, Lens, Pair, Placed

STEPS = 40
DONE = 1e-7  # smallest share by which a step must better the error
FREE_PX = 2.0  # residuals up to about this count in full, larger ones less and less (Cauchy)
BEND_SIGMA = 0.03  # phones correct their lenses; chosen, not measured
FOCAL_SIGMA = 0.15  # EXIF says whole millimetres, and some phones crop; of the logarithm
_STEP_FOCAL, _STEP_BEND = 1e-4, 1e-5


def adjust(start: Placed, pairs: Sequence[Pair]) -> Placed:
    """The placement with the least error over all points of all pairs.

    The first photo stays where it is. Distant points, which a moving hand shifts least, win over
    near ones because large residuals count less.
    """
    now, damping = start, 1e-3
    error, normal, gradient = _system(now, start, pairs)
    for _ in range(STEPS):
        held = normal + damping * np.diag(np.diag(normal) + 1e-9)
        step = -np.linalg.solve(held[3:, 3:], gradient[3:])
        tried = _moved(now, np.concatenate([np.zeros(3), step]))
        after, after_normal, after_gradient = _system(tried, start, pairs)
        if after < error:
            is_done = error - after < DONE * error
            now, error, normal, gradient = tried, after, after_normal, after_gradient
            damping = max(damping / 5, 1e-9)
            if is_done:
                break
        else:
            damping *= 6
            if damping > 1e6:
                break
    return now


def residuals(placed: Placed, pair: Pair) -> Array:
    """(M,) by how many pixels each point of a pair misses its partner."""
    apart = _apart(placed, pair, placed.lens)
    return np.linalg.norm(apart, axis=1) * placed.lens.focal_px


def _apart(placed: Placed, pair: Pair, lens: Lens) -> Array:
    first = rays_of_pixels(pair.at_first, lens) @ placed.turns[pair.first].T
    second = rays_of_pixels(pair.at_second, lens) @ placed.turns[pair.second].T
    return first - second


def _moved(placed: Placed, step: Array) -> Placed:
    turns = np.stack(
        [turn @ small_turn(step[3 * n : 3 * n + 3]) for n, turn in enumerate(placed.turns)]
    )
    lens = replace(
        placed.lens,
        focal_px=placed.lens.focal_px * float(np.exp(np.clip(step[-2], -0.3, 0.3))),
        bend=float(np.clip(placed.lens.bend + step[-1], -0.15, 0.15)),
    )
    return Placed(lens, turns)


def _system(placed: Placed, start: Placed, pairs: Sequence[Pair]) -> tuple[float, Array, Array]:
    """Error, normal matrix and gradient."""
    size = 3 * len(placed.turns) + 2
    normal, gradient, error = np.zeros((size, size)), np.zeros(size), 0.0
    lens = placed.lens
    longer = replace(lens, focal_px=lens.focal_px * np.exp(_STEP_FOCAL))
    bent = replace(lens, bend=lens.bend + _STEP_BEND)
    for pair in pairs:
        apart = _apart(placed, pair, lens)
        by_focal = (_apart(placed, pair, longer) - apart) / _STEP_FOCAL
        by_bend = (_apart(placed, pair, bent) - apart) / _STEP_BEND
        by_first = -placed.turns[pair.first] @ _crosses(rays_of_pixels(pair.at_first, lens))
        by_second = placed.turns[pair.second] @ _crosses(rays_of_pixels(pair.at_second, lens))
        square = (apart**2).sum(axis=1) * lens.focal_px**2 / FREE_PX**2
        # A pair of many points must not outvote one of few by its number alone.
        share = 1 / np.sqrt(pair.count)
        weight = share * lens.focal_px**2 / (1 + square)
        error += float(share * FREE_PX**2 * np.log1p(square).sum())
        slopes = np.concatenate([by_first, by_second, by_focal[..., None], by_bend[..., None]], 2)
        flat = slopes.reshape(-1, 8)
        heavy = np.repeat(weight, 3)[:, None] * flat
        at = [*range(3 * pair.first, 3 * pair.first + 3)]
        at += [*range(3 * pair.second, 3 * pair.second + 3), size - 2, size - 1]
        normal[np.ix_(at, at)] += flat.T @ heavy
        gradient[at] += heavy.T @ apart.reshape(-1)
    drift = np.log(lens.focal_px / start.lens.focal_px)
    for index, value, sigma in ((-2, drift, FOCAL_SIGMA), (-1, lens.bend, BEND_SIGMA)):
        error += (value / sigma) ** 2
        normal[index, index] += 1 / sigma**2
        gradient[index] += value / sigma**2
    return error, normal, gradient


def _crosses(rays: Array) -> Array:
    """(N, 3, 3) matrices that multiply like the cross product."""
    zero = np.zeros(len(rays))
    x, y, z = rays.T
    return np.stack([zero, -z, y, z, zero, -x, -y, x, zero], axis=1).reshape(-1, 3, 3)
