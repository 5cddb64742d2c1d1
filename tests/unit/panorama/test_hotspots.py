"""A hotspot names an item, so it must lie on the very thing, in sight of its scene."""

from pathlib import Path

import numpy as np
import pytest

from panorama.load import load_layout
from panorama.render.scene import Scene
from panorama.tour import direction

DATA = Path(__file__).parents[3] / "panorama" / "data"
LAYOUTS = {path.stem: load_layout(path) for path in sorted(DATA.glob("t*.yaml"))}
SPOTS = [
    (name, spot, scene)
    for name, layout in LAYOUTS.items()
    for spot in layout.hotspots
    for scene in spot.scenes
]
MADE_OF = {
    "KL-01": "sign",
    "KL-14": "ceiling",
    "KL-15": "tiles",
    "KL-16": "filter",
    "KL-17": "board_red",
    "EX-07": "filter",
    "EX-09": "galvanised",
    "EX-14": "plate",
    "EX-17": "rubber",
    "OF-02": "plate",
    "OF-04": "plate",
    "OF-07": "green_lamp",
    "OF-09": "door",
    "OF-13": "filter",
    "OF-14": "bin_lid",
    "OF-18": "sign",
}


@pytest.fixture(scope="module")
def rooms():
    return {name: Scene.of_layout(one, is_rough=True) for name, one in LAYOUTS.items()}


@pytest.mark.parametrize(
    ("name", "spot", "scene"), SPOTS, ids=[f"{name}-{a.item_id}-{b}" for name, a, b in SPOTS]
)
def test_a_hotspot_lies_on_the_thing_it_talks_about_and_is_seen(rooms, name, spot, scene):
    room = rooms[name]
    point = next(one for one in LAYOUTS[name].stand_points if one.id == scene)
    yaw, pitch = np.radians(direction(point, spot.x, spot.y, spot.z))
    way = [np.cos(pitch) * np.sin(yaw), np.cos(pitch) * np.cos(yaw), np.sin(pitch)]
    hits = room.cast(np.array([[point.x, point.y, point.eye_m]]), np.array([way]))
    far = np.hypot(np.hypot(spot.x - point.x, spot.y - point.y), spot.z - point.eye_m)
    assert hits.distance[0] == pytest.approx(far, abs=0.3)
    seen = room.quads[room.mesh.quad_of[hits.triangle[0]]].material
    if name == "t2":
        assert seen == MADE_OF.get(spot.item_id, seen)


@pytest.mark.parametrize("name", LAYOUTS)
def test_one_can_stand_at_every_stand_point(rooms, name):
    for point in LAYOUTS[name].stand_points:
        around = np.radians(np.arange(0, 360, 15))
        ways = np.stack([np.sin(around), np.cos(around), np.zeros(len(around))], axis=1)
        eye = np.tile([point.x, point.y, point.eye_m], (len(ways), 1))
        hits = rooms[name].cast(eye, ways)
        assert hits.distance[hits.is_hit].min() > 0.2, point.id
