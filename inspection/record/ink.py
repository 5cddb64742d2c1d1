"""A drawn signature out of base64: a bounded PNG that shows ink."""

import base64
import binascii
import io

from PIL import Image, UnidentifiedImageError

from inspection.record.errors import NotASignature

MOST_BYTES = 400_000
MOST_PX = 4000
LEAST_INK_PX = 40  # chosen: a dot is no signature, the shortest name is longer
DARK = 160  # of 255: pencil-grey and darker


def signature_png(text: str) -> bytes:
    """The PNG's bytes, redrawn so that nothing but pixels remains. Raises `NotASignature`."""
    try:
        content = base64.b64decode(text.partition(",")[2] or text, validate=True)
        if not content or len(content) > MOST_BYTES:
            raise NotASignature
        with Image.open(io.BytesIO(content), formats=("PNG",)) as image:
            if max(image.size) > MOST_PX:
                raise NotASignature
            drawn = image.convert("RGBA")
    except (binascii.Error, UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise NotASignature from error
    paper = Image.new("RGBA", drawn.size, "white")
    paper.alpha_composite(drawn)
    ink = sum(paper.convert("L").histogram()[:DARK])
    if ink < LEAST_INK_PX:
        raise NotASignature
    clean = io.BytesIO()
    drawn.save(clean, "PNG", optimize=True)
    return clean.getvalue()
