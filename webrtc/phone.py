"""The media half of a virtual phone: a camera that walks through a panorama, and WHIP.

Uses aiortc as anybody's client would, so it stands outside the service's own adapter.
"""

import asyncio
import fractions
import json
import time
from pathlib import Path
from typing import Any, Self

import aiohttp
import cv2
import numpy as np
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, MediaStreamTrack
from av import VideoFrame

from webrtc.view import Picture, flat_view

FRAMES_PER_S = 12
VIDEO_PX = (960, 540)
STILL_PX = (2560, 1440)
TURN_DEG_PER_S = 9.0  # slow: a person showing a room
_CLOCK_HZ = 90_000


class PanoramaCamera:
    """A camera at a stand point that looks around, a little up and down."""

    def __init__(self, panorama: Picture) -> None:
        self.panorama = panorama
        self._began = time.monotonic()

    @classmethod
    def of_room(cls, room: Path | None) -> Self:
        """The first scene of a built room's folder, one picture, or a test pattern."""
        path = _panorama_in(room) if room is not None else None
        picture = cv2.imread(str(path)) if path is not None else None
        if picture is None:
            return cls(_test_pattern())
        return cls(np.asarray(picture, dtype=np.uint8))

    def view(self, size_px: tuple[int, int]) -> Picture:
        """What the camera sees now, BGR."""
        passed = time.monotonic() - self._began
        return flat_view(
            self.panorama,
            *size_px,
            yaw_deg=passed * TURN_DEG_PER_S,
            pitch_deg=-6 + 8 * float(np.sin(passed / 5)),
            fov_deg=72,
        )

    def still(self) -> tuple[bytes, int, int]:
        """A photo at full camera resolution: JPEG, width, height."""
        _, jpeg = cv2.imencode(".jpg", self.view(STILL_PX), [cv2.IMWRITE_JPEG_QUALITY, 92])
        return jpeg.tobytes(), *STILL_PX


class CameraTrack(MediaStreamTrack):
    """The camera as a video track with its own pace."""

    kind = "video"

    def __init__(self, camera: PanoramaCamera) -> None:
        super().__init__()
        self._camera = camera
        self._count = 0
        self._began = time.monotonic()

    async def recv(self) -> VideoFrame:
        """The next frame, when its time has come."""
        due = self._began + self._count / FRAMES_PER_S
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        picture = await asyncio.to_thread(self._camera.view, VIDEO_PX)
        frame = VideoFrame.from_ndarray(picture, format="bgr24")
        frame.pts = self._count * _CLOCK_HZ // FRAMES_PER_S
        frame.time_base = fractions.Fraction(1, _CLOCK_HZ)
        self._count += 1
        return frame


class WhipPublisher:
    """A published connection; `close` ends it politely."""

    def __init__(self, pc: RTCPeerConnection, http: aiohttp.ClientSession, location: str) -> None:
        self._pc = pc
        self._http = http
        self._location = location

    @classmethod
    async def publish(
        cls, http: aiohttp.ClientSession, whip: str, token: str, camera: PanoramaCamera
    ) -> Self:
        """Publishes camera and (silent) sound. Raises `ConnectionError` when refused."""
        pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        pc.addTrack(CameraTrack(camera))
        pc.addTrack(AudioStreamTrack())
        await pc.setLocalDescription(await pc.createOffer())
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/sdp"}
        async with http.post(whip, data=pc.localDescription.sdp, headers=headers) as answer:
            text = await answer.text()
            if answer.status != 201:
                await pc.close()
                raise ConnectionError(f"WHIP {answer.status}: {text[:200]}")
            location = answer.headers["Location"]
        await pc.setRemoteDescription(RTCSessionDescription(text, "answer"))
        return cls(pc, http, location)

    @property
    def state(self) -> str:
        """The connection's state in WebRTC's words."""
        return self._pc.connectionState

    async def close(self) -> None:
        """Ends the connection; the service learns of it by DTLS."""
        await self._pc.close()


def _panorama_in(room: Path) -> Path | None:
    if room.is_file():
        return room
    tour: dict[str, Any] = {}
    if (room / "tour.json").exists():
        tour = json.loads((room / "tour.json").read_text("utf-8"))
    for scene in tour.get("scenes", []):
        for name in ("panorama.jpg", "preview.jpg"):
            if (room / "scenes" / scene["id"] / name).exists():
                return room / "scenes" / scene["id"] / name
    return next(iter(sorted(room.glob("scenes/*/preview.jpg"))), None)


def _test_pattern() -> Picture:
    """Something with edges and colours in every direction, until a room is rendered."""
    rows, columns = np.mgrid[0:1024, 0:2048]
    tiles = ((rows // 64 + columns // 64) % 2) * 90 + 80
    picture = np.dstack([tiles, (columns // 8) % 256, 255 - (rows // 4) % 256])
    return np.asarray(picture, dtype=np.uint8)
