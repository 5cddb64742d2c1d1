"""The JSON of exams; nothing of the answers leaves before the end."""

from typing import Any, NotRequired

from typing_extensions import TypedDict

from foundation.text import Bilingual, TextShape
from panorama.exam.certificates import Checked
from panorama.exam.model import PASS_SCORE, Level, Mode, left_of
from panorama.exam.paper import answers_shown
from panorama.exam.results import Page
from panorama.exam.service import Looked
from panorama.exam.shelf import Shelf
from panorama.exam.store import Certificate, Line


class LevelShape(TypedDict):
    """How hard an exam is; `faults` are planted, `spare` answers are beyond the right ones."""

    id: str
    title: TextShape
    faults: int
    seconds: int
    spare: int


class LevelsShape(TypedDict):
    """All levels; `pass_score` of 100; each mistake costs `mistake_costs`."""

    levels: list[LevelShape]
    pass_score: int
    mistake_costs: int


class TapShape(TypedDict):
    """An answer; `outcome` is null where an exam does not tell yet.

    Others: `found`, `already`, `elsewhere` (broken, but not here) or `wrong`.
    """

    number: int
    spot: dict[str, Any]
    choice: str
    outcome: str | None


class ScoreShape(TypedDict):
    """The result with the right answers and where each is seen."""

    points: int
    found: int
    of: int
    mistakes: int
    is_passed: bool
    at: str
    answers: list[dict[str, Any]]
    found_rules: list[str]
    certificate: str | None


class AttemptShape(TypedDict):
    """An attempt: `preparing`, `ready`, `running` or `over`.

    `questions`, `files` and `pictures` come with the beginning, `result` with the end.
    """

    id: str
    room: str
    title: TextShape
    level: LevelShape
    mode: str
    name: str
    state: str
    drawing: dict[str, Any]
    now: str
    ends_at: str | None
    tries: int
    tries_left: int
    of: int
    pass_score: int
    questions: dict[str, Any] | None
    files: str | None
    pictures: dict[str, dict[str, str | None]] | None
    taps: list[TapShape]
    result: ScoreShape | None


class CertificateShape(TypedDict):
    """A certificate as anybody with its number sees it."""

    number: str
    name: str
    title: TextShape
    level: TextShape
    points: int
    passed_on: str
    valid_until: str
    is_valid: bool


class LineShape(TypedDict):
    """One result."""

    id: str
    name: str
    is_staff: bool
    title: TextShape
    level: TextShape
    mode: str
    points: int
    found: int
    of: int
    mistakes: int
    is_passed: bool
    at: str
    certificate: str | None


class ResultsShape(TypedDict):
    """Results, the latest first; `after` names the next page."""

    results: list[LineShape]
    after: NotRequired[str]


def text_json(text: Bilingual) -> TextShape:
    """Both languages."""
    return {"zh": text.zh, "en": text.en}


def level_json(level: Level) -> LevelShape:
    """The shape of a level."""
    return {
        "id": level.id,
        "title": text_json(level.title),
        "faults": level.faults,
        "seconds": int(level.time.total_seconds()),
        "spare": level.spare,
    }


def attempt_json(looked: Looked, shelf: Shelf, drawing: dict[str, Any]) -> AttemptShape:
    """The shape of an attempt for the browser it is of."""
    attempt, ended = looked.attempt, looked.ended
    scenes = list(attempt.paper.eyes)
    has_begun = attempt.begun_at is not None
    if ended is not None:
        state = "over"
    elif has_begun:
        state = "running"
    else:
        state = "ready" if shelf.is_ready(attempt.pictures, scenes) else "preparing"
    tells = ended is not None or attempt.mode is Mode.PRACTICE
    return {
        "id": attempt.id,
        "room": attempt.room,
        "title": {"zh": attempt.room_zh, "en": attempt.room_en},
        "level": level_json(attempt.level),
        "mode": attempt.mode.value,
        "name": attempt.name,
        "state": state,
        "drawing": drawing,
        "now": looked.now.isoformat(),
        "ends_at": attempt.ends_at.isoformat() if attempt.ends_at else None,
        "tries": attempt.tries,
        "tries_left": left_of(attempt.tries, [one.outcome for one in looked.taps]),
        "of": len(attempt.paper.answers),
        "pass_score": PASS_SCORE,
        "questions": attempt.questions if has_begun else None,
        "files": f"/api/v1/exam-rooms/{attempt.pictures}/" if has_begun else None,
        "pictures": shelf.pictures(attempt.pictures, scenes) if has_begun else None,
        "taps": [
            {
                "number": one.number,
                "spot": one.spot,
                "choice": one.choice,
                "outcome": one.outcome.value if tells else None,
            }
            for one in looked.taps
        ],
        "result": _score_json(looked, looked.certificate),
    }


def _score_json(looked: Looked, certificate: Certificate | None) -> ScoreShape | None:
    if looked.ended is None:
        return None
    score = looked.ended.score
    return {
        "points": score.points,
        "found": score.found,
        "of": score.of,
        "mistakes": score.mistakes,
        "is_passed": score.is_passed,
        "at": looked.ended.at.isoformat(),
        "answers": answers_shown(looked.attempt.paper),
        "found_rules": [
            one.rule_id for one in looked.taps if one.outcome.value == "found" and one.rule_id
        ],
        "certificate": certificate.number if certificate else None,
    }


def certificate_json(checked: Checked) -> CertificateShape:
    """The shape of a certificate."""
    certificate, line = checked.certificate, checked.line
    return {
        "number": certificate.number,
        "name": certificate.name,
        "title": {"zh": line.room_zh, "en": line.room_en},
        "level": text_json(line.level.title),
        "points": line.ended.score.points,
        "passed_on": certificate.passed_on.isoformat(),
        "valid_until": certificate.valid_until.isoformat(),
        "is_valid": checked.is_valid,
    }


def page_json(page: Page) -> ResultsShape:
    """The shape of a page of results."""
    shape: ResultsShape = {"results": [_line_json(one) for one in page.lines]}
    if page.after is not None:
        shape["after"] = page.after
    return shape


def _line_json(one: Line) -> LineShape:
    score = one.ended.score
    return {
        "id": one.id,
        "name": one.name,
        "is_staff": one.is_staff,
        "title": {"zh": one.room_zh, "en": one.room_en},
        "level": text_json(one.level.title),
        "mode": one.mode.value,
        "points": score.points,
        "found": score.found,
        "of": score.of,
        "mistakes": score.mistakes,
        "is_passed": score.is_passed,
        "at": one.ended.at.isoformat(),
        "certificate": one.certificate,
    }
