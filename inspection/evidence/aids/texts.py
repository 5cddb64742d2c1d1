"""Reads nameplates and licences offline: rapidocr with the models of its wheel.

Runs in the helper process, which keeps the models while it lives: 0.6 s to load them.
"""

from functools import lru_cache
from typing import Any

import numpy as np

from inspection.evidence.aids.model import MOST_LETTERS, MOST_LINES, Read
from inspection.evidence.aids.parts import WHOLE, Part
from inspection.evidence.derived import opened_jpeg
from inspection.evidence.redaction.model import Box

_LONGEST_PX = 2000  # what the detector takes; a small plate in a large photo is read by its part
_THREADS = 1  # the other core carries calls
_PARAMETERS = {
    "Global.log_level": "critical",
    "Global.max_side_len": _LONGEST_PX,
    "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
    "EngineConfig.onnxruntime.inter_op_num_threads": _THREADS,
}


def read_texts(jpeg: bytes, box: Box = WHOLE) -> list[Read]:
    """The lines of text in a picture or in a part of it, from top to bottom.

    Raises `NotAPicture`, `TooManyPixels`.
    """
    part = Part(opened_jpeg(jpeg), box, _LONGEST_PX)
    found = _engine()(np.ascontiguousarray(part.pixels()[:, :, ::-1]))
    if found.txts is None or found.boxes is None:
        return []
    return [
        Read(str(text)[:MOST_LETTERS], round(float(score), 3), part.corners(corners.tolist()))
        for text, score, corners in zip(found.txts, found.scores, found.boxes, strict=True)
    ][:MOST_LINES]


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR  # 0.6 s and 300 MB: not before somebody asks

    return RapidOCR(params=_PARAMETERS)
