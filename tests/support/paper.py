"""A PDF as a person sees it: its pages drawn by poppler, its signatures judged by poppler."""

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory


def page_pictures(pdf: bytes, dpi: int = 100) -> list[bytes]:
    """Each page as PNG, in order."""
    with TemporaryDirectory(prefix="pages-") as folder:
        (Path(folder) / "x.pdf").write_bytes(pdf)
        command = ["pdftoppm", "-png", "-r", str(dpi), "x.pdf", "page"]
        subprocess.run(command, cwd=folder, check=True, timeout=60)
        return [one.read_bytes() for one in sorted(Path(folder).glob("page*.png"))]


def judged_by_poppler(pdf: bytes) -> str:
    """What `pdfsig` says of the signatures in a PDF; it knows no authority of ours."""
    with TemporaryDirectory(prefix="pdfsig-") as folder:
        (Path(folder) / "x.pdf").write_bytes(pdf)
        command = ["pdfsig", "-nocert", "x.pdf"]
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=60, check=False)
    return done.stdout.decode()
