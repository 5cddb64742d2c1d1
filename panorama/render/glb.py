"""Writes a binary glTF 2.0 file: one buffer, a few materials, named nodes. Pure; no glTF library.

The writer knows three kinds of numbers: positions as 16 bit integers with the node's scale
(KHR_mesh_quantization), texture coordinates, and indices. Each node gets its own scale, so a table
is exact to a fraction of a millimetre while the street may be coarser.
"""

import json
import struct
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
MAGIC, JSON_CHUNK, BINARY_CHUNK = 0x46546C67, 0x4E4F534A, 0x004E4942
STEPS = 65535
_TYPES = {np.dtype(np.uint16): 5123, np.dtype(np.float32): 5126}
ARRAY_BUFFER, ELEMENT_BUFFER = 34962, 34963
LINEAR, LINEAR_MIPS = 9729, 9987
CLAMP, REPEAT, MIRRORED = 33071, 10497, 33648


class ModelTooLarge(ValueError):
    """The room does not fit into what a phone loads and draws."""


@dataclass(frozen=True)
class Piece:
    """Quads of one material in one node.

    Args:
        corners: (N, 4, 3) metres in the glTF frame, counter-clockwise seen from outside.
        atlas_uv: (N, 4, 2) in 0..1, row 0 of the picture at 0.
        detail_uv: (N, 4, 2) in repeats of the detail picture, or `None`.
    """

    material: int
    corners: Array
    atlas_uv: Array
    detail_uv: Array | None = None


@dataclass
class Glb:
    """Collects what the file will hold."""

    extras: dict[str, Any] = field(default_factory=dict[str, Any])
    _json: dict[str, list[Any]] = field(default_factory=dict[str, list[Any]])
    _binary: bytearray = field(default_factory=bytearray)
    _indices_of: dict[int, int] = field(default_factory=dict[int, int])

    def __post_init__(self) -> None:
        """The indices' view comes first; `content` writes as many as are needed."""
        self._add("bufferViews", {"buffer": 0, "byteOffset": 0, "target": ELEMENT_BUFFER})

    def _add(self, key: str, row: dict[str, Any]) -> int:
        rows = self._json.setdefault(key, [])
        rows.append(row)
        return len(rows) - 1

    def texture(self, picture: bytes, mime: str, *, wrap: int, has_mips: bool) -> int:
        """Adds a picture with its sampler; returns the texture's number."""
        image = self._add("images", {"bufferView": self._view(picture), "mimeType": mime})
        shrink = LINEAR_MIPS if has_mips else LINEAR
        sampler = self._add(
            "samplers", {"magFilter": LINEAR, "minFilter": shrink, "wrapS": wrap, "wrapT": wrap}
        )
        return self._add("textures", {"source": image, "sampler": sampler})

    def material(self, row: dict[str, Any]) -> int:
        """Adds a material as glTF wants it; returns its number."""
        return self._add("materials", row)

    def node(self, name: str, pieces: list[Piece], extras: dict[str, Any]) -> None:
        """Adds a node whose mesh has one primitive per piece."""
        points = np.concatenate([one.corners.reshape(-1, 3) for one in pieces])
        # Rounded outwards, so that they are short in JSON and hold every point.
        corner = [round(float(one) - 1e-4, 4) for one in points.min(axis=0)]
        ends = [float(one) for one in points.max(axis=0)]
        scale = [
            round(max((end - start) / STEPS, 1e-6) + 1e-9, 9)
            for start, end in zip(corner, ends, strict=True)
        ]
        low, step = np.array(corner), np.array(scale)
        rows = [self._primitive(one, low, step) for one in pieces]
        mesh = self._add("meshes", {"name": name, "primitives": rows})
        place = {"translation": corner, "scale": scale}
        self._add("nodes", {"name": name, "mesh": mesh, **place, "extras": extras})

    def content(self) -> bytes:
        """The file. Raises `ModelTooLarge` where a piece has more quads than 16 bits can number."""
        nodes = self._json.get("nodes", [])
        most = max(self._indices_of, default=0)
        if most * 4 > STEPS:
            raise ModelTooLarge(f"{most} quads in one piece, at most {STEPS // 4}")
        first = np.arange(most)[:, None] * 4
        indices = (first + np.array([0, 1, 2, 0, 2, 3])).astype(np.uint16).tobytes()
        views = self._json["bufferViews"]
        views[0]["byteLength"] = len(indices)
        binary = bytes(self._binary) + indices
        views[0]["byteOffset"] = len(self._binary)
        head = {
            "asset": {"version": "2.0", "generator": "Yunkan"},
            "extensionsUsed": ["KHR_materials_unlit", "KHR_mesh_quantization"],
            "extensionsRequired": ["KHR_mesh_quantization"],
            "scene": 0,
            "scenes": [{"nodes": list(range(len(nodes))), "extras": self.extras}],
            "buffers": [{"byteLength": len(binary)}],
            **self._json,
        }
        text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 4)
        binary += b"\0" * (-len(binary) % 4)
        size = 12 + 8 + len(text) + 8 + len(binary)
        return (
            struct.pack("<IIIII", MAGIC, 2, size, len(text), JSON_CHUNK)
            + text
            + struct.pack("<II", len(binary), BINARY_CHUNK)
            + binary
        )

    def _primitive(self, piece: Piece, low: Array, step: Array) -> dict[str, Any]:
        whole = np.rint((piece.corners.reshape(-1, 3) - low) / step).clip(0, STEPS)
        # Four numbers a corner: attributes must begin at multiples of four bytes.
        padded = np.zeros((len(whole), 4), np.uint16)
        padded[:, :3] = whole
        uv = np.rint(piece.atlas_uv.reshape(-1, 2) * STEPS).astype(np.uint16)
        attributes = {
            "POSITION": self._accessor(padded, "VEC3", whole=whole),
            "TEXCOORD_0": self._accessor(uv, "VEC2", is_share=True),
        }
        if piece.detail_uv is not None:
            detail = piece.detail_uv.reshape(-1, 2).astype(np.float32)
            attributes["TEXCOORD_1"] = self._accessor(detail, "VEC2")
        indices = self._indices(len(whole) // 4)
        return {"attributes": attributes, "indices": indices, "material": piece.material}

    def _indices(self, quads: int) -> int:
        """Two triangles per quad; all primitives read the same numbers, each from the start."""
        if quads not in self._indices_of:
            row = {"bufferView": 0, "componentType": _TYPES[np.dtype(np.uint16)], "type": "SCALAR"}
            self._indices_of[quads] = self._add("accessors", row | {"count": quads * 6})
        return self._indices_of[quads]

    def _accessor(
        self,
        values: NDArray[Any],
        kind: str,
        *,
        whole: Array | None = None,
        is_share: bool = False,
    ) -> int:
        stride = values.strides[0] if whole is not None else 0
        row: dict[str, Any] = {
            "bufferView": self._view(values.tobytes(), ARRAY_BUFFER, stride),
            "componentType": _TYPES[values.dtype],
            "count": len(values),
            "type": kind,
        }
        if whole is not None:
            row |= {"min": whole.min(axis=0).tolist(), "max": whole.max(axis=0).tolist()}
        if is_share:
            row["normalized"] = True
        return self._add("accessors", row)

    def _view(self, content: bytes, target: int = 0, stride: int = 0) -> int:
        row: dict[str, Any] = {"buffer": 0, "byteOffset": len(self._binary)}
        row["byteLength"] = len(content)
        if target:
            row["target"] = target
        if stride:
            row["byteStride"] = stride
        self._binary += content + b"\0" * (-len(content) % 4)
        return self._add("bufferViews", row)
