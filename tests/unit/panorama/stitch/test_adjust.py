"""Rings whose places are known are found again from points alone."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panorama.stitch.adjust import adjust, residuals
from panorama.stitch.camera import angle_of, pixels_of_rays, rays_of_pixels, turn_of
from panorama.stitch.model import Lens, Pair, Ring
from panorama.stitch.pairs import pair_of
from panorama.stitch.ring import start_of

COUNT = 10


def known_ring(seed, bend=0.0, noise_px=0.3, wrong=0.0):
    """Turns, lens and what pairs of neighbours see of the same, with some wrong points."""
    chance = np.random.default_rng(seed)
    lens = Lens(1000, 750, float(chance.uniform(600, 900)), bend)
    turns = np.array(
        [turn_of(2 * np.pi * n / COUNT, *chance.normal(0, 0.05, 2)) for n in range(COUNT)]
    )
    seen = []
    for one in range(COUNT):
        other = (one + 1) % COUNT
        pixels = chance.uniform([400, 0], [999, 749], (400, 2))
        rays = rays_of_pixels(pixels, lens) @ (turns[other].T @ turns[one]).T
        there = pixels_of_rays(np.where(rays[:, 2:] > 0.1, rays, np.nan), lens)
        fits = (there > 0).all(axis=1) & (there < [999, 749]).all(axis=1)
        pixels, there = pixels[fits][:60], there[fits][:60]
        there = there + chance.normal(0, noise_px, there.shape)
        stray = chance.random(len(there)) < wrong
        there[stray] = chance.uniform([0, 0], [999, 749], (int(stray.sum()), 2))
        seen.append((one, other, pixels, there))
    return turns, lens, seen


def off_deg(found, turns):
    between = [
        angle_of((found[0].T @ mine).T @ (turns[0].T @ true))
        for mine, true in zip(found, turns, strict=True)
    ]
    return np.degrees(max(between))


def laid(seen, guess):
    pairs = [pair_of((one, other), here, there, guess) for one, other, here, there in seen]
    ring = Ring(tuple(range(COUNT)), tuple(pairs), True)
    return adjust(start_of(ring, guess), ring.pairs), pairs


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000), wrong=st.sampled_from([0.0, 0.3]))
def test_turns_and_focal_length_come_out_of_points_with_strays_among_them(seed, wrong):
    turns, lens, seen = known_ring(seed, wrong=wrong)
    placed, pairs = laid(seen, replace(lens, focal_px=lens.focal_px * 1.05))
    assert placed.lens.focal_px == pytest.approx(lens.focal_px, rel=0.003)
    assert off_deg(placed.turns, turns) < 0.1
    assert max(np.median(residuals(placed, pair)) for pair in pairs) < 1


def test_the_bend_of_a_lens_is_found():
    turns, lens, seen = known_ring(7, bend=0.04)
    placed, _ = laid(seen, replace(lens, bend=0.0))
    assert placed.lens.bend == pytest.approx(0.04, abs=0.005)
    assert off_deg(placed.turns, turns) < 0.1


def test_strays_alone_make_no_pair():
    chance = np.random.default_rng(3)
    here, there = chance.uniform(0, 700, (2, 40, 2))
    assert pair_of((0, 1), here, there, Lens(1000, 750, 800.0)) is None


def test_what_the_first_photo_looks_at_stays():
    _, lens, seen = known_ring(5)
    placed, _ = laid(seen, lens)
    assert placed.turns[0] == pytest.approx(np.eye(3))
    assert isinstance(Pair(0, 1, seen[0][2], seen[0][3], np.eye(3)).count, int)
