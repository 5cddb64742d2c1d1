"""Pictures of exam rooms on disk: one folder per room and seed, bounded in bytes.

A folder's name is a hash nobody can guess, and what lies in it says nothing of the answers.
"""

import json
import re
import shutil
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from foundation.errors import NotFound
from foundation.ids import new_secret

DRAWING = "2026.12"  # raise it when pictures change, so that rooms are drawn anew
MOST_BYTES = 256 * 1024 * 1024  # chosen: some two hundred rooms of four scenes
_KEY = re.compile(r"[0-9a-f]{32}")
_FILE = re.compile(r"plan\.svg|scenes/[a-z0-9-]{1,46}\.jpg")
_KINDS = {".svg": "image/svg+xml", ".jpg": "image/jpeg"}


@dataclass(frozen=True)
class Drawn:
    """A file and how it is served."""

    path: Path
    content_type: str


class Shelf:
    """Folders of drawn rooms in `folder`; those used longest ago go first when it is full."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes

    def salt(self) -> str:
        """A secret of this folder, the same after a restart: names of rooms are made with it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        place = self._folder / "salt"
        with suppress(FileExistsError), place.open("x", encoding="ascii") as file:
            file.write(new_secret())
        return place.read_text("ascii")

    @staticmethod
    def key_of(layout: bytes, seed: int, faults: int, salt: str) -> str:
        """The folder of a layout's room with these faults; `salt`: known to this service only."""
        head = f"{DRAWING}|{seed}|{faults}|{salt}|".encode()
        return sha256(head + layout).hexdigest()[:32]

    def folder_of(self, key: str) -> Path:
        """Where a room's pictures lie."""
        return self._folder / key

    def is_ready(self, key: str, scenes: Sequence[str]) -> bool:
        """Whether each scene has a picture, and the plan is there."""
        place = self._folder / key
        return (place / "plan.svg").exists() and all(
            (place / "scenes" / f"{one}.jpg").exists() for one in scenes
        )

    def is_sharp(self, key: str, scenes: Sequence[str]) -> bool:
        """Whether each scene has its sharp picture."""
        return self.is_ready(key, [f"{one}-sharp" for one in scenes])

    def pictures(self, key: str, scenes: Sequence[str]) -> dict[str, dict[str, str | None]]:
        """Paths of each scene's small and best other picture; `None`: not drawn yet."""
        place = self._folder / key

        def path(name: str) -> str | None:
            return f"scenes/{name}.jpg" if (place / "scenes" / f"{name}.jpg").exists() else None

        return {
            one: {"preview": path(one), "sharp": path(f"{one}-sharp") or path(f"{one}-fair")}
            for one in scenes
        }

    def progress(self, key: str) -> dict[str, Any]:
        """What the drawing process last said: `preview`, `ready` (to begin), `sharp`, `done`."""
        try:
            return dict(json.loads((self._folder / key / "progress.json").read_text("utf-8")))
        except (OSError, ValueError):
            return {"stage": "waiting", "share": 0.0}

    def file(self, key: str, path: str) -> Drawn:
        """One file of a room. Raises `NotFound`."""
        if not _KEY.fullmatch(key) or not _FILE.fullmatch(path):
            raise NotFound
        found = self._folder / key / path
        if not found.is_file():
            raise NotFound
        self.look_at(key)
        return Drawn(found, _KINDS[found.suffix])

    def look_at(self, key: str) -> None:
        """Somebody looks at this room now, if it is there."""
        if (self._folder / key).is_dir():
            with suppress(OSError):  # it may go at this moment; then it is drawn again
                (self._folder / key / "used").touch()

    def use(self, key: str) -> None:
        """This room is drawn now."""
        place = self._folder / key
        place.mkdir(parents=True, exist_ok=True)
        (place / "used").touch()

    def make_room(self, kept: Collection[str]) -> int:
        """Removes rooms until the rest fits, but none of `kept`. Returns how many went."""
        rooms = sorted(
            (one for one in self._folder.glob("*") if _KEY.fullmatch(one.name)), key=_last_used
        )
        sizes = {one: sum(f.stat().st_size for f in one.rglob("*") if f.is_file()) for one in rooms}
        total, gone = sum(sizes.values()), 0
        for one in rooms:
            if total <= self._most_bytes:
                break
            if one.name not in kept:
                shutil.rmtree(one, ignore_errors=True)
                total -= sizes[one]
                gone += 1
        return gone


def _last_used(folder: Path) -> float:
    try:
        return (folder / "used").stat().st_mtime
    except OSError:
        return 0.0
