"""The record on paper: content + signatures + pictures -> PDF, by Typst in a process of its own.

Data travels as JSON, so nothing a person typed is ever read as markup. A missing font or any other
warning of the typesetter is a failure: it would draw blanks.
"""

import asyncio
import io
import json
import resource
import signal
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from foundation.clock import shown
from foundation.errors import Kind, Problem
from foundation.processes import helpers
from inspection.record.model import RecordContent, content_sha256

DEADLINE_S = 30
MOST_MEMORY_BYTES = 4 * 1024**3  # address space, fonts are mapped; chosen, not measured
PICTURE_PX = 900  # about 600 dpi at the printed size
TEMPLATE = Path(__file__).with_name("record.typ")


@dataclass(frozen=True)
class DrawnSignature:
    """A hand under the record, as drawn."""

    role_zh: str
    name: str
    signed_at: datetime
    png: bytes


class PaperFailed(Problem):
    """The typesetter did not give a page."""

    kind = Kind.UNAVAILABLE
    code = "record.paper_failed"
    zh = "记录暂时无法生成 PDF。数据已保存，请稍后重试或通知管理员。"
    en = "The record's PDF can not be made now. All data is kept; retry or tell the administrator."


class Press:
    """Prints records; holds one worker process, started when first needed."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._turn = asyncio.Lock()  # a press that dies would take all queued with it

    async def print(
        self,
        content: RecordContent,
        signatures: Sequence[DrawnSignature],
        pictures: Mapping[str, bytes],
        *,
        is_complete: bool,
    ) -> bytes:
        """The PDF (A-2b) of a record.

        Args:
            pictures: JPEG bytes by the SHA-256 the content names; those missing are left out.
            is_complete: whether everybody signed; otherwise every page says it is a draft.

        Raises:
            PaperFailed: nothing came within `DEADLINE_S`, or the typesetter warned.
        """
        data = {
            **asdict(content),
            "sha256": content_sha256(content),
            "is_complete": is_complete,
            "signatures": [
                {"role_zh": one.role_zh, "name": one.name, "signed": shown(one.signed_at)}
                for one in signatures
            ],
        }
        files = {f"{digest}.jpg": jpeg for digest, jpeg in pictures.items()}
        files |= {f"signature-{number}.png": one.png for number, one in enumerate(signatures)}
        data["available"] = sorted(pictures)
        loop = asyncio.get_running_loop()
        async with self._turn:
            if self._pool is None:
                self._pool = helpers(1, prepare=_bound_memory)
            try:
                async with asyncio.timeout(DEADLINE_S):
                    return await loop.run_in_executor(self._pool, typeset, json.dumps(data), files)
            except (TimeoutError, RuntimeError, OSError, MemoryError) as error:
                self.close()
                raise PaperFailed from error

    def close(self) -> None:
        """Lets the worker process go."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def typeset(data: str, files: Mapping[str, bytes]) -> bytes:
    """Runs in the worker process: lays the files out in a folder and compiles the template."""
    import typst

    # A page that never ends: the alarm's default ends this process, which the caller sees.
    signal.alarm(DEADLINE_S)
    with TemporaryDirectory(prefix="record-") as folder:
        place = Path(folder)
        for name, content in files.items():
            (place / name).write_bytes(_scaled(content) if name.endswith(".jpg") else content)
        (place / "record.typ").write_bytes(TEMPLATE.read_bytes())
        (place / "data.json").write_text(data, "utf-8")
        output, warnings = typst.compile_with_warnings(
            str(place / "record.typ"), root=folder, format="pdf", pdf_standards=["a-2b"]
        )
        if warnings:
            raise RuntimeError("; ".join(str(warning) for warning in warnings))
    signal.alarm(0)
    return bytes(output)


def _scaled(jpeg: bytes) -> bytes:
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
        image.thumbnail((PICTURE_PX, PICTURE_PX), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        image.convert("RGB").save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()


def _bound_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
