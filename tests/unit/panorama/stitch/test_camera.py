"""Pixels, rays and turns come back as they were."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panorama.stitch.camera import (
    angle_of,
    angles_of,
    best_turn,
    level,
    pixels_of_rays,
    rays_of_pixels,
    small_turn,
    turn_of,
)
from panorama.stitch.model import Lens

lenses = st.builds(Lens, st.just(1000), st.just(750), st.floats(500, 2500), st.floats(-0.08, 0.08))
turns = st.builds(turn_of, st.floats(-3.1, 3.1), st.floats(-1.4, 1.4), st.floats(-3.1, 3.1))


@given(lenses, st.floats(0, 999), st.floats(0, 749))
def test_a_pixel_comes_back_from_its_ray(lens, column, row):
    pixel = np.array([[column, row]])
    rays = rays_of_pixels(pixel, lens)
    assert np.linalg.norm(rays) == pytest.approx(1)
    assert pixels_of_rays(rays, lens) == pytest.approx(pixel, abs=0.02)


def test_the_middle_of_a_level_photo_looks_north_and_its_right_side_east():
    turn = turn_of(0, 0)
    assert turn @ [0, 0, 1] == pytest.approx([0, 1, 0])
    assert turn @ [1, 0, 0] == pytest.approx([1, 0, 0])
    assert turn @ [0, 1, 0] == pytest.approx([0, 0, -1])


@given(st.floats(-3.1, 3.1), st.floats(-1.4, 1.4), st.floats(-3.1, 3.1))
def test_a_camera_says_how_it_was_turned(yaw, pitch, roll):
    assert angles_of(turn_of(yaw, pitch, roll)) == pytest.approx((yaw, pitch, roll), abs=1e-6)


@given(turns, st.lists(st.floats(-1, 1), min_size=3, max_size=3))
def test_turns_stay_turns(turn, axis):
    turned = turn @ small_turn(np.array(axis))
    assert turned @ turned.T == pytest.approx(np.eye(3), abs=1e-9)
    assert angle_of(turn.T @ turned) == pytest.approx(np.linalg.norm(axis), abs=1e-6)


@given(turns, st.integers(0, 1000))
def test_the_turn_between_two_sets_of_rays_is_found(turn, seed):
    rays = np.random.default_rng(seed).normal(size=(12, 3))
    rays /= np.linalg.norm(rays, axis=1, keepdims=True)
    assert best_turn(rays @ turn.T, rays) == pytest.approx(turn, abs=1e-9)


@given(turns, st.integers(3, 16))
def test_a_ring_becomes_level_however_its_first_photo_was_held(askew, count):
    upright = np.array([turn_of(2 * np.pi * n / count, -0.05, 0) for n in range(count)])
    levelled = level(askew @ upright)
    yaws, pitches, rolls = np.array([angles_of(one) for one in levelled]).T
    assert yaws[0] == pytest.approx(0, abs=1e-6)
    assert pitches == pytest.approx(np.full(count, -0.05), abs=1e-6)
    assert rolls == pytest.approx(np.zeros(count), abs=1e-6)
