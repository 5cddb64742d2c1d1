"""An exam: so many faults, so much time, so many answers; what a tap comes to; the score. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from math import atan, degrees
from typing import Final

from foundation.text import Bilingual
from panorama.exam.sight import Eye, Opaque, Point, angle_between, distance, is_seen

REACH_M = 0.7  # chosen: half a kitchen appliance; a thing is meant by its middle or its edge
LEAST_DEG, MOST_DEG = 5.0, 30.0  # chosen: a finger on a phone covers 3°, half a view is 35°
PLAN_REACH_M = 0.9  # chosen: a finger on a plan that is 12 m wide and fills a phone covers 0.7 m
PASS_SCORE = 80  # chosen; no rule names a figure
WRONG_COSTS = 5  # of 100; chosen: guessing loses more than it wins


class Mode(Enum):
    """Practice tells at once and gives no certificate; an exam tells at the end."""

    PRACTICE = "practice"
    EXAM = "exam"


@dataclass(frozen=True)
class Level:
    """How hard an exam is.

    Attributes:
        faults: how many are planted; each breaks one rule or more.
        spare: answers beyond the right ones.
        is_full: whether a pass counts as the exam that assignment may ask for.
    """

    id: str
    title: Bilingual
    faults: int
    time: timedelta
    spare: int
    is_full: bool


LEVELS: Final[Mapping[str, Level]] = {
    one.id: one
    for one in (
        Level("basic", Bilingual("基础", "Basic"), 3, timedelta(minutes=10), 5, is_full=False),
        Level("standard", Bilingual("标准", "Standard"), 5, timedelta(minutes=15), 6, is_full=True),
        Level("advanced", Bilingual("进阶", "Advanced"), 8, timedelta(minutes=20), 8, is_full=True),
    )
}


@dataclass(frozen=True)
class Answer:
    """A rule the changed room breaks.

    Attributes:
        places: where, metres; none: it is about the whole room and may be marked anywhere.
        because: what was changed and what to do, of each planted fault of this rule.
    """

    rule_id: str
    item_id: str | None
    text: Bilingual
    clause: str
    edition: str
    confidence: str
    measured: Bilingual
    limit: Bilingual
    places: tuple[Point, ...]
    because: tuple[tuple[Bilingual, Bilingual], ...] = ()


@dataclass(frozen=True)
class Thing:
    """What can be pointed at by name: a piece of equipment or a zone, with its box in metres."""

    id: str
    title: Bilingual
    low: Point
    high: Point

    def gap_m(self, place: Point) -> float:
        """How far a place lies outside its box seen from above; 0 inside."""
        across = max(self.low[0] - place[0], place[0] - self.high[0], 0.0)
        along = max(self.low[1] - place[1], place[1] - self.high[1], 0.0)
        return float((across**2 + along**2) ** 0.5)


@dataclass(frozen=True)
class InPicture:
    """A tap in a panorama: yaw 0 north, growing to the east; pitch growing upwards."""

    scene: str
    yaw_deg: float
    pitch_deg: float


@dataclass(frozen=True)
class OnPlan:
    """A tap on the plan, metres."""

    x: float
    y: float


@dataclass(frozen=True)
class ByName:
    """A thing or zone chosen from the list: the way of the keyboard and the screen reader."""

    thing: str


Spot = InPicture | OnPlan | ByName


@dataclass(frozen=True)
class Given:
    """An answer somebody gave: where, and the rule that is broken there."""

    spot: Spot
    choice: str


class Outcome(Enum):
    """What an answer came to."""

    FOUND = "found"
    ALREADY = "already"  # was found before; costs no points
    ELSEWHERE = "elsewhere"  # this rule is broken, but not here
    WRONG = "wrong"  # this rule holds

    @property
    def is_mistake(self) -> bool:
        """Whether it costs points."""
        return self in (Outcome.ELSEWHERE, Outcome.WRONG)


@dataclass(frozen=True)
class Judged:
    """An outcome with the rule it is about, where the choice named a broken one."""

    outcome: Outcome
    rule_id: str | None


@dataclass(frozen=True)
class Paper:
    """All that taps are judged by; frozen with the attempt.

    Attributes:
        opaque: walls and tall things that hide what is behind them.
    """

    answers: tuple[Answer, ...]
    eyes: Mapping[str, Eye]
    things: Mapping[str, Thing]
    opaque: Opaque


@dataclass(frozen=True)
class Score:
    """Of 100; never below 0."""

    points: int
    found: int
    of: int
    mistakes: int

    @property
    def is_passed(self) -> bool:
        """Whether it reaches `PASS_SCORE`."""
        return self.points >= PASS_SCORE


def judge_tap(paper: Paper, given: Given, found: Sequence[str]) -> Judged:
    """What an answer comes to.

    Args:
        found: ids of the rules found before.
    """
    meant = [one for one in paper.answers if given.choice == one.rule_id]
    here = [one for one in meant if _is_here(paper, one, given.spot)]
    fresh = next((one for one in here if one.rule_id not in found), None)
    if fresh is not None:
        return Judged(Outcome.FOUND, fresh.rule_id)
    if here:
        return Judged(Outcome.ALREADY, here[0].rule_id)
    if meant:
        return Judged(Outcome.ELSEWHERE, meant[0].rule_id)
    return Judged(Outcome.WRONG, None)


def _is_here(paper: Paper, answer: Answer, spot: Spot) -> bool:
    if not answer.places:
        return True
    match spot:
        case InPicture():
            eye = paper.eyes.get(spot.scene)
            return eye is not None and any(
                angle_between(eye, place, spot.yaw_deg, spot.pitch_deg) <= tolerance_deg(eye, place)
                and is_seen(eye, place, paper.opaque)
                for place in answer.places
            )
        case OnPlan():
            return any(
                ((spot.x - x) ** 2 + (spot.y - y) ** 2) ** 0.5 <= PLAN_REACH_M
                for x, y, _ in answer.places
            )
        case ByName():
            thing = paper.things.get(spot.thing)
            return thing is not None and any(
                thing.gap_m(place) <= REACH_M for place in answer.places
            )


def tolerance_deg(eye: Eye, place: Point) -> float:
    """How far beside a place a tap may go: `REACH_M` at its distance, so more for near things."""
    return min(max(degrees(atan(REACH_M / max(distance(eye, place), 0.01))), LEAST_DEG), MOST_DEG)


def score_of(paper: Paper, outcomes: Sequence[Outcome]) -> Score:
    """The score of the answers given; a paper without faults is passed by giving none."""
    of = len(paper.answers)
    found = sum(one is Outcome.FOUND for one in outcomes)
    mistakes = sum(one.is_mistake for one in outcomes)
    share = 100 * found / of if of else 100.0
    return Score(max(round(share) - WRONG_COSTS * mistakes, 0), found, of, mistakes)


def tries_of(level: Level, paper: Paper) -> int:
    """How many answers may be given."""
    return len(paper.answers) + level.spare


def left_of(tries: int, outcomes: Sequence[Outcome]) -> int:
    """How many answers may still be given; one that was found before uses up a try as well.

    Otherwise the number that is left would tell in an exam what was right.
    """
    return max(tries - len(outcomes), 0)


def is_over(mode: Mode, paper: Paper, tries: int, outcomes: Sequence[Outcome]) -> bool:
    """Whether no further answer is taken: out of tries or, in practice, all found.

    In an exam it would tell too much: there the person says when it is enough.
    """
    all_found = outcomes.count(Outcome.FOUND) >= len(paper.answers)
    return left_of(tries, outcomes) == 0 or (mode is Mode.PRACTICE and all_found)
