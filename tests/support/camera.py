"""A film of the sample room for Chromium's fake camera: MJPEG, 1280x720."""

from math import pi, sin
from pathlib import Path

import cv2

from webrtc.phone import PanoramaCamera
from webrtc.view import flat_view

SIZE = (1280, 720)


def film_of_room(room: Path, to: Path, frames: int = 240) -> Path:
    """Somebody looks slowly to and fro; concatenated JPEGs whose last leads to the first."""
    panorama = PanoramaCamera.of_room(room).panorama
    with to.open("wb") as film:
        for number in range(frames):
            yaw_deg = 35 * sin(2 * pi * number / frames)
            picture = flat_view(panorama, *SIZE, yaw_deg=yaw_deg, pitch_deg=-4, fov_deg=74)
            film.write(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 88])[1].tobytes())
    return to
