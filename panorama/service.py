"""The sample rooms of this service: built once in a process of their own, then served as files."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from subprocess import SubprocessError
from typing import Any

import structlog

from foundation.errors import NotFound
from panorama.beside import stop, yield_and_die_with
from panorama.load import LayoutMalformed, load_layout

log = structlog.get_logger("rooms")
FIRST = "t2"
TOLD_BY_BUILDER = (0, 2, 130)  # built, refused with a reason, stopped
EMPTY: Mapping[str, Any] = {"scenes": []}
PHOTOGRAPHED = "stitch.json"
MOST_PHOTOGRAPHED = 200  # a list a person still reads
SERVED = {
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".glb": "model/gltf-binary",
}


@dataclass(frozen=True)
class RoomFile:
    """A file of a room, how it is served, and what changes whenever it does."""

    path: Path
    content_type: str
    version: str | None


class SampleRooms:
    """Rooms in `folder`, one sub-folder each; `layouts` holds their layout files.

    Args:
        command: what builds a room; layout and `--out` folder are added.
    """

    def __init__(self, folder: Path, layouts: Path, command: Sequence[str] | None = None) -> None:
        self._folder = folder
        self._layouts = layouts
        self._command = list(command or (sys.executable, "server.py", "room", "build"))
        self._building: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None

    async def ensure_built(self) -> None:
        """Starts building what is missing or out of date, in the background, one after another."""
        if self._building is None:
            self._building = asyncio.create_task(self._build_all(), name="rooms")

    async def _build_all(self) -> None:
        for layout in self._in_order():
            try:
                await self._build(layout, self._folder / layout.stem)
            except (OSError, SubprocessError) as error:  # a full disk, no process: the others go on
                log.exception("room not built", room=layout.stem, error=str(error))

    async def _build(self, layout: Path, out: Path) -> None:
        await asyncio.to_thread(out.mkdir, parents=True, exist_ok=True)
        # Rendering may use what calls leave over, never more: lowest priority.
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            str(layout),
            "--out",
            str(out),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            preexec_fn=partial(yield_and_die_with, os.getpid()),
        )
        _, errors = await self._process.communicate()
        told = errors.decode(errors="replace")[-800:]
        if self._process.returncode:
            log.error("room not built", room=layout.stem, error=told)
        elif told:
            log.warning("room built", room=layout.stem, told=told)
        if self._process.returncode not in TOLD_BY_BUILDER:
            _tell_failed(out)

    async def close(self) -> None:
        """Stops a build; what is finished stays, the rest is made at the next start."""
        await stop(self._process, self._building)

    def rooms(self) -> list[dict[str, Any]]:
        """All rooms with their titles and how far they are built; photographed ones last."""
        return [self._shape(room) for room in (*self._drawn(), *self._photographed())]

    def _drawn(self) -> list[str]:
        return [layout.stem for layout in self._in_order()]

    def _in_order(self) -> list[Path]:
        """The room that notices link to comes first, also in the list: pages open on it."""
        return sorted(self._layouts.glob("*.yaml"), key=lambda one: (one.stem != FIRST, one.stem))

    def _photographed(self) -> list[str]:
        """What `server.py room stitch` left in the folder; a refused ring leaves no report."""
        drawn = set(self._drawn())
        found = (one.parent.name for one in self._folder.glob(f"*/{PHOTOGRAPHED}"))
        return sorted(one for one in found if one not in drawn)[:MOST_PHOTOGRAPHED]

    def _shape(self, room: str) -> dict[str, Any]:
        tour = self._json(room, "tour.json")
        progress = self._json(room, "progress.json") or {"stage": "waiting", "share": 0.0}
        title = tour["title"] if tour else self._title(room)
        return {"id": room, "title": title, "progress": progress}

    def _title(self, room: str) -> Mapping[str, str]:
        """Of a room that waits to be built, so that rooms can be told apart before."""
        path = self._layouts / f"{room}.yaml"
        try:
            return _title_in(path, path.stat().st_mtime_ns)
        except (OSError, LayoutMalformed):
            return {"zh": "样板间", "en": "Sample room"}

    def room(self, room: str) -> dict[str, Any]:
        """A room's tour, rules report, progress and pictures; parts not built yet are `None`.

        `pictures` names per scene the versions of its preview, depth and tiles. A page shows what
        is there and asks for nothing else: a preview of one scene says nothing of another's.
        `model` is the room to walk in and the floor to walk on.

        Raises:
            NotFound: there is no such room.
        """
        self._known(room)
        shape = self._shape(room)
        tour = self._json(room, "tour.json")
        return {
            "room": shape,
            "tour": tour,
            "report": self._json(room, "report.json"),
            "progress": shape["progress"],
            "pictures": {one["id"]: self._pictures(room, one) for one in (tour or EMPTY)["scenes"]},
            "model": self._model(room),
        }

    def _pictures(self, room: str, scene: Mapping[str, Any]) -> dict[str, str | None]:
        preview = self._folder / room / scene["preview"]
        return {
            "preview": _version(preview),
            "depth": _version(preview.with_name("depth.png")),
            "tiles": _version(preview.with_name("tiles.json")),  # written after the last tile
        }

    def _model(self, room: str) -> dict[str, str] | None:
        version = _version(self._folder / room / "room.glb")
        if version is None:
            return None
        return {"path": "room.glb", "floor": "floor.json", "version": version}

    def file(self, room: str, path: str) -> RoomFile:
        """One file of a room. Raises `NotFound` for anything outside its folder."""
        self._known(room)
        root = (self._folder / room).resolve()
        try:
            found = (root / path).resolve()
            is_ours = found.is_relative_to(root) and found.is_file()
        except (OSError, ValueError):  # a name no file can have: too long, or with a null byte
            raise NotFound from None
        kind = SERVED.get(found.suffix)
        if kind is None or not is_ours:
            raise NotFound
        return RoomFile(found, kind, _version(found))

    def _known(self, room: str) -> None:
        if room not in self._drawn() and room not in self._photographed():
            raise NotFound

    def _json(self, room: str, name: str) -> Mapping[str, Any] | None:
        try:
            return json.loads((self._folder / room / name).read_text("utf-8"))
        except (OSError, ValueError):
            return None


@lru_cache(maxsize=64)
def _title_in(layout: Path, _changed_ns: int) -> Mapping[str, str]:
    title = load_layout(layout).title  # a tenth of a second, so once for each change
    return {"zh": title.zh, "en": title.en}


def _version(path: Path) -> str | None:
    """Changes whenever the file does; `None` as long as there is none."""
    try:
        return f"{path.stat().st_mtime_ns:x}"
    except FileNotFoundError:
        return None


def _tell_failed(out: Path) -> None:
    """A builder that broke says nothing to the page that waits for it; this does."""
    error = {
        "zh": "样板间没有生成出来，原因已写入服务日志。请联系管理员，重启服务会再试一次。",
        "en": "The room was not built; the service's log says why. Ask the administrator: a "
        "restart of the service tries again.",
    }
    state = {"stage": "failed", "share": 0.0, "done": False, "error": error}
    fresh = out / "progress.new"
    fresh.write_text(json.dumps(state, ensure_ascii=False), "utf-8")
    fresh.rename(out / "progress.json")
