"""How two photos lie to each other: the turn most of their common points agree on."""

from collections.abc import Mapping, Sequence

import numpy as np

from panorama.stitch.camera import best_turn, rays_of_pixels
from panorama.stitch.features import alike
from panorama.stitch.model import Array, Features, Lens, Pair, Where

TRIES = 600
SEED = 20261130  # the same photos give the same panorama
NEAR_RAD = np.radians(0.35)  # a hand's circle of 5 cm moves a wall at 2 m by about so much
LEAST_SEEN = 6
_REFINED = 4


class Matcher:
    """Finds pairs and remembers what two photos have alike: it depends on no lens."""

    def __init__(self, features: Sequence[Features]) -> None:
        self._features = features
        self._alike: dict[tuple[int, int], tuple[Array, Array]] = {}

    def learn(self, common: Mapping[tuple[int, int], tuple[Array, Array]]) -> None:
        """More points that photos have alike, found by somebody else."""
        for (first, second), (at_first, at_second) in common.items():
            for here, there, new, new_there in (
                (first, second, at_first, at_second),
                (second, first, at_second, at_first),
            ):
                own = self._of(here, there)
                self._alike[here, there] = (
                    np.concatenate([own[0], new]),
                    np.concatenate([own[1], new_there]),
                )

    def pair(self, first: int, second: int, lens: Lens) -> Pair | None:
        """The pair, or `None` where too few points agree on any turn."""
        at_first, at_second = self._of(first, second)
        return pair_of((first, second), at_first, at_second, lens)

    def _of(self, first: int, second: int) -> tuple[Array, Array]:
        if (first, second) not in self._alike:
            self._alike[first, second] = alike(self._features[first], self._features[second])
        return self._alike[first, second]


def pair_of(numbers: tuple[int, int], at_first: Array, at_second: Array, lens: Lens) -> Pair | None:
    """The turn that most points agree on (RANSAC over two points each), refined on those."""
    count = len(at_first)
    if count < LEAST_SEEN:
        return None
    onto, rays = rays_of_pixels(at_first, lens), rays_of_pixels(at_second, lens)
    turn, is_near = turn_of_rays(onto, rays, NEAR_RAD)
    if is_near.sum() < LEAST_SEEN:
        return None
    return Pair(*numbers, at_first[is_near], at_second[is_near], turn)


def turn_of_rays(onto: Array, rays: Array, near_rad: float) -> tuple[Array, Where]:
    """The turn that lays the most of rays (N, 3) onto others, and which of them."""
    chosen = np.random.default_rng(SEED).integers(0, len(rays), (TRIES, 2))
    chosen = chosen[chosen[:, 0] != chosen[:, 1]]
    turns = _frames(onto[chosen]) @ _frames(rays[chosen]).transpose(0, 2, 1)
    agree = np.einsum("tij,nj,ni->tn", turns, rays, onto, optimize=True) > np.cos(near_rad)
    best = int(agree.sum(axis=1).argmax())
    turn, is_near = turns[best], agree[best]
    for _ in range(_REFINED):
        if is_near.sum() < LEAST_SEEN:
            break
        turn = best_turn(onto[is_near], rays[is_near])
        is_near = np.einsum("ij,nj,ni->n", turn, rays, onto) > np.cos(near_rad)
    return turn, is_near


def _frames(twos: Array) -> Array:
    """(T, 3, 3) right-angled frames along two rays each; columns are their axes."""
    one = twos[:, 0]
    across: Array = np.cross(one, twos[:, 1])
    across = across / np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-12)
    return np.stack([one, across, np.cross(one, across)], axis=2)
