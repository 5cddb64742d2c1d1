"""Pictures as phones and fingers make them."""

import base64
import io

from PIL import Image, ImageDraw


def jpeg(text: str = "1", size: tuple[int, int] = (1920, 1080)) -> bytes:
    """A picture of camera size; each text gives other bytes."""
    image = Image.new("RGB", size, "#6a7f77")
    ImageDraw.Draw(image).text((100, 100), text, fill="white", font_size=120)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def drawn_signature(name: str = "") -> str:
    """What a signature pad sends; each name is drawn differently."""
    image = Image.new("RGBA", (600, 240), (0, 0, 0, 0))
    lean = 10 * len(name) + sum(name.encode()) % 40
    points = [(40, 180), (160 + lean, 40), (280, 200 - lean), (420 + lean, 60), (560, 170)]
    ImageDraw.Draw(image).line(points, "black", 6)
    out = io.BytesIO()
    image.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
