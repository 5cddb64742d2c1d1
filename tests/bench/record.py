"""How long a long record takes to print: every item of a restaurant, 60 photos of 1920x1080."""

import io
import time
from datetime import UTC, date, datetime
from hashlib import sha256

import cv2
import numpy as np
import pypdf

from checklists.compose import compose
from checklists.load import builtin_templates
from inspection.cases.facts import checklist_facts
from inspection.intake.demo import RESTAURANT
from inspection.record.ink import signature_png
from inspection.record.model import Line, Part, Picture, RecordContent, Verdicts
from inspection.record.pdf import DrawnSignature, Press
from tests.bench.figures import figure
from tests.bench.film import textured
from tests.support.pictures import drawn_signature
from webrtc.phone import PanoramaCamera
from webrtc.view import Picture as Pixels
from webrtc.view import flat_view

PICTURES = 60
SIZE = (1920, 1080)
TIMES = 3
TAKEN = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)


async def measure() -> list[dict[str, object]]:
    """The median of a few prints; the first one also starts the press."""
    panorama = PanoramaCamera.of_room(None).panorama
    chance = np.random.default_rng(1)
    photos = [_photo(panorama, chance, number) for number in range(PICTURES)]
    pictures = {sha256(photo).hexdigest(): photo for photo in photos}
    content = _content(list(pictures))
    signatures = [
        DrawnSignature(role, name, TAKEN, signature_png(drawn_signature(name)))
        for role, name in (("勘验人员", "王建国"), ("勘验人员", "赵晓燕"), ("申请人", "李桂芳"))
    ]
    press, took = Press(), []
    try:
        for _ in range(TIMES):
            began = time.perf_counter()
            pdf = await press.print(content, signatures, pictures, is_complete=True)
            took.append(time.perf_counter() - began)
    finally:
        press.close()
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    names = [image.name for page in pages for image in page.images]
    drawn = sum(name.endswith(".jpg") for name in names)  # signatures are PNGs
    lines = sum(len(part.lines) for part in content.parts)
    return [
        figure(
            "record.pdf_60_pictures_s",
            sorted(took)[len(took) // 2],
            "s",
            f"{len(pages)} pages of A4, {len(pdf):,} bytes PDF/A-2b, {lines} items, {drawn} "
            f"pictures on paper; {PICTURES} photos of {SIZE[0]}x{SIZE[1]}, "
            f"{sum(map(len, photos)) / 1e6:.1f} MB as taken; median of {TIMES}: "
            + "/".join(f"{one:.2f}" for one in took)
            + " s, the first with the start of the press",
        )
    ]


def _photo(panorama: Pixels, chance: np.random.Generator, number: int) -> bytes:
    view = flat_view(panorama, *SIZE, yaw_deg=6 * number, pitch_deg=-4, fov_deg=72)
    return cv2.imencode(".jpg", textured(view, chance), [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes()


def _content(digests: list[str]) -> RecordContent:
    checklist = compose(builtin_templates(), checklist_facts(RESTAURANT.facts), date(2026, 11, 24))
    asked = [entry.item.id for entry in checklist.entries]
    place = {digest: asked[number % len(asked)] for number, digest in enumerate(digests)}

    def line(entry) -> Line:
        return Line(
            item_id=entry.item.id,
            title_zh=entry.item.title.zh,
            title_en=entry.item.title.en,
            key=entry.item.weight.value == "key",
            verdict="pass",
            verdict_zh="符合",
            note="现场视频查看，灶台、烟罩与排水沟均符合要求。",
            judged_by="王建国",
            clauses=tuple(f"{one.title.zh} {one.article}" for one in entry.clauses),
            pictures=tuple(
                Picture(item, digest, "手机原始照片", "2026-11-24 10:30:00", *SIZE)
                for digest, item in place.items()
                if item == entry.item.id
            ),
        )

    complies = Verdicts("pass", "符合", "complies")
    return RecordContent(
        case_number="YK20261124-0001",
        shop_name=RESTAURANT.shop_name,
        format_zh=RESTAURANT.format_zh,
        address=RESTAURANT.address,
        credit_code=RESTAURANT.credit_code,
        applicant=RESTAURANT.applicant_name,
        activities=tuple(one.title.zh for one in RESTAURANT.activities),
        area_m2="120",
        stoves=4,
        accepted="2026-11-23 09:00:00",
        mode_zh="远程视频勘验",
        began="2026-11-24 10:00:00",
        ended="2026-11-24 10:42:10",
        inspectors=("王建国", "赵晓燕"),
        consent_version="2026-11-01",
        consent_given="2026-11-24 10:00:30",
        checklist_version=checklist.version,
        parts=tuple(
            Part(heading.id, heading.title.zh, heading.title.en, tuple(map(line, entries)))
            for heading, entries in checklist.sections()
        ),
        left_out=tuple(f"{one.item_id} {one.because.zh}" for one in checklist.left_out),
        food=complies,
        fume=complies,
        reasons=(),
    )
