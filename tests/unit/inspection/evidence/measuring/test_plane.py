import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.evidence.measuring.plane import (
    A4,
    NotASheet,
    OutOfPlane,
    TooUnsure,
    length_between,
    marker,
)
from tests.support.sheets import a_view, corners_of

ERRORS = {"corner_error_px": 1.0, "point_error_px": 1.5}


def measured(view, points_mm, sheet=A4, **errors):
    corners = view.seen(corners_of(sheet.long_mm, sheet.short_mm))
    return length_between(corners, sheet, view.seen(points_mm), **(errors or ERRORS))


def bent(pixels, strength, size_px):
    """What a lens still bends: radially, by `strength` at the corner of the picture."""
    middle = np.array(size_px) / 2
    away = pixels - middle
    share = np.hypot(*away.T) / np.hypot(*middle)
    return middle + away * (1 + strength * share[:, None] ** 2)


@pytest.mark.parametrize("sheet", [A4, marker(160)], ids=["A4", "marker"])
def test_the_true_length_lies_within_the_stated_error_in_95_of_100_pictures(sheet):
    dice = np.random.default_rng(20261125)
    hits = tried = refused = 0
    while tried < 4000:
        view = a_view(dice)
        points = dice.uniform(-900, 900, (2, 2))
        true = float(np.hypot(*(points[1] - points[0])))
        real = dice.normal(1, sheet.tolerance, 2) * (sheet.long_mm, sheet.short_mm)
        corners, ends = view.seen(corners_of(*real)), view.seen(points)
        if not (view.shows(corners) and view.shows(ends)) or true < 30:
            continue
        strength = dice.normal(0, 0.005)
        corners = bent(corners, strength, view.size_px)
        ends = bent(ends, strength, view.size_px)
        corners = corners + dice.normal(0, ERRORS["corner_error_px"], (4, 2))
        ends = ends + dice.normal(0, ERRORS["point_error_px"], (2, 2))
        try:
            found = length_between(corners, sheet, ends, **ERRORS)
        except (NotASheet, OutOfPlane, TooUnsure):
            refused += 1
            continue
        tried += 1
        hits += abs(found.value_mm - true) <= found.error_mm
    assert hits / tried >= 0.95, hits / tried
    assert refused < 0.5 * tried, "an instrument that mostly refuses measures nothing"


@given(st.integers(0, 2**32 - 1))
def test_without_any_error_the_length_is_exact_however_slanted_the_view(seed):
    dice = np.random.default_rng(seed)
    view, points = a_view(dice, most_tilt_deg=70), dice.uniform(-250, 250, (2, 2))
    try:
        found = measured(view, points, corner_error_px=1e-6, point_error_px=1e-6)
    except (NotASheet, OutOfPlane):
        return  # too small, or the point lies behind the camera
    assert found.value_mm == pytest.approx(np.hypot(*(points[1] - points[0])), rel=1e-6)


def test_the_corners_may_be_marked_in_either_sense_and_from_either_end():
    view, points = a_view(np.random.default_rng(3)), np.array([[-50.0, 20], [120, -40]])
    corners, ends = view.seen(corners_of(297, 210)), view.seen(points)
    found = [
        length_between(one, A4, ends, **ERRORS).value_mm
        for one in (corners, corners[[1, 0, 3, 2]], corners[[2, 3, 0, 1]])
    ]
    assert found == pytest.approx([found[0]] * 3)


def test_the_bar_grows_with_distance_from_the_sheet_and_with_less_exact_pointing():
    view = a_view(np.random.default_rng(4), most_tilt_deg=20, far_mm=(1000, 1001))
    near = measured(view, np.array([[-40.0, 0], [60, 0]]))
    far = measured(view, np.array([[400.0, 300], [500, 300]]))
    rough = measured(view, np.array([[-40.0, 0], [60, 0]]), corner_error_px=4.0, point_error_px=4.0)
    assert near.error_mm < far.error_mm
    assert near.error_mm < rough.error_mm
    assert near.error_mm >= 2 * 100 * A4.tolerance, "never better than the paper itself"


@pytest.mark.parametrize(
    "corners",
    [
        [[0, 0], [400, 0], [0, 300], [400, 300]],  # crossed
        [[0, 0], [400, 0], [120, 90], [0, 300]],  # dented
        [[0, 0], [400, 0], [401, 4], [0, 300]],  # a side of nothing
        [[5, 5]] * 4,
        [[0, 0], [100, 0], [200, 0], [300, 0]],  # a line
    ],
)
def test_corners_that_no_flat_sheet_can_have_are_refused(corners):
    with pytest.raises(NotASheet):
        length_between(np.array(corners, float), A4, np.array([[0, 0], [9, 9.0]]), **ERRORS)


def test_a_point_beyond_the_horizon_of_the_plane_is_refused():
    slanted = np.array([[300.0, 400], [700, 400], [900, 700], [100, 700]])
    with pytest.raises((OutOfPlane, TooUnsure)):
        length_between(slanted, A4, np.array([[500, 600], [500, 20.0]]), **ERRORS)


def test_a_length_that_nobody_can_tell_from_here_is_refused():
    view = a_view(np.random.default_rng(5), far_mm=(2400, 2401))
    with pytest.raises(TooUnsure):
        measured(view, np.array([[0.0, 0], [8, 0]]))
