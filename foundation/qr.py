"""QR codes as drawings."""

import io

import segno


def qr_svg(text: str) -> str:
    """A QR code as an SVG drawing without XML prologue, error correction M."""
    drawing = io.BytesIO()
    segno.make(text, error="m").save(
        drawing, kind="svg", xmldecl=False, svgns=True, scale=4, border=2, dark="#10261f"
    )
    return drawing.getvalue().decode()
