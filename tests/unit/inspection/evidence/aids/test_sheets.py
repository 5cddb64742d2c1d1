"""Synthetic photos of the printed marker and of white paper: found, and measured by."""

import numpy as np
import pytest

from inspection.evidence.aids.sheets import Kind, find_sheet
from inspection.evidence.measuring.plane import A4, LEAST_FOUND_PX, length_between, marker
from inspection.evidence.measuring.sheet import MARKER_MM
from tests.support.pictures import jpeg
from tests.support.sheets import SIZE_PX, a_view, corners_of, marker_page, photo


def views(count, seed, **more):
    dice = np.random.default_rng(seed)
    while count:
        view = a_view(dice, SIZE_PX, **more)
        if view.shows(view.seen(corners_of(320, 320))):
            count -= 1
            yield view, dice


def in_pixels(found):
    return np.array(found.corners) * SIZE_PX - 0.5


def test_lengths_by_the_found_marker_lie_within_their_error_in_95_of_100_photos():
    page, page_mm = marker_page()
    hits = found_in = 0
    for view, dice in views(60, 7, most_tilt_deg=55, far_mm=(500, 1800)):
        found = find_sheet(photo(view, page, page_mm, dice))
        if found is None:
            continue
        assert found.kind is Kind.MARKER
        found_in += 1
        points = dice.uniform(-300, 300, (2, 2))
        true = float(np.hypot(*(points[1] - points[0])))
        ends = view.seen(points) + dice.normal(0, 1.5, (2, 2))
        errors = {"corner_error_px": LEAST_FOUND_PX, "point_error_px": 1.5}
        length = length_between(in_pixels(found), marker(MARKER_MM), ends, **errors)
        hits += abs(length.value_mm - true) <= length.error_mm
    assert found_in >= 57, "95 of 100 are found"
    assert hits / found_in >= 0.95


def test_white_paper_on_a_wall_is_found_to_within_two_pixels_a_corner():
    page = np.full((840, 1188), 240, np.uint8)
    missed = 0
    for view, dice in views(30, 8, most_tilt_deg=45, far_mm=(600, 1500)):
        found = find_sheet(photo(view, page, (297, 210), dice))
        if found is None:
            missed += 1
            continue
        assert found.kind is Kind.A4
        true = view.seen(corners_of(A4.long_mm, A4.short_mm))
        apart = [np.hypot(*(true - corner).T).min() for corner in in_pixels(found)]
        assert max(apart) < 2
        first = np.hypot(*(true - in_pixels(found)[0]).T).argmin()
        second = np.hypot(*(true - in_pixels(found)[1]).T).argmin()
        assert {int(first), int(second)} in ({0, 1}, {2, 3}), "a long side first"
    assert missed <= 3


@pytest.mark.parametrize("words", ["1", "没有纸", ""])
def test_where_no_sheet_lies_none_is_proposed(words):
    assert find_sheet(jpeg(words)) is None
