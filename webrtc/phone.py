"""The media half of a virtual phone: a camera that walks through a panorama, and WHIP.

Uses aiortc as anybody's client would, so it stands outside the service's own adapter.
"""

import asyncio
import fractions
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import aiohttp
import cv2
import numpy as np
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, MediaStreamTrack
from av import VideoFrame

from webrtc.view import Picture, flat_view
from webrtc.walk import Direction, Stand, Walk

FRAMES_PER_S = 12
VIDEO_PX = (960, 540)
STILL_PX = (2560, 1440)
LOOK_S = 1.0
QUIET_LOOKS = 4  # the server reports every second; three reports lost in a row still pass
SET_UP_S = 8.0
_CLOCK_HZ = 90_000
Seconds = Callable[[], float]


@dataclass(frozen=True)
class Scene:
    """A stand point with its panorama."""

    stand: Stand
    panorama: Picture


class PanoramaCamera:
    """The camera of somebody who walks through a room of panoramas."""

    def __init__(self, scenes: Sequence[Scene], now: Seconds = time.monotonic) -> None:
        self._scenes = scenes
        self._now = now
        self._walk = Walk([one.stand for one in scenes], now())

    @property
    def panorama(self) -> Picture:
        """The first stand point's panorama, (H, 2 H, 3) BGR."""
        return self._scenes[0].panorama

    @classmethod
    def of_room(cls, room: Path | None, now: Seconds = time.monotonic) -> Self:
        """All scenes of a built room's folder, one picture, or a test pattern without either."""
        scenes = _scenes_in(room) if room is not None else []
        return cls(scenes or [Scene(Stand("", Direction(0, 0), {}), _test_pattern())], now)

    def turn_to(self, place: str) -> bool:
        """Points at a place the tour knows by this name; `False` when it knows none."""
        return self._walk.turn_to(place, self._now())

    def view(self, size_px: tuple[int, int]) -> Picture:
        """What the camera sees now, BGR."""
        look = self._walk.at(self._now())
        return flat_view(
            self._scenes[look.stand].panorama,
            *size_px,
            yaw_deg=look.towards.yaw_deg,
            pitch_deg=look.towards.pitch_deg,
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
        try:
            location = await _dial(pc, http, whip, token)
        except BaseException:  # also when the dial is given up: its sockets are open already
            await pc.close()
            raise
        return cls(pc, http, location)

    @property
    def state(self) -> str:
        """The connection's state in WebRTC's words."""
        return self._pc.connectionState

    async def loss(self) -> str:
        """Returns with the reason when the connection is of no use any more.

        Looks every second at what comes back, reports above all: the library itself notices a
        server that died after 34 s (scorecard, rule 3).
        """
        received, quiet, began = -1, 0, time.monotonic()
        while True:
            await asyncio.sleep(LOOK_S)
            if self.state in {"failed", "closed"}:
                return self.state
            if self.state != "connected":
                if time.monotonic() - began > SET_UP_S:
                    return "no connection"
                continue
            now_received = await self._received()
            quiet = quiet + 1 if now_received == received else 0
            received = now_received
            if quiet >= QUIET_LOOKS:
                return "nothing comes back"

    async def _received(self) -> int:
        """Bytes that have come from the other side so far."""
        stats: Any = await self._pc.getStats()  # pyright: ignore[reportUnknownMemberType]
        return sum(one.bytesReceived for one in stats.values() if one.type == "transport")

    async def close(self) -> None:
        """Ends the connection; the service learns of it by DTLS."""
        await self._pc.close()


async def _dial(pc: RTCPeerConnection, http: aiohttp.ClientSession, whip: str, token: str) -> str:
    """The session's address. Raises `ConnectionError` when refused."""
    await pc.setLocalDescription(await pc.createOffer())
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/sdp"}
    async with http.post(whip, data=pc.localDescription.sdp, headers=headers) as answer:
        text = await answer.text()
        if answer.status != 201:
            raise ConnectionError(f"WHIP {answer.status}: {text[:200]}")
    await pc.setRemoteDescription(RTCSessionDescription(text, "answer"))
    return answer.headers["Location"]


def _scenes_in(room: Path) -> list[Scene]:
    """What is rendered of a room so far; a single picture is a room with one stand point."""
    if room.is_file():
        picture = _picture(room)
        return [] if picture is None else [Scene(Stand("", Direction(0, 0), {}), picture)]
    scenes: list[Scene] = []
    try:
        tour: dict[str, Any] = json.loads((room / "tour.json").read_text("utf-8"))
    except (OSError, ValueError):
        return scenes
    for one in tour["scenes"]:
        for name in (one["panorama"], one["preview"]):
            picture = _picture(room / name)
            if picture is not None:
                scenes.append(Scene(_stand(one), picture))
                break
    return scenes


def _stand(scene: Mapping[str, Any]) -> Stand:
    places = {
        spot["item_id"]: Direction(spot["yaw_deg"], spot["pitch_deg"]) for spot in scene["hotspots"]
    }
    return Stand(scene["id"], Direction(scene["yaw_deg"], -4), places)


def _picture(path: Path) -> Picture | None:
    picture = cv2.imread(str(path)) if path.is_file() else None
    return None if picture is None else np.asarray(picture, dtype=np.uint8)


def _test_pattern() -> Picture:
    """Something with edges and colours in every direction, until a room is rendered."""
    rows, columns = np.mgrid[0:1024, 0:2048]
    tiles = ((rows // 64 + columns // 64) % 2) * 90 + 80
    picture = np.dstack([tiles, (columns // 8) % 256, 255 - (rows // 4) % 256])
    return np.asarray(picture, dtype=np.uint8)
