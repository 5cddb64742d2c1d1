"""Measuring pictures that are made here: views of a room, the same off a screen, dark, soft."""

import cv2
import numpy as np
import pytest

from inspection.evidence.look import grid_of, look_at, phash_of, sharpness_of
from inspection.evidence.quality import Concern, concerns
from webrtc.phone import PanoramaCamera
from webrtc.walk import SWING_S

SIZE_PX = (1280, 720)
RANDOM = np.random.default_rng(20261125)


@pytest.fixture(scope="module")
def view(sample_room):
    clock = iter((0.0, 0.0, SWING_S))  # made, asked to turn, looking at it
    camera = PanoramaCamera.of_room(sample_room, lambda: next(clock))
    camera.turn_to("EX-01")
    return np.ascontiguousarray(camera.view(SIZE_PX))


def noisy(picture, sigma=2.0):
    noise = RANDOM.normal(0, sigma, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def jpeg(picture, quality=88):
    shown = np.ascontiguousarray(picture[..., ::-1])
    return cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def off_a_screen(picture, pixel_px, tilt=0.04, turn_deg=2.3, soft_px=0.7, fine=3):
    """A photo of a display: its pixels are three stripes with gaps, seen from a little aside.

    Args:
        pixel_px: how many of the photo's pixels one of the display's takes.
        fine: points of the sensor per pixel and direction, then averaged as a sensor does.
    """
    height, width = picture.shape[:2]
    up, along = np.mgrid[0 : height * fine, 0 : width * fine].astype(np.float32)
    x, y = (along + 0.5) / fine - width / 2, (up + 0.5) / fine - height / 2
    c, s = np.cos(np.deg2rad(turn_deg)), np.sin(np.deg2rad(turn_deg))
    right, down = c * x + s * y, c * y - s * x
    scale = (1 + tilt * right / (width / 2)) * pixel_px
    right, down = right / scale, down / scale
    size = max(8, int(width / pixel_px)), max(8, int(height / pixel_px))
    shown = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    column = np.clip(np.floor(right).astype(int) + size[0] // 2, 0, size[0] - 1)
    row = np.clip(np.floor(down).astype(int) + size[1] // 2, 0, size[1] - 1)
    across, below = right - np.floor(right), down - np.floor(down)
    light = shown[row, column].astype(np.float32)
    is_lit = (below > 0.08) & (below < 0.92)
    for colour, (begins, ends) in enumerate(((0.02, 0.30), (0.35, 0.63), (0.68, 0.96))):
        light[..., colour] *= (is_lit & (across > begins) & (across < ends)) * 2.6
    seen = cv2.resize(light, (width, height), interpolation=cv2.INTER_AREA)
    return noisy(cv2.GaussianBlur(seen, (0, 0), soft_px))


def test_a_view_of_the_sample_room_needs_no_look(view):
    assert concerns(look_at(jpeg(noisy(view)))) == ()


@pytest.mark.parametrize("pixel_px", [0.8, 1.2, 2.3, 3.3])
def test_the_same_view_off_a_screen_needs_a_look(view, pixel_px):
    assert Concern.SCREEN in concerns(look_at(jpeg(off_a_screen(view, pixel_px))))


@pytest.mark.parametrize(("step_px", "turn_deg"), [(14, 0), (24, 4), (60, 0)])
def test_a_wall_of_tiles_is_no_screen(step_px, turn_deg):
    wall = np.full((1000, 1600), 190, np.uint8)
    wall[::step_px], wall[:, ::step_px] = 120, 120
    turned = cv2.warpAffine(wall, cv2.getRotationMatrix2D((800, 500), turn_deg, 1), (1600, 1000))[
        140:860, 160:1440
    ]
    assert grid_of(noisy(cv2.GaussianBlur(turned, (0, 0), 1.0))) == 0


def test_a_written_page_is_no_screen():
    page = np.full((720, 1280), 235, np.uint8)
    for line in range(30, 720, 28):
        cv2.putText(page, "permit 0123456789 " * 8, (5, line), 0, 0.6, 20, 1)
    assert grid_of(noisy(page)) == 0


def test_soft_pictures_are_blurred_and_noise_does_not_hide_it(view):
    for soft_px in (4, 6):
        soft = noisy(cv2.GaussianBlur(view, (0, 0), soft_px), 4)
        assert concerns(look_at(jpeg(soft))) == (Concern.BLUR,)


def test_a_dark_picture_is_dark_not_blurred(view):
    assert concerns(look_at(jpeg(view * 0.2))) == (Concern.DARK,)


def test_half_a_picture_without_any_drawing_is_glare(view):
    glaring = view.copy()
    glaring[:360] = 255
    assert Concern.GLARE in concerns(look_at(jpeg(glaring)))


def test_a_smaller_and_coarser_copy_has_the_same_fingerprint(view):
    grey = cv2.cvtColor(view, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (320, 180), interpolation=cv2.INTER_AREA)
    differing = (int(phash_of(grey), 16) ^ int(phash_of(small), 16)).bit_count()
    assert differing <= 6


def test_what_shows_nothing_has_no_fingerprint_and_no_detail():
    flat = np.full((300, 300), 90, np.uint8)
    assert phash_of(flat) == ""
    assert grid_of(flat) == 0
    assert sharpness_of(flat) == 0
    assert grid_of(flat[:100, :100]) == 0, "smaller than one crop"
