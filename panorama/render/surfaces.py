"""The room as rectangles in space: outward normal, material, a grid of vertices."""

import itertools
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
# Light is baked per vertex of a grid of this size. Fine where things stand and cast contact
# shadows, coarse where nothing does: the cost grows with the square.
CELL_M = {
    "floor": 0.05,
    "floor_public": 0.2,
    "tiles": 0.1,
    "paint": 0.2,
    "ceiling": 0.2,
    "facade": 0.3,
    "brick_wall": 0.5,
    "render_wall": 1.5,
    "concrete": 0.6,
    "paving": 0.2,
    "grass": 1.0,
    "asphalt": 2.0,
    "leaves": 0.5,
    "bark": 1.0,
    "frame": 1.5,
    "glass": 1.5,
}
FINE_M = 0.08  # everything else: equipment
ROUGH = 4.0  # for previews: this much coarser
MOST_CELLS = 200


@dataclass(frozen=True)
class Quad:
    """A parallelogram: corner and two edges; the normal is `u x v`."""

    corner: Array
    u: Array
    v: Array
    material: str
    label: str = ""

    @property
    def normal(self) -> Array:
        """Unit outward normal."""
        normal = np.cross(self.u, self.v)
        return normal / np.linalg.norm(normal)


@dataclass
class Surfaces:
    """Collects quads."""

    quads: list[Quad] = field(default_factory=list[Quad])

    def quad(self, corner: object, u: object, v: object, material: str, label: str = "") -> None:
        """Adds one; edges shorter than a millimetre are left out."""
        edges = np.asarray(u, float), np.asarray(v, float)
        if min(np.linalg.norm(edges[0]), np.linalg.norm(edges[1])) > 0.001:
            self.quads.append(Quad(np.asarray(corner, float), *edges, material, label))

    def box(
        self,
        low: tuple[float, float, float],
        high: tuple[float, float, float],
        material: str,
        *,
        top: str = "",
        without: str = "",
    ) -> None:
        """The six outer faces of a box; `without` names faces left out by `nsewtb`."""
        (x0, y0, z0), (x1, y1, z1) = low, high
        dx, dy, dz = (x1 - x0, 0, 0), (0, y1 - y0, 0), (0, 0, z1 - z0)
        faces = {
            "s": ((x0, y0, z0), dx, dz),
            "n": ((x1, y1, z0), (-dx[0], 0, 0), dz),
            "e": ((x1, y0, z0), dy, dz),
            "w": ((x0, y1, z0), (0, -dy[1], 0), dz),
            "t": ((x0, y0, z1), dx, dy),
            "b": ((x0, y1, z0), dx, (0, -dy[1], 0)),
        }
        for name, (corner, u, v) in faces.items():
            if name not in without:
                self.quad(corner, u, v, top if top and name == "t" else material)

    def cylinder(
        self,
        centre: tuple[float, float],
        radius_m: float,
        bottom_m: float,
        top_m: float,
        material: str,
        *,
        lid: str = "",
        sides: int = 28,
    ) -> None:
        """An upright cylinder as a prism; the lid, if any, is made of thin strips."""
        turns = np.linspace(0, 2 * np.pi, sides + 1)
        ring = np.stack([np.cos(turns), np.sin(turns)], axis=1) * radius_m + np.asarray(centre)
        for (x0, y0), (x1, y1) in itertools.pairwise(ring):
            self.quad((x0, y0, bottom_m), (x1 - x0, y1 - y0, 0), (0, 0, top_m - bottom_m), material)
        strips = 48
        for row in np.linspace(-1, 1, strips + 1)[: -1 if lid else 0]:
            low, high = row * radius_m, (row + 2 / strips) * radius_m
            half = float(np.sqrt(max(radius_m**2 - ((low + high) / 2) ** 2, 0.0)))
            if half > 0.005:
                self.quad(
                    (centre[0] - half, centre[1] + low, top_m),
                    (2 * half, 0, 0),
                    (0, high - low, 0),
                    lid,
                )

    def ball(self, centre: tuple[float, float, float], radius_m: float, material: str) -> None:
        """A rough ball of parallelograms, good enough for leaves."""
        bands, sides = 7, 12
        for band in range(bands):
            low, high = np.pi * band / bands - np.pi / 2, np.pi * (band + 1) / bands - np.pi / 2
            wide = 2 * np.pi * radius_m * max(np.cos(low), np.cos(high)) / sides
            for turn in np.linspace(0, 2 * np.pi, sides, endpoint=False) + band * 0.26:
                out = np.array([np.cos(turn), np.sin(turn), 0.0])
                side = np.array([-out[1], out[0], 0.0])
                start = out * np.cos(low) + np.array([0, 0, np.sin(low)])
                end = out * np.cos(high) + np.array([0, 0, np.sin(high)])
                corner = np.asarray(centre) + start * radius_m - side * wide / 2
                self.quad(corner, side * wide, (end - start) * radius_m, material)


@dataclass(frozen=True)
class Mesh:
    """Quads cut into grids of vertices and triangles.

    `quad_of` names each triangle's quad; `uv_m` are metres along the quad's edges per vertex.
    """

    vertices: NDArray[np.float32]  # (V, 3)
    triangles: NDArray[np.uint32]  # (T, 3)
    quad_of: NDArray[np.int32]  # (T,)
    normals: NDArray[np.float32]  # (V, 3)
    uv_m: NDArray[np.float32]  # (V, 2)
    vertex_quad: NDArray[np.int32]  # (V,)


def cells(quad: Quad, coarser: float = 1.0) -> tuple[int, int]:
    """How many cells along its edges a quad is cut into."""
    cell_m = CELL_M.get(quad.material, FINE_M) * coarser
    lengths = np.linalg.norm(quad.u), np.linalg.norm(quad.v)
    nu, nv = (int(np.clip(np.ceil(length / cell_m), 1, MOST_CELLS)) for length in lengths)
    return nu, nv


def meshed(quads: list[Quad], coarser: float = 1.0) -> Mesh:
    """Cuts every quad into cells of the size its material needs, times `coarser`."""
    points: list[Array] = []
    triangles: list[NDArray[np.int64]] = []
    owners: list[NDArray[np.int32]] = []
    normals: list[Array] = []
    coordinates: list[Array] = []
    vertex_owner: list[NDArray[np.int32]] = []
    start = 0
    for number, quad in enumerate(quads):
        lengths = float(np.linalg.norm(quad.u)), float(np.linalg.norm(quad.v))
        nu, nv = cells(quad, coarser)
        s, t = np.meshgrid(np.linspace(0, 1, nu + 1), np.linspace(0, 1, nv + 1))
        s, t = s.ravel(), t.ravel()
        points.append(quad.corner + s[:, None] * quad.u + t[:, None] * quad.v)
        coordinates.append(np.stack([s * lengths[0], t * lengths[1]], axis=1))
        normals.append(np.tile(quad.normal, (len(s), 1)))
        vertex_owner.append(np.full(len(s), number, np.int32))
        column, row = np.meshgrid(np.arange(nu), np.arange(nv))
        a = (start + row * (nu + 1) + column).ravel()
        b, c, d = a + 1, a + nu + 2, a + nu + 1
        triangles += [np.stack([a, b, c], axis=1), np.stack([a, c, d], axis=1)]
        owners.append(np.full(2 * len(a), number, np.int32))
        start += len(s)
    return Mesh(
        np.concatenate(points).astype(np.float32),
        np.concatenate(triangles).astype(np.uint32),
        np.concatenate(owners),
        np.concatenate(normals).astype(np.float32),
        np.concatenate(coordinates).astype(np.float32),
        np.concatenate(vertex_owner),
    )
