"""The room as GLB, read back by a reader of its own."""

from pathlib import Path

import numpy as np
import pytest

from panorama.layout.model import Kind
from panorama.load import load_layout
from panorama.render.atlas import baked_atlas
from panorama.render.fronts import ends
from panorama.render.materials import label_texture
from panorama.render.mesh import MOST_BYTES, room_glb
from panorama.render.scene import Scene
from tests.support.glb import Glb

LAYOUT = Path(__file__).parents[3] / "panorama" / "data" / "t2.yaml"


@pytest.fixture(scope="module")
def layout():
    return load_layout(LAYOUT)


@pytest.fixture(scope="module")
def scene(layout):
    """Lit with a few rays: these tests are about what is where, not about soft shadows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("panorama.render.scene.ROUGH_RAYS", 1)
        patch.setattr("panorama.render.scene.ROUGH_BOUNCES", 1)
        made = Scene.of_layout(layout, is_rough=True)
        made.bake()
    return made


@pytest.fixture(scope="module")
def content(layout, scene):
    return room_glb(layout, scene)


@pytest.fixture(scope="module")
def glb(content):
    return Glb.read(content)


def test_the_room_fits_into_a_megabyte(content):
    assert len(content) <= MOST_BYTES == 1_000_000


def test_every_piece_of_equipment_and_every_wall_is_a_node_with_its_title(layout, glb):
    nodes = glb.nodes()
    for one in layout.equipment:
        assert nodes[one.id]["extras"]["zh"] == one.title.zh
    assert {f"wall_{number}" for number in range(1, len(layout.walls) + 1)} <= set(nodes)
    assert len(nodes) == len(glb.head["nodes"]), "no name twice"


def test_things_have_their_true_place_and_size(layout, glb):
    nodes = glb.nodes()
    for one in layout.equipment:
        if one.kind in (Kind.TABLE, Kind.COUNTER, Kind.BIN, Kind.DUCT, Kind.GAS_ALARM):
            points = glb.points(nodes[one.id])
            low, high = ends(one)
            assert points.min(axis=0)[:2] == pytest.approx(low[:2], abs=0.001), one.id
            assert points.max(axis=0)[:2] == pytest.approx(high[:2], abs=0.001), one.id
    hood = glb.points(nodes["hood-1"])
    assert hood[:, 2].min() == pytest.approx(1.85, abs=0.002)
    walls = np.concatenate([glb.points(nodes[f"wall_{n + 1}"]) for n in range(len(layout.walls))])
    low, high = walls.min(axis=0), walls.max(axis=0)
    assert low == pytest.approx([0, 0, 0], abs=0.031)  # half a wall
    assert high == pytest.approx([layout.width_m, layout.depth_m, layout.ceiling_m], abs=0.031)


def test_what_a_viewer_reads_of_positions_is_true(glb):
    for one in glb.head["meshes"]:
        for primitive in one["primitives"]:
            row = glb.head["accessors"][primitive["attributes"]["POSITION"]]
            raw = glb.numbers(primitive["attributes"]["POSITION"])
            assert (raw.min(axis=0).tolist(), raw.max(axis=0).tolist()) == (row["min"], row["max"])
            assert glb.numbers(primitive["indices"]).max() == len(raw) - 1
            shares = glb.numbers(primitive["attributes"]["TEXCOORD_0"]) / 65535
            assert 0 <= shares.min() <= shares.max() <= 1


def test_the_text_of_a_sign_stands_in_the_atlas_as_it_was_written(layout, scene):
    atlas = baked_atlas(layout, scene)
    number = next(n for n, quad in enumerate(scene.quads) if quad.label == "生料切配")
    height, width = atlas.picture.shape[:2]
    size = np.array([width, height])
    left, bottom = np.floor(atlas.low[number] * size).astype(int)
    right, top = np.floor((atlas.low[number] + atlas.span[number]) * size).astype(int)
    seen = atlas.picture[top : bottom + 1, left : right + 1].mean(axis=2)
    quad = scene.quads[number]
    written = label_texture(quad.label, *(float(np.linalg.norm(e)) for e in (quad.u, quad.v)))
    rows = np.linspace(0, len(written) - 1, len(seen)).astype(int)
    columns = np.linspace(0, written.shape[1] - 1, seen.shape[1]).astype(int)
    wanted = written.mean(axis=2)[rows[:, None], columns]
    assert np.corrcoef(seen.ravel(), wanted.ravel())[0, 1] > 0.9
    assert len(seen) >= 60, "too coarse to be read"


def test_joints_repeat_by_their_true_size(glb):
    tiles = next(one for one in glb.head["materials"] if one["name"] == "tiles")
    assert tiles["occlusionTexture"]["texCoord"] == 1
    picture = glb.picture(tiles["occlusionTexture"]["index"])
    row = picture[picture.shape[0] // 8, :, 0].astype(float)
    joints = row < row.mean() - 3 * row.std() / 2
    begins = np.flatnonzero(joints & ~np.roll(joints, 1))
    assert len(begins) == 4, "four tiles a picture"
    wall = glb.nodes()["wall_1"]
    number = glb.head["materials"].index(tiles)
    for primitive in glb.head["meshes"][wall["mesh"]]["primitives"]:
        if primitive["material"] == number:
            repeats = glb.numbers(primitive["attributes"]["TEXCOORD_1"])
            assert np.ptp(repeats[:, 1]) == pytest.approx(2.8 / (4 * 0.30), abs=0.01)
