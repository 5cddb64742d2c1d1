"""How long a long record takes to print and sign: all items of a restaurant, large photos."""

import io
import time
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
import pypdf

from checklists.compose import compose
from checklists.load import builtin_templates
from foundation.keyring import open_keyring
from foundation.pades import signed_pdf
from foundation.signing import Signer
from inspection.cases.facts import checklist_facts
from inspection.intake.demo import RESTAURANT
from inspection.record.ink import signature_png
from inspection.record.model import Line, Part, Picture, RecordContent, Verdicts
from inspection.record.pdf import Press
from inspection.record.printed import DrawnSignature
from tests.bench.figures import figure
from tests.bench.film import textured
from tests.support.pictures import drawn_signature
from webrtc.phone import PanoramaCamera
from webrtc.view import Picture as Pixels
from webrtc.view import flat_view

COUNTS = (30, 60, 120)
SIZE = (1920, 1080)
TIMES = 5
TAKEN = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
PUBLIC_URL = "https://kancha.example.gov.cn/v/h8Qm2Zb1cXw0aTq9h8Qm2Zb1cXw0aTq9"


async def measure() -> list[dict[str, object]]:
    """The time of a print with its signature, for a few sizes of record."""
    panorama = PanoramaCamera.of_room(None).panorama
    chance = np.random.default_rng(1)
    photos = [_photo(panorama, chance, number) for number in range(max(COUNTS))]
    took: dict[int, list[float]] = {}
    papers: dict[int, bytes] = {}
    press = Press()
    with TemporaryDirectory(prefix="keys-") as folder:
        signer = open_keyring(Path(folder), datetime.now(UTC))
        try:
            await _signed(press, signer, photos[:1])  # starts the press
            for _ in range(TIMES):
                for count in COUNTS:  # in turn: what else the machine does meets all of them
                    began = time.perf_counter()
                    papers[count] = await _signed(press, signer, photos[:count])
                    took.setdefault(count, []).append(time.perf_counter() - began)
        finally:
            press.close()
    return [_time(papers[60], took[60], sum(map(len, photos[:60]))), _growth(took)]


async def _signed(press: Press, signer: Signer, photos: list[bytes]) -> bytes:
    pictures = {sha256(photo).hexdigest(): photo for photo in photos}
    signatures = [
        DrawnSignature(role, name, TAKEN, signature_png(drawn_signature(name)))
        for role, name in (("勘验人员", "王建国"), ("勘验人员", "赵晓燕"), ("申请人", "李桂芳"))
    ]
    paper = await press.print(
        _content(list(pictures)), signatures, pictures, is_complete=True, public_url=PUBLIC_URL
    )
    return await signed_pdf(paper, signer, datetime.now(UTC), "现场核查记录")


def _time(pdf: bytes, took: list[float], taken_bytes: int) -> dict[str, object]:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    names = [image.name for page in pages for image in page.images]
    drawn = sum(name.endswith(".jpg") for name in names)  # signatures are PNGs
    lines = sum(len(part.lines) for part in _content([]).parts)
    return figure(
        "record.pdf_60_pictures_s",
        _median(took),
        "s",
        f"{len(pages)} pages of A4, {len(pdf):,} bytes PDF/A-2b with QR code and PAdES-B-B "
        f"signature, {lines} items, {drawn} pictures on paper; 60 photos of "
        f"{SIZE[0]}x{SIZE[1]}, {taken_bytes / 1e6:.1f} MB as taken; median of {TIMES}: "
        + "/".join(f"{one:.2f}" for one in took)
        + " s, after the start of the press",
    )


def _growth(took: dict[int, list[float]]) -> dict[str, object]:
    """Above 1: later pictures cost more than earlier ones."""
    few, some, many = (_median(took[count]) for count in COUNTS)
    first, then = (some - few) / 30, (many - some) / 60
    return figure(
        "record.pdf_growth",
        then / first,
        "x",
        f"time of a picture more, from 60 to 120 against from 30 to 60; 1 is linear. Medians of "
        f"{TIMES}: {few:.2f} s for 30, {some:.2f} s for 60, {many:.2f} s for 120 pictures, "
        f"{1000 * first:.1f} then {1000 * then:.1f} ms a picture",
    )


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


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
