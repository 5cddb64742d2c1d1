"""The sample room that tests look at and film."""

import subprocess
import sys
from pathlib import Path

from tests.support.service import CHECKOUT


def sample_room_folder() -> Path:
    """The folder of the real sample room, rendered once; goes on where an earlier run stopped."""
    folder = CHECKOUT / "artefacts" / "room"
    layout = CHECKOUT / "panorama" / "data" / "t2.yaml"
    build = [sys.executable, "server.py", "room", "build", layout, "--out", folder]
    subprocess.run([*build, "--width", "2048"], cwd=CHECKOUT, check=True, stdout=subprocess.DEVNULL)
    return folder
