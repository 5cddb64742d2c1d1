"""The room in Open3D's ray caster, with light baked per vertex. Imports Open3D."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import open3d as o3d
from numpy.typing import NDArray

from panorama.layout.model import Layout
from panorama.render.furnish import room_surfaces
from panorama.render.materials import COLOUR, GLOW, NAMES
from panorama.render.surfaces import ROUGH, Mesh, Quad, meshed

Array = NDArray[np.floating[Any]]
ZENITH = np.array([0.30, 0.50, 0.92], np.float32)
HORIZON = np.array([0.86, 0.93, 1.0], np.float32)
CLOUD = np.array([1.25, 1.22, 1.2], np.float32)
SUN = np.array([4.4, 4.1, 3.4], np.float32)
SUN_FROM = np.array([0.45, 0.55, 0.70]) / np.linalg.norm([0.45, 0.55, 0.70])
LIFT_M = 0.004  # rays start this far above their surface
GATHER_RAYS, BOUNCES = 48, 3
ROUGH_RAYS, ROUGH_BOUNCES = 24, 2  # for previews
SMOOTHINGS = 4
_SAMPLES = np.array([(a, b) for a in (0.17, 0.5, 0.83) for b in (0.25, 0.75)])


@dataclass
class Hits:
    """Where rays met the room; rays that met nothing have `is_hit` false."""

    is_hit: NDArray[np.bool_]
    distance: Array
    triangle: NDArray[np.int64]
    bary: Array


@dataclass
class Scene:
    """Geometry, light and a way to cast rays."""

    quads: list[Quad]
    mesh: Mesh
    caster: o3d.t.geometry.RaycastingScene
    material_of_quad: NDArray[np.int32]
    is_rough: bool = False
    light: Array = field(default_factory=lambda: np.zeros((0, 3), np.float32))
    sun: Array = field(default_factory=lambda: np.zeros((0, 3), np.float32))

    @classmethod
    def of_layout(cls, layout: Layout, *, is_rough: bool = False) -> "Scene":
        """The room, dark until `bake`; a rough one is lit in seconds, for previews."""
        quads = room_surfaces(layout).quads
        mesh = meshed(quads, ROUGH if is_rough else 1.0)
        caster = o3d.t.geometry.RaycastingScene()
        caster.add_triangles(_tensor(mesh.vertices), _tensor(mesh.triangles))
        materials = np.array([NAMES.index(quad.material) for quad in quads], np.int32)
        return cls(quads, mesh, caster, materials, is_rough)

    def __post_init__(self) -> None:
        """Directions of each quad's edges, for reflections along and across a grain."""
        edges = np.array([(quad.u, quad.v) for quad in self.quads], np.float32)
        edges /= np.linalg.norm(edges, axis=2, keepdims=True)
        self.along_u, self.along_v = edges[:, 0], edges[:, 1]

    def cast(self, origins: Array, directions: Array) -> Hits:
        """First hits of rays (N, 3) + (N, 3)."""
        rays = np.concatenate([origins, directions], axis=1).astype(np.float32)
        if not np.isfinite(rays).all():
            raise ValueError("a ray is not finite")  # each costs a hundred good ones (room-notes)
        found = self.caster.cast_rays(_tensor(rays))
        distance = found["t_hit"].numpy()
        return Hits(
            np.isfinite(distance),
            distance,
            found["primitive_ids"].numpy().astype(np.int64),
            found["primitive_uvs"].numpy(),
        )

    def is_lit(self, origins: Array, to: Array) -> NDArray[np.bool_]:
        """Whether nothing stands between the origins and `origin + to`."""
        rays = np.concatenate([origins, to], axis=1).astype(np.float32)
        return ~self.caster.test_occlusions(_tensor(rays), 0.0, 0.999).numpy()

    def light_at(self, hits: Hits) -> Array:
        """Irradiance at hits without the sun, interpolated from the vertices."""
        return self._interpolated(self.light, hits)

    def sun_at(self, points: Array, normals: Array) -> Array:
        """Irradiance of the sun at points; its shadows are sharp, so it is not baked."""
        cosine = np.maximum(normals @ SUN_FROM.astype(np.float32), 0)
        chosen = np.flatnonzero(cosine > 0)
        far = np.tile((SUN_FROM * 200).astype(np.float32), (len(chosen), 1))
        lit = chosen[self.is_lit(points[chosen] + normals[chosen] * LIFT_M, far)]
        total = np.zeros(points.shape, np.float32)
        total[lit] = cosine[lit][:, None] * SUN
        return total

    def _interpolated(self, values: Array, hits: Hits) -> Array:
        corners = values[self.mesh.triangles[np.where(hits.is_hit, hits.triangle, 0)]]
        u, v = hits.bary[:, 0:1], hits.bary[:, 1:2]
        return corners[:, 0] * (1 - u - v) + corners[:, 1] * u + corners[:, 2] * v

    def bake(self, progress: Callable[[float], None] = lambda _: None) -> None:
        """Light of lamps and windows, then what surfaces throw onto each other, sun included."""
        rays, bounces = (ROUGH_RAYS, ROUGH_BOUNCES) if self.is_rough else (GATHER_RAYS, BOUNCES)
        start = self.mesh.vertices + self.mesh.normals * LIFT_M
        direct = self._lamps(start)
        self.sun = self.sun_at(self.mesh.vertices, self.mesh.normals)
        self.light = direct
        for bounce in range(bounces):
            progress((1 + bounce) / (1 + bounces))
            self.light = direct + self._smoothed(self._gathered(start, rays, seed=bounce))

    def _lamps(self, start: Array) -> Array:
        total = np.zeros_like(start)
        normals = self.mesh.normals
        for quad, material in zip(self.quads, self.material_of_quad, strict=True):
            glow = GLOW[material]
            if not glow.any():
                continue
            area = float(np.linalg.norm(np.cross(quad.u, quad.v))) / len(_SAMPLES)
            for a, b in _SAMPLES:
                point = quad.corner + a * quad.u + b * quad.v + quad.normal * LIFT_M
                to = (point - start).astype(np.float32)
                squared = np.maximum((to**2).sum(axis=1), 0.02)
                cosine = (to * normals).sum(axis=1) * -(to @ quad.normal).astype(np.float32)
                near = (cosine > 0) & (squared < 64)
                chosen = np.flatnonzero(near)
                lit = chosen[self.is_lit(start[chosen], to[chosen])]
                total[lit] += (cosine[lit] / squared[lit] ** 2 * area)[:, None] * glow
        return total

    def _gathered(self, start: Array, rays: int, seed: int) -> Array:
        """Cosine-weighted gathering; the same stratified directions turned per vertex."""
        chance = np.random.default_rng(seed)
        turn = chance.random(len(start)) * 2 * np.pi
        tangent, side = _frames(self.mesh.normals)
        total = np.zeros_like(start)
        for number in range(rays):
            radius = np.sqrt((number + 0.5) / rays)
            angle = number * 2.399963 + turn  # the golden angle spreads them evenly
            across, along = radius * np.cos(angle), radius * np.sin(angle)
            up = np.sqrt(1 - radius**2)
            ways = (
                tangent * across[:, None] + side * along[:, None] + self.mesh.normals * up
            ).astype(np.float32)
            total += self.thrown(self.cast(start, ways), ways)
        return total / rays * np.pi

    def _smoothed(self, light: Array) -> Array:
        """Evens out the noise of gathering within each surface; edges between surfaces stay."""
        a, b, c = self.mesh.triangles.T
        pairs = np.concatenate([np.stack([a, b]), np.stack([b, c]), np.stack([c, a])], axis=1)
        count = np.bincount(pairs.ravel(), minlength=len(light)).astype(np.float32)
        for _ in range(SMOOTHINGS):
            around = np.zeros_like(light)
            for channel in range(3):
                for one, other in ((0, 1), (1, 0)):
                    around[:, channel] += np.bincount(
                        pairs[one], light[pairs[other], channel], minlength=len(light)
                    )
            light = 0.4 * light + 0.6 * around / np.maximum(count, 1)[:, None]
        return light.astype(np.float32)

    def thrown(self, hits: Hits, ways: Array) -> Array:
        """What comes back along rays without mirrors and patterns: lit surfaces, or the sky."""
        quads = self.mesh.quad_of[np.where(hits.is_hit, hits.triangle, 0)]
        colour = COLOUR[self.material_of_quad[quads]]
        back = colour * (self.light_at(hits) + self._interpolated(self.sun, hits)) / np.pi
        return np.where(hits.is_hit[:, None], back, sky(ways)).astype(np.float32)


def sky(ways: Array) -> Array:
    """Hazy at the horizon, blue above, with a few soft clouds; below the horizon it is haze."""
    up = np.maximum(ways[:, 2:3], 0.0)
    clear = HORIZON + (ZENITH - HORIZON) * up**0.45
    flat = ways[:, :2] / (up + 0.12)
    waves = np.sin(flat @ np.array([1.7, 0.9]) + 2 * np.sin(flat @ np.array([-0.6, 1.3])))
    waves += 0.6 * np.sin(flat @ np.array([3.1, -2.3]) + waves)
    waves += 0.3 * np.sin(flat @ np.array([6.2, 5.1]) + 2 * waves)
    cover = np.clip(waves[:, None] * 0.4 - 0.22, 0, 0.6) * np.clip(up * 4, 0, 1)
    return (clear + (CLOUD - clear) * cover).astype(np.float32)


def _tensor(array: NDArray[Any]) -> Any:
    tensor: Any = o3d.core.Tensor  # its stubs do not know numpy arrays
    return tensor(array)


def _frames(normals: Array) -> tuple[Array, Array]:
    """Two directions across each normal."""
    helper = np.where(np.abs(normals[:, 2:3]) > 0.9, [[1.0, 0, 0]], [[0, 0, 1.0]])
    tangent: Array = np.cross(helper, normals).astype(np.float32)
    tangent = tangent / np.linalg.norm(tangent, axis=1, keepdims=True)
    side: Array = np.cross(normals, tangent).astype(np.float32)
    return tangent, side
