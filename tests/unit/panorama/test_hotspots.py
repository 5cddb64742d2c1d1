"""A hotspot names an item, so it must lie on the very thing, in sight of its scene."""

from pathlib import Path

import numpy as np
import pytest

from panorama.load import load_layout
from panorama.render.scene import Scene
from panorama.tour import direction

LAYOUT = load_layout(Path(__file__).parents[3] / "panorama" / "data" / "t2.yaml")
SCENES = {one.id: one for one in LAYOUT.stand_points}
PAIRS = [(spot, scene) for spot in LAYOUT.hotspots for scene in spot.scenes]
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
def room():
    return Scene.of_layout(LAYOUT, is_rough=True)


@pytest.mark.parametrize(("spot", "scene"), PAIRS, ids=[f"{a.item_id}-{b}" for a, b in PAIRS])
def test_a_hotspot_lies_on_the_thing_it_talks_about_and_is_seen(room, spot, scene):
    point = SCENES[scene]
    yaw, pitch = np.radians(direction(point, spot.x, spot.y, spot.z))
    way = [np.cos(pitch) * np.sin(yaw), np.cos(pitch) * np.cos(yaw), np.sin(pitch)]
    hits = room.cast(np.array([[point.x, point.y, point.eye_m]]), np.array([way]))
    far = np.hypot(np.hypot(spot.x - point.x, spot.y - point.y), spot.z - point.eye_m)
    assert hits.distance[0] == pytest.approx(far, abs=0.3)
    seen = room.quads[room.mesh.quad_of[hits.triangle[0]]].material
    assert seen == MADE_OF.get(spot.item_id, seen)
