"""The virtual phone's hand."""

import base64
import io

from PIL import Image, ImageDraw


def drawn_name() -> str:
    """A signature as a finger draws it, base64 PNG."""
    image = Image.new("RGBA", (600, 240), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    strokes = [
        [(60, 60), (140, 40), (120, 170), (70, 200)],
        [(180, 50), (260, 190), (300, 80), (330, 180)],
        [(380, 120), (450, 60), (540, 180)],
    ]
    for stroke in strokes:
        pen.line(stroke, fill="black", width=7, joint="curve")
    out = io.BytesIO()
    image.save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()
