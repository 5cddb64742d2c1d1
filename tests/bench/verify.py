"""How long a stranger waits for the verdict on a large evidence pack: Python's start included."""

import io
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

from tests.bench.figures import figure
from tests.support.clock import FrozenClock
from tests.support.packs import Archive, verify_alone

PICTURES = 160  # each with two copies; with record, logs and proofs over 500 files
SIZE = (1280, 960)
TIMES = 5


async def measure() -> list[dict[str, object]]:
    """The pack of a determined case, verified a few times by `verify.py` alone."""
    chance = np.random.default_rng(1)
    with TemporaryDirectory(prefix="bench-verify-") as folder:
        archive = await Archive.opened(Path(folder), FrozenClock())
        await archive.capture(PICTURES, lambda _: _photo(chance))
        await archive.determine()
        began = time.perf_counter()
        content = await archive.export()
        export_s = time.perf_counter() - began
        await archive.database.close()
        pack = Path(folder) / "pack.zip"
        pack.write_bytes(content)
        took: list[float] = []
        for _ in range(TIMES):
            began = time.perf_counter()
            status, said = verify_alone(pack)
            took.append(time.perf_counter() - began)
            if status:
                raise RuntimeError(said)
    files = said.count("  √ ")
    return [
        figure(
            "verify.pack_500_files_s",
            median(took),
            "s",
            f"{files} files, {len(content) / 1e6:.0f} MB, {PICTURES} pictures with two copies; "
            "python -I -S verify.py without a network, start of Python and openssl included; "
            f"median of {TIMES}: {'/'.join(f'{one:.2f}' for one in took)} s; "
            f"making the pack took {export_s:.2f} s",
        )
    ]


def _photo(chance: np.random.Generator) -> bytes:
    """Coarse noise: about as many bytes as a photo of this size."""
    small = chance.integers(0, 255, (SIZE[1] // 4, SIZE[0] // 4, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(small).resize(SIZE).save(out, "JPEG", quality=92)
    return out.getvalue()
