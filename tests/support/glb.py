"""Reads back what a GLB says, with nothing of the code that wrote it."""

import json
import struct
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

_NUMBERS = {5123: np.uint16, 5126: np.float32}
_WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3}


@dataclass(frozen=True)
class Glb:
    """The file's JSON and its binary part."""

    head: dict[str, Any]
    binary: bytes

    @classmethod
    def read(cls, content: bytes) -> "Glb":
        magic, version, size, text, kind = struct.unpack_from("<4sIII4s", content)
        assert (magic, version, size, kind) == (b"glTF", 2, len(content), b"JSON")
        rest, kind = struct.unpack_from("<I4s", content, 20 + text)
        assert kind == b"BIN\0"
        assert len(content) == 28 + text + rest
        return cls(json.loads(content[20 : 20 + text]), content[28 + text :])

    def nodes(self) -> dict[str, dict[str, Any]]:
        return {one["name"]: one for one in self.head["nodes"]}

    def points(self, node: dict[str, Any]) -> np.ndarray:
        """All corners of a node's triangles in metres, in the room's frame: east, north, up."""
        found = []
        for primitive in self.head["meshes"][node["mesh"]]["primitives"]:
            raw = self.numbers(primitive["attributes"]["POSITION"])
            used = self.numbers(primitive["indices"]).ravel()
            found.append(raw[used] * node["scale"] + node["translation"])
        x, y, z = np.concatenate(found).T
        return np.stack([x, -z, y], axis=1)

    def numbers(self, accessor: int) -> np.ndarray:
        row = self.head["accessors"][accessor]
        view = self.head["bufferViews"][row["bufferView"]]
        kind, width = np.dtype(_NUMBERS[row["componentType"]]), _WIDTHS[row["type"]]
        step = view.get("byteStride", kind.itemsize * width)
        start = view["byteOffset"]
        content = self.binary[start : start + view["byteLength"]]
        assert step * (row["count"] - 1) + kind.itemsize * width <= len(content)
        rows = [np.frombuffer(content, kind, width, step * at) for at in range(row["count"])]
        return np.array(rows)

    def picture(self, texture: int) -> np.ndarray:
        """A texture's picture, RGB."""
        image = self.head["images"][self.head["textures"][texture]["source"]]
        view = self.head["bufferViews"][image["bufferView"]]
        start = view["byteOffset"]
        content = np.frombuffer(self.binary[start : start + view["byteLength"]], np.uint8)
        return cv2.imdecode(content, cv2.IMREAD_COLOR)[:, :, ::-1]
