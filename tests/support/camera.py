"""A film of the sample room for Chromium's fake camera: MJPEG, 1280x720."""

from pathlib import Path

import cv2

from webrtc.phone import PanoramaCamera
from webrtc.view import flat_view

SIZE = (1280, 720)


def film_of_room(room: Path | None, to: Path, frames: int = 40) -> Path:
    """A slow turn through the room, written as concatenated JPEGs."""
    panorama = PanoramaCamera.of_room(room).panorama
    with to.open("wb") as film:
        for number in range(frames):
            picture = flat_view(panorama, *SIZE, yaw_deg=-20 + number, pitch_deg=-4, fov_deg=74)
            film.write(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 88])[1].tobytes())
    return to
