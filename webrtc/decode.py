"""Packets to a JPEG, in a small process pool: decoding never runs in the media loop."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from foundation.processes import helpers
from webrtc.frames import frames_of
from webrtc.rtp import Codec, Packet

if TYPE_CHECKING:
    from numpy.typing import NDArray

Given = ParamSpec("Given")
Result = TypeVar("Result")
DEADLINE_S = 8.0
JPEG_QUALITY = 92
MOST_MEGAPIXELS = 9  # 4K; a stream that decodes to more is refused


@dataclass(frozen=True)
class Picture:
    """An encoded picture."""

    jpeg: bytes
    width_px: int
    height_px: int


class FrameDecoder:
    """Up to two worker processes, started when first needed."""

    def __init__(self, processes: int = 1) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    async def sharpest(self, codec: Codec, packets: Sequence[Packet]) -> Picture | None:
        """The sharpest frame of the run; `None` when nothing decodes."""
        frames = list(frames_of(codec, packets))
        return await self.run(decode_sharpest, codec.value, frames)

    async def run(
        self, job: Callable[Given, Result | None], *args: Given.args, **more: Given.kwargs
    ) -> Result | None:
        """A job in a worker; `None` when it takes too long or brings its process down."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(DEADLINE_S):
                return await loop.run_in_executor(self._running(), partial(job, *args, **more))
        except (TimeoutError, BrokenProcessPool):
            self.close()
            return None

    def warm(self) -> None:
        """Starts a worker before it is needed: the first press waited 0.2 s and more for it."""
        self._running().submit(decode_sharpest, Codec.VP8.value, [])

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = helpers(self._processes)
        return self._pool

    def close(self) -> None:
        """Lets the workers go."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def decode_sharpest(codec: str, frames: Sequence[bytes]) -> Picture | None:
    """Runs in a worker: decodes, measures sharpness by the variance of the Laplacian, encodes."""
    import av
    import cv2
    from av.error import FFmpegError

    name = "vp8" if codec == Codec.VP8.value else "h264"
    decoder = av.CodecContext.create(name, "r")
    best: av.VideoFrame | None = None
    best_sharpness = -1.0
    for frame in [*frames, None]:
        try:
            packet = av.Packet(frame) if frame is not None else None
            pictures: list[av.VideoFrame] = decoder.decode(packet)  # pyright: ignore[reportUnknownMemberType]
        except FFmpegError:
            continue
        for picture in pictures:
            if picture.width * picture.height > MOST_MEGAPIXELS * 1_000_000:
                return None
            edges = cv2.Laplacian(picture.to_ndarray(format="gray"), cv2.CV_16S)
            sharpness = float(cv2.meanStdDev(edges)[1][0, 0])
            if sharpness > best_sharpness:
                best, best_sharpness = picture, sharpness
    return None if best is None else jpeg_of(best.to_ndarray(format="bgr24"))


def jpeg_of(image: "NDArray[Any]") -> Picture | None:
    """Encodes a picture, (H, W, 3) BGR."""
    import cv2

    is_done, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return Picture(jpeg.tobytes(), image.shape[1], image.shape[0]) if is_done else None
