"""What a walker knows of a room."""

from pathlib import Path

import pytest

from panorama.floor import floor
from panorama.load import load_layout

LAYOUT = Path(__file__).parents[3] / "panorama" / "data" / "t2.yaml"


@pytest.fixture(scope="module")
def shown():
    return floor(load_layout(LAYOUT))


def test_walls_are_open_at_doors_and_closed_below_windows_and_hatches(shown):
    east = [wall for wall in shown["walls"] if wall[0] == wall[2] == 12]
    assert east == [[12.0, 10.0, 12.0, 5.9], [12.0, 4.9, 12.0, 0.0]], "the goods' door"
    assert [0.0, 4.6, 12.0, 4.6] in shown["walls"], "two hatches, no door"


def test_one_walks_under_a_hood_and_round_a_table(shown):
    solid = {one["id"]: one["is_solid"] for one in shown["things"]}
    assert solid["table-raw"]
    assert not solid["hood-1"]
    assert "sign-raw" not in solid
    assert "drain-1" not in solid


def test_outside_is_no_zone_of_the_floor(shown):
    assert "yard" not in {zone["id"] for zone in shown["zones"]}
