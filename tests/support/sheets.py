"""A pinhole camera over a flat sheet: where points of its plane are seen, and photos of it."""

import io
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from inspection.evidence.measuring.sheet import MARKER_MM, marker_cells


@dataclass
class View:
    """A camera looking at the plane z = 0; the sheet's middle is the origin. Metres are mm."""

    focal_px: float
    size_px: tuple[int, int]
    turn: np.ndarray  # (3, 3)
    away_mm: np.ndarray  # (3,)

    def seen(self, plane_mm):
        """(N, 2) pixels of (N, 2) points in the plane; NaN for what lies behind the camera."""
        places = np.column_stack([plane_mm, np.zeros(len(plane_mm))]) @ self.turn.T + self.away_mm
        places[places[:, 2] <= 1] = np.nan
        middle = np.array(self.size_px) / 2
        return places[:, :2] / places[:, 2:] * self.focal_px + middle

    def shows(self, pixels):
        return bool(np.all((pixels >= 0) & (pixels < self.size_px)))

    def projection(self):
        """(3, 3) from the plane in mm to pixels."""
        width, height = self.size_px
        lens = np.array([[self.focal_px, 0, width / 2], [0, self.focal_px, height / 2], [0, 0, 1]])
        return lens @ np.column_stack([self.turn[:, :2], self.away_mm])


def a_view(dice, size_px=(1920, 1080), most_tilt_deg=60, far_mm=(400, 2500)):
    """A phone held somehow, the sheet somewhere in its picture."""
    tilt, spin, about = np.radians(
        [dice.uniform(0, most_tilt_deg), dice.uniform(0, 360), dice.uniform(0, 360)]
    )
    axis = np.array([np.cos(about), np.sin(about), 0])
    turn = turn_about(axis, tilt) @ turn_about(np.array([0, 0, 1.0]), spin)
    far = dice.uniform(*far_mm)
    away = np.array([dice.uniform(-0.25, 0.25) * far, dice.uniform(-0.15, 0.15) * far, far])
    return View(dice.uniform(0.7, 1.1) * size_px[0], size_px, turn, away)


def turn_about(axis, angle_rad):
    """Rodrigues' formula."""
    x, y, z = axis
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle_rad) * cross + (1 - np.cos(angle_rad)) * cross @ cross


def corners_of(long_mm, short_mm):
    """(4, 2) going round, the first two ending a long side."""
    x, y = long_mm / 2, short_mm / 2
    return np.array([[-x, -y], [x, -y], [x, y], [-x, y]])


SIZE_PX = (1920, 1080)
DOT = 4  # drawn that much finer, then shrunk as a lens and a sensor do


def photo(view, page, page_mm, dice):
    """The page (H, W grey; `page_mm` wide and high) as the camera sees it on a grey wall."""
    height, width = page.shape
    to_mm = np.array(
        [
            [page_mm[0] / width, 0, -page_mm[0] / 2],
            [0, page_mm[1] / height, -page_mm[1] / 2],
            [0, 0, 1],
        ]
    )
    shift = np.array([[DOT, 0, (DOT - 1) / 2], [0, DOT, (DOT - 1) / 2], [0, 0, 1]])
    size = (SIZE_PX[0] * DOT // 2, SIZE_PX[1] * DOT // 2)
    half = np.array([[0.5, 0, -0.25], [0, 0.5, -0.25], [0, 0, 1]])
    warp = half @ shift @ view.projection() @ to_mm
    wall = np.full(size[::-1], 105, np.uint8)
    seen = cv2.warpPerspective(
        page, warp, size, dst=wall, borderMode=cv2.BORDER_TRANSPARENT, flags=cv2.INTER_AREA
    )
    small = cv2.resize(seen, SIZE_PX, interpolation=cv2.INTER_AREA).astype(np.float64)
    noisy = cv2.GaussianBlur(small, (0, 0), 0.8) + dice.normal(0, 3, small.shape)
    out = io.BytesIO()
    Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=88)
    return out.getvalue()


def marker_page():
    """The marker with a white rim of 25 mm."""
    cells = np.where(marker_cells(), 15, 245).astype(np.uint8)
    drawn = np.kron(cells, np.ones((80, 80), np.uint8))
    rim = round(25 / MARKER_MM * len(drawn))
    return np.pad(drawn, rim, constant_values=245), (MARKER_MM + 50, MARKER_MM + 50)
