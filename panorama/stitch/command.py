"""`server.py room stitch PHOTOS… --out DIR`: photos in, a room the viewer shows out."""

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from foundation.errors import Problem
from foundation.text import Bilingual
from panorama.stitch.photos import look_at
from panorama.stitch.pipeline import WIDEST_PX, Stitched, look_at_all, stitch
from panorama.stitch.problems import FolderTaken, NotAFolder
from panorama.stitch.progress import Progress
from panorama.stitch.sphere import accept
from panorama.stitch.write import PROGRESS, check_free, is_room, write_room
from panorama.tiles import write_text

STOPPED = 130  # what a shell expects after Ctrl+C
TITLE = Bilingual("实拍样板间", "Photographed room")


def main(argv: Sequence[str]) -> int:
    """0 written, 2 refused, 130 stopped. What was in the folder before stays unless it is 0."""
    given = _parser().parse_args(argv)
    out: Path = given.out
    has_room = is_room(out)  # it stays as it is, and "done", until the new one is there
    last = ("", -1.0)

    def tell(stage: str, share: float) -> None:
        nonlocal last
        if stage == last[0] and share < 1 and share - last[1] < 0.01:
            return
        last = stage, share
        state = {"stage": stage, "share": round(share, 3), "done": stage == "done", "error": None}
        if not has_room or stage == "done":
            write_text(out / PROGRESS, json.dumps(state))
        sys.stdout.write(json.dumps(state) + "\n")
        sys.stdout.flush()

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        check_free(out)
        out.mkdir(parents=True, exist_ok=True)
        made = sphere_of(given.photos, tell, is_whole=not given.part, widest_px=given.width)
        tell("tiles", 0.95)
        title = Bilingual(given.title or TITLE.zh, given.title_en or given.title or TITLE.en)
        write_room(made.sphere, made.shown, made.report, title, out)
        tell("done", 1.0)
    except KeyboardInterrupt:
        _say("已停止，没有写入全景图。", "Stopped; no panorama was written.")
        return STOPPED
    except (FolderTaken, NotAFolder) as error:  # nothing of it is touched
        _say(error.sentence_zh, error.sentence_en)
        return 2
    except Problem as error:
        return _refuse(out, error.sentence_zh, error.sentence_en, has_room=has_room)
    except FileNotFoundError as error:
        missing = error.args[0] if error.filename is None else error.filename
        return _refuse(out, f"找不到文件 {missing}", f"no such file: {missing}", has_room=has_room)
    except OSError as error:
        what = error.filename or out
        zh = f"无法读写 {what}（{error.strerror}）。请检查磁盘空间和权限，再试一次。"
        en = f"{what} can not be read or written ({error.strerror}). Check space and rights."
        return _refuse(out, zh, en, has_room=has_room)
    return 0


def sphere_of(
    paths: Sequence[Path], progress: Progress, *, is_whole: bool, widest_px: int = WIDEST_PX
) -> Stitched:
    """A single picture is taken as it is, several are a ring. Raises one of `problems`."""
    if len(paths) == 1:
        return accept(look_at(1, paths[0]), progress, widest_px)
    photos = look_at_all(paths, is_whole=is_whole)
    return stitch(photos, progress, is_whole=is_whole, widest_px=widest_px)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="server.py room stitch")
    parser.add_argument("photos", type=Path, nargs="+", help="in the order they were taken")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--part", action="store_true", help="not all around")
    parser.add_argument("--width", type=_width, default=WIDEST_PX, help="at most so many pixels")
    parser.add_argument("--title", help="Chinese title of the room")
    parser.add_argument("--title-en", help="English title of the room")
    return parser


def _width(text: str) -> int:
    width = int(text)
    if not 1024 <= width <= WIDEST_PX:
        raise argparse.ArgumentTypeError(f"1024..{WIDEST_PX}")
    return width


def _refuse(out: Path, zh: str, en: str, *, has_room: bool) -> int:
    """Tells the terminal, and the page where nothing else is shown there."""
    state = {"stage": "failed", "share": 0.0, "done": False, "error": {"zh": zh, "en": en}}
    if out.is_dir() and not has_room:
        with suppress(OSError):  # of a full disk the terminal is told at least
            write_text(out / PROGRESS, json.dumps(state, ensure_ascii=False))
    _say(zh, en)
    return 2


def _say(zh: str, en: str) -> None:
    sys.stderr.write(f"{zh}\n{en}\n")
