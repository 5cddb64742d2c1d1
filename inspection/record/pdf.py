"""The record on paper: content + signatures + pictures -> PDF, by Typst in a process of its own.

Data travels as JSON, so nothing a person typed is ever read as markup. A missing font or any other
warning of the typesetter is a failure: it would draw blanks.
"""

import asyncio
import io
import json
import resource
import signal
from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image

from foundation.errors import Kind, Problem
from foundation.processes import helpers
from foundation.qr import qr_svg
from inspection.record.model import RecordContent
from inspection.record.printed import DrawnSignature, printed

DEADLINE_S = 30  # for the words, and for each picture
MORE_S = 0.1  # for each file that is set; chosen: a thousand pictures are long, not stuck
MOST_MEMORY_BYTES = 4 * 1024**3  # address space, fonts are mapped; chosen, not measured
PICTURE_PX = 900  # about 600 dpi at the printed size
TEMPLATE = Path(__file__).with_name("record.typ")
# A file, or the way to get it when its turn comes: a case's pictures together are gigabytes.
Source = bytes | Callable[[], Awaitable[bytes]]


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
        pictures: Mapping[str, Source],
        *,
        is_complete: bool,
        public_url: str = "",
        refusal: Mapping[str, str] | None = None,
    ) -> bytes:
        """The PDF (A-2b) of a record; `is_complete`, `public_url` as `printed` takes them.

        Args:
            pictures: JPEG bytes by the SHA-256 the content names; those missing are left out.
            refusal: of the applicant to sign, as `refusal.on_paper` words it.

        Raises:
            PaperFailed: nothing came in time, or the typesetter warned.
        """
        data = printed(
            content, signatures, is_complete=is_complete, public_url=public_url, refusal=refusal
        )
        data["available"] = sorted(pictures)
        files: dict[str, Source] = {f"{digest}.jpg": jpeg for digest, jpeg in pictures.items()}
        files |= {f"signature-{number}.png": one.png for number, one in enumerate(signatures)}
        if public_url:
            files["public.svg"] = qr_svg(public_url).encode()
        return await self.set(TEMPLATE, data, files)

    async def set(
        self, template: Path, data: Mapping[str, Any], files: Mapping[str, Source]
    ) -> bytes:
        """The PDF (A-2b) of a template that reads `data.json` and these files beside it.

        Args:
            files: by name; JPEGs are made as small as paper needs, one at a time.

        Raises:
            PaperFailed: nothing came within `DEADLINE_S` and `MORE_S` a file, or the typesetter
                warned.
        """
        async with self._turn:
            try:
                made = {name: await self._laid(name, source) for name, source in files.items()}
                deadline_s = DEADLINE_S + ceil(MORE_S * len(made))
                job = partial(typeset, str(template), json.dumps(data), made, deadline_s)
                return await self._run(job, deadline_s)
            except (TimeoutError, RuntimeError, OSError, MemoryError) as error:
                self.close()
                raise PaperFailed from error

    async def _laid(self, name: str, source: Source) -> bytes:
        content = source if isinstance(source, bytes) else await source()
        if not name.endswith(".jpg"):
            return content
        return await self._run(partial(smaller, content), DEADLINE_S)

    async def _run(self, job: Callable[[], bytes], deadline_s: int) -> bytes:
        if self._pool is None:
            self._pool = helpers(1, prepare=_bound_memory)
        async with asyncio.timeout(deadline_s):
            return await asyncio.get_running_loop().run_in_executor(self._pool, job)

    def close(self) -> None:
        """Lets the worker process go."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def typeset(template: str, data: str, files: Mapping[str, bytes], deadline_s: int) -> bytes:
    """Runs in the worker process: lays the files out in a folder and compiles the template."""
    import typst

    with _ending_in(deadline_s), TemporaryDirectory(prefix="record-") as folder:
        place = Path(folder)
        for name, content in files.items():
            (place / name).write_bytes(content)
        (place / "paper.typ").write_bytes(Path(template).read_bytes())
        (place / "data.json").write_text(data, "utf-8")
        output, warnings = typst.compile_with_warnings(
            str(place / "paper.typ"), root=folder, format="pdf", pdf_standards=["a-2b"]
        )
    if warnings:
        raise RuntimeError("; ".join(str(warning) for warning in warnings))
    return bytes(output)


def smaller(jpeg: bytes) -> bytes:
    """Runs in the worker process: the picture as paper needs it."""
    with _ending_in(DEADLINE_S), Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
        image.thumbnail((PICTURE_PX, PICTURE_PX), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        image.convert("RGB").save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()


@contextmanager
def _ending_in(seconds: int) -> Generator[None]:
    # A page that never ends: the alarm's default ends this process, which the caller sees.
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def _bound_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
