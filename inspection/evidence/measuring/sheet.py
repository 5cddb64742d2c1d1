"""The page to print and lay into the picture: one square marker of 160 mm on A4.

SVG is written here; the PDF is set from that SVG, so both have one size. Whoever prints it at
another scale sees it: a line says how long it has to be under a ruler.
"""

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

MARKER_MM = 160.0
DICTIONARY = cv2.aruco.DICT_4X4_50  # few, coarse cells: read from far and aslant
NUMBER = 23  # of 50; chosen for having no long straight edge inside
_CELLS = 6  # four of the code and the black rim
_WIDTH_MM, _HEIGHT_MM = 210, 297
_LEFT_MM, _TOP_MM = 25.0, 48.0
_RULER_MM = 100

_TYPST = """#set page(width: 210mm, height: 297mm, margin: 0mm)
#set document(title: "云勘量测标记 · Measuring marker", author: "云勘", date: none)
#image("marker.svg", width: 210mm, height: 297mm)
"""


def marker_cells() -> NDArray[np.bool_]:
    """(6, 6) which cells of the marker are black, row by row."""
    kind = cv2.aruco.getPredefinedDictionary(DICTIONARY)
    drawn = np.asarray(cv2.aruco.generateImageMarker(kind, NUMBER, _CELLS))
    return cast("NDArray[np.bool_]", drawn == 0)


@lru_cache(maxsize=1)
def marker_svg() -> str:
    """The page as SVG, in millimetres."""
    cell = MARKER_MM / _CELLS
    rows, columns = np.nonzero(marker_cells())
    # Each a hair wider than its place: no white lines between them on paper.
    squares = "".join(
        f"M{_LEFT_MM + column * cell:.3f} {_TOP_MM + row * cell:.3f}"
        f"h{cell + 0.02:.3f}v{cell + 0.02:.3f}h-{cell + 0.02:.3f}z"
        for row, column in zip(rows, columns, strict=True)
    )
    ruler = 236.0
    lines = [
        (20.0, 7.0, "云勘量测标记"),
        (28.0, 4.2, "Measuring marker · 160 mm × 160 mm"),
        (36.0, 3.8, "打印时选“实际大小 / 100%”，不要缩放。Print at actual size."),
        (222.0, 4.2, "平放或贴在要量的那一面上：只能量与标记同一平面的长度。"),
        (228.5, 3.8, "Lay it flat on what is measured: only lengths in the same plane."),
        (246.0, 3.8, "打印后用尺量：上面这条线应为 100 mm，黑色方块边长应为 160 mm。"),
        (252.0, 3.8, "Check with a ruler: this line is 100 mm, the black square 160 mm."),
    ]
    words = "".join(
        f'<text x="{_LEFT_MM:g}" y="{y:g}" font-size="{size:g}">{text}</text>'
        for y, size, text in lines
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH_MM}mm" height="{_HEIGHT_MM}mm"'
        f' viewBox="0 0 {_WIDTH_MM} {_HEIGHT_MM}">'
        f'<rect width="{_WIDTH_MM}" height="{_HEIGHT_MM}" fill="#fff"/>'
        f'<path d="{squares}" fill="#000"/>'
        f'<path d="M{_LEFT_MM:g} {ruler:g}h{_RULER_MM}m-{_RULER_MM}-2v4m{_RULER_MM}-4v4"'
        ' stroke="#000" stroke-width=".3" fill="none"/>'
        f'<g font-family="Noto Sans CJK SC, sans-serif" fill="#10261f">{words}</g></svg>'
    )


@lru_cache(maxsize=1)
def marker_pdf() -> bytes:
    """The page as PDF. Blocking, 0.2 s the first time: call in a thread."""
    import typst

    with TemporaryDirectory(prefix="marker-") as folder:
        place = Path(folder)
        (place / "marker.svg").write_text(marker_svg(), "utf-8")
        (place / "marker.typ").write_text(_TYPST, "utf-8")
        return bytes(typst.compile(str(place / "marker.typ"), root=folder, format="pdf"))
