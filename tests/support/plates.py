"""Pictures to read: a nameplate, codes, a drawn face."""

import io

import segno
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from inspection.evidence.derived import FONT

PLATE = ("油烟净化器", "型号 YJ-8000A", "处理风量 8000 m³/h", "出厂编号 20260317")
LICENCE = "https://licence.example.gov.cn/q?id=JY23301090012345"


def encoded(image, quality=85):
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def nameplate(lines=PLATE):
    image = Image.new("RGB", (1280, 720), "#b8bcc0")
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        font = ImageFont.truetype(FONT, 54)
        pen.text((160, 110 + number * 110), line, fill="#1a1a1a", font=font)
    return encoded(image)


def coded(text=LICENCE, at=(700, 300)):
    """A picture with a QR code somewhere in it."""
    drawn = io.BytesIO()
    segno.make(text, error="m").save(drawn, kind="png", scale=6)
    image = Image.new("RGB", (1280, 720), "#9aa7a1")
    image.paste(Image.open(drawn).convert("RGB"), at)
    return encoded(image)


def drawn_face(size=220, at=(400, 200)):
    """A face as simple as cascades know one: hair, sockets, nose, mouth."""
    image = Image.new("RGB", (1280, 720), "#8a9890")
    pen = ImageDraw.Draw(image)

    def oval(x, y, wide, high, colour):
        left, top = at[0] + (x - wide) * size, at[1] + (y - high) * size
        pen.ellipse((left, top, left + 2 * wide * size, top + 2 * high * size), fill=colour)

    oval(0.5, 0.42, 0.46, 0.52, "#2b1d16")
    oval(0.5, 0.55, 0.38, 0.48, "#d9ac8c")
    oval(0.5, 0.36, 0.34, 0.16, "#e3b999")
    for x in (0.34, 0.66):
        oval(x, 0.47, 0.11, 0.055, "#a87c62")
        oval(x, 0.41, 0.11, 0.015, "#3a281e")
        oval(x, 0.475, 0.075, 0.032, "#f2efe9")
        oval(x, 0.475, 0.034, 0.034, "#2a1a12")
    oval(0.5, 0.62, 0.055, 0.1, "#e8c2a4")
    for x in (0.46, 0.54):
        oval(x, 0.69, 0.02, 0.012, "#8c5f4b")
    oval(0.5, 0.8, 0.13, 0.035, "#a5544d")
    return encoded(image.filter(ImageFilter.GaussianBlur(size / 60)), 90)
