"""The room as GLB to walk in: real sizes, y up, a named node for each part.

Colour times baked light lies in one atlas with KHR_materials_unlit, instead of materials that a
viewer lights itself: three of the room's lamps would cost a phone more than the whole picture, and
none of a viewer's lights gives the soft shadow under a table. What the atlas can not hold within
1 MB are joints of 4 mm; they are small pictures that repeat, hung in as occlusion with their own
texture coordinates. A viewer that ignores them shows the same room with plain walls.
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from panorama.layout.model import Layout
from panorama.render.atlas import Atlas, baked_atlas
from panorama.render.furnish import room_parts
from panorama.render.glb import CLAMP, MIRRORED, REPEAT, Glb, ModelTooLarge, Piece
from panorama.render.materials import MATERIALS, pattern_tile
from panorama.render.scene import LIFT_M, Scene
from panorama.render.surfaces import Quad

Array = NDArray[np.floating[Any]]
MOST_BYTES = 1_000_000
QUALITIES = (92, 86, 78, 68, 56)  # the best that keeps the file within MOST_BYTES
# Pictures of patterns: how many cells each holds, its size. Brushed grain is too fine to be seen.
DETAIL = {"tiles": (4, 512), "panels": (2, 256), "bricks": (4, 256), "slats": (4, 64)}
SOFT = {"wood": (4, 256)}  # has no cells, so it repeats mirrored
SHINY = 0.25  # from this share of mirror reflection on a viewer may add what the metal mirrors


def room_glb(layout: Layout, scene: Scene) -> bytes:
    """The file; `scene` must be baked and of this layout.

    Nodes: equipment by its id, `wall_1`…, `room_building`, `room_lamps`, `room_surroundings`; the
    room's x is X, its z is Y, its y is -Z. A material's `extras.gain` belongs to its occlusion
    picture: colour = atlas x picture x gain. `extras.shine` is its share of mirror reflection.

    Raises:
        ModelTooLarge: more than 1 MB even at the lowest quality, or more surfaces than fit.
    """
    atlas = baked_atlas(layout, scene)
    size = 0
    for quality in QUALITIES:
        content = _written(layout, scene, atlas, quality)
        size = len(content)
        if size <= MOST_BYTES:
            return content
    raise ModelTooLarge(f"{size} bytes, at most {MOST_BYTES}")


def _written(layout: Layout, scene: Scene, atlas: Atlas, quality: int) -> bytes:
    glb = Glb(extras={"room_id": layout.id, "size_m": [layout.width_m, layout.depth_m]})
    colours = glb.texture(_jpeg(atlas.picture, quality), "image/jpeg", wrap=CLAMP, has_mips=False)
    materials = _Materials(glb, colours)
    titles = {one.id: one.title for one in layout.equipment}
    first = 0
    parts = room_parts(layout)
    hidden = _hidden(scene, [name for name, part in parts.items() for _ in part.quads])
    for name, part in parts.items():
        numbers = [n for n in range(first, first + len(part.quads)) if not hidden[n]]
        first += len(part.quads)
        by_material: dict[str, list[int]] = {}
        for number in numbers:
            by_material.setdefault(materials.like(scene.quads[number].material), []).append(number)
        pieces = [
            _piece(scene.quads, atlas, chosen, materials.number(material), _repeat_m(material))
            for material, chosen in by_material.items()
        ]
        title = titles.get(name)
        extras = {"zh": title.zh, "en": title.en, "kind": "equipment"} if title else {}
        if pieces:
            glb.node(name, pieces, extras)
    return glb.content()


def _hidden(scene: Scene, part_of: list[str]) -> NDArray[np.bool_]:
    """Which quads of walls and trees lie inside walls and trees.

    Nobody sees them, but where pieces of a wall meet, the edges of their ends lie exactly in its
    surface and would show as dark lines. From such a quad every ray along its normal meets the
    inside of another. Things are left alone: a wok is a sheet that one may look at from below.
    """
    solid = np.array(
        [
            1 if one.startswith("wall_") else 2 if one == "room_surroundings" else 0
            for one in part_of
        ]
    )
    shares = np.array([(a, b) for a in (0.02, 0.5, 0.98) for b in (0.02, 0.5, 0.98)])
    corner = np.array([quad.corner for quad in scene.quads])
    u, v = np.array([quad.u for quad in scene.quads]), np.array([quad.v for quad in scene.quads])
    normal = np.array([quad.normal for quad in scene.quads])
    starts = corner[:, None] + shares[:, :1] * u[:, None] + shares[:, 1:] * v[:, None]
    starts += normal[:, None] * LIFT_M
    ways = np.repeat(normal, len(shares), axis=0).astype(np.float32)
    hits = scene.cast(starts.reshape(-1, 3).astype(np.float32), ways)
    met = scene.mesh.quad_of[np.where(hits.is_hit, hits.triangle, 0)]
    is_inside = hits.is_hit & ((normal[met] * ways).sum(axis=1) > 0)
    is_inside &= solid[met] == np.repeat(solid, len(shares))
    return (solid > 0) & is_inside.reshape(-1, len(shares)).all(axis=1)


class _Materials:
    """Materials by name, written when first asked for."""

    def __init__(self, glb: Glb, atlas: int) -> None:
        self._glb, self._atlas = glb, atlas
        self._known: dict[str, int] = {}

    @staticmethod
    def like(name: str) -> str:
        """The material of the file: those without pattern and shine are one."""
        one = MATERIALS[name]
        has_detail = one.pattern in DETAIL or one.pattern in SOFT
        return name if has_detail or one.gloss >= SHINY else "plain"

    def number(self, name: str) -> int:
        if name not in self._known:
            self._known[name] = self._glb.material(self._row(name))
        return self._known[name]

    def _row(self, name: str) -> dict[str, Any]:
        found = MATERIALS.get(name)
        extras: dict[str, Any] = {}
        row: dict[str, Any] = {
            "name": name,
            "doubleSided": True,
            "pbrMetallicRoughness": {
                "baseColorTexture": {"index": self._atlas},
                "metallicFactor": 0,
                "roughnessFactor": 1,
            },
            "extensions": {"KHR_materials_unlit": {}},
            "extras": extras,
        }
        if found and found.gloss >= SHINY:
            extras["shine"] = found.gloss
        if found and found.pattern in {**DETAIL, **SOFT}:
            repeats, size_px = {**DETAIL, **SOFT}[found.pattern]
            tile = pattern_tile(name, repeats, size_px)
            extras["gain"] = round(float(tile.max()), 4)
            grey = (tile / tile.max() * 255 + 0.5).astype(np.uint8)
            wrap = MIRRORED if found.pattern in SOFT else REPEAT
            picture = _jpeg(np.repeat(grey[:, :, None], 3, axis=2), 80)
            texture = self._glb.texture(picture, "image/jpeg", wrap=wrap, has_mips=True)
            row["occlusionTexture"] = {"index": texture, "texCoord": 1}
        return row


def _repeat_m(material: str) -> float:
    """Metres that one detail picture covers; 0 without one."""
    found = MATERIALS.get(material)
    if not found or found.pattern not in {**DETAIL, **SOFT}:
        return 0.0
    return found.size_m * {**DETAIL, **SOFT}[found.pattern][0]


def _piece(
    quads: list[Quad], atlas: Atlas, numbers: list[int], material: int, repeat_m: float
) -> Piece:
    corner = np.array([quads[n].corner for n in numbers])
    u, v = np.array([quads[n].u for n in numbers]), np.array([quads[n].v for n in numbers])
    corners = _up_is_y(np.stack([corner, corner + u, corner + u + v, corner + v], axis=1))
    low, span = atlas.low[numbers], atlas.span[numbers]
    along, up = span * [1, 0], span * [0, 1]
    uv = np.stack([low, low + along, low + along + up, low + up], axis=1)
    if not repeat_m:
        return Piece(material, corners, uv)
    wide, high = np.linalg.norm(u, axis=1), np.linalg.norm(v, axis=1)
    zero = np.zeros_like(wide)
    metres = np.stack([zero, zero, wide, zero, wide, high, zero, high], axis=1).reshape(-1, 4, 2)
    # Pictures count their rows downwards, the pattern counts v upwards from the quad's corner.
    return Piece(material, corners, uv, metres / repeat_m * [1, -1])


def _up_is_y(points: Array) -> Array:
    """East, north, up as glTF has it: right, up, towards the viewer."""
    return np.stack([points[..., 0], points[..., 2], -points[..., 1]], axis=-1)


def _jpeg(picture: NDArray[np.uint8], quality: int) -> bytes:
    bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    # Full colour resolution: neighbours in the atlas have nothing to do with each other.
    settings = [
        *(cv2.IMWRITE_JPEG_QUALITY, quality),
        *(cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444),
    ]
    _, jpeg = cv2.imencode(".jpg", bgr, settings)
    return jpeg.tobytes()
