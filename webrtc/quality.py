"""How much picture a phone shall send, from how it arrives: a ladder with five rungs. Pure.

Sound comes first: each step down leaves it more room. Steps down are quick, steps up slow, and a
step up that did not hold is tried again only after twice the wait. All limits here are chosen, not
measured: nothing of it was tried on a mobile network.
"""

from collections import deque
from dataclasses import dataclass, field
from enum import Enum

LOSS_BAD, LOSS_AWFUL, LOSS_GOOD = 0.05, 0.3, 0.02  # shares that no retransmission brought
RTT_BAD_S, RTT_GOOD_S = 1.0, 0.4
BAD_SECONDS, OF_SECONDS = 3, 5
GOOD_SECONDS = 15
MOST_GOOD_SECONDS = 120
HELD_SECONDS = 30  # a step up that lasts this long was right


class Rung(Enum):
    """From the best picture down to none."""

    HD = "hd"  # as the camera gives it (720p or 1080p), 30 a second
    SD = "sd"  # 360p, 15 a second
    SLOW = "slow"  # 360p, 5 a second
    STILLS = "stills"  # a still every 2 s, and sound
    ON_DEMAND = "on_demand"  # stills when asked for, and sound


LADDER = tuple(Rung)
FRAMES_PER_S = {Rung.HD: 30, Rung.SD: 15, Rung.SLOW: 5}


def promises_picture(rung: Rung) -> bool:
    """Whether a moving picture is to be expected on it."""
    return rung in FRAMES_PER_S


class Reason(Enum):
    """Why the rung changed."""

    LOSS = "loss"
    DELAY = "delay"
    FEW_PICTURES = "few_pictures"
    RECOVERED = "recovered"
    MANUAL = "manual"  # somebody at the desk decided


@dataclass(frozen=True)
class Second:
    """How a phone's streams arrived in one second."""

    loss: float
    rtt_s: float | None
    frames_per_s: float


@dataclass(frozen=True)
class Step:
    """The rung that holds from now on."""

    rung: Rung
    reason: Reason


@dataclass
class Ladder:
    """One phone's place on the ladder; `look` is called once a second."""

    lowest: Rung = Rung.STILLS  # below it nothing comes unasked: somebody has to decide that
    rung: Rung = Rung.HD
    _recent: deque[Reason | None] = field(default_factory=lambda: deque(maxlen=OF_SECONDS))
    _good: int = 0
    _needed: int = GOOD_SECONDS
    _since_up: int | None = None

    def pin(self, rung: Rung) -> Step | None:
        """Somebody at the desk decided; `look` is not called until it is left to us again."""
        self._forget()
        return self._to(rung, Reason.MANUAL)

    def look(self, second: Second) -> Step | None:
        """The step to take now, if any."""
        if self._since_up is not None:
            self._since_up += 1
            if self._since_up >= HELD_SECONDS:
                self._since_up, self._needed = None, GOOD_SECONDS
        trouble = self._trouble(second)
        self._recent.append(trouble)
        self._good = self._good + 1 if trouble is None and _is_good(second) else 0
        if second.loss >= LOSS_AWFUL and len([one for one in self._recent if one]) >= 2:
            return self._down(2, Reason.LOSS)
        bad = [one for one in self._recent if one is not None]
        if len(bad) >= BAD_SECONDS:
            return self._down(1, bad[-1])
        if self._good >= self._needed:
            return self._up()
        return None

    def _trouble(self, second: Second) -> Reason | None:
        if second.loss >= LOSS_BAD:
            return Reason.LOSS
        if second.rtt_s is not None and second.rtt_s >= RTT_BAD_S:
            return Reason.DELAY
        # a dark room halves a camera's rate: only a third of what was asked for counts as trouble
        if 0 < second.frames_per_s < FRAMES_PER_S.get(self.rung, 0) / 3:
            return Reason.FEW_PICTURES
        return None

    def _down(self, rungs: int, reason: Reason) -> Step | None:
        if self._since_up is not None:
            self._needed = min(2 * self._needed, MOST_GOOD_SECONDS)
        self._forget()
        at = min(LADDER.index(self.rung) + rungs, LADDER.index(self.lowest))
        return self._to(LADDER[max(at, LADDER.index(self.rung))], reason)

    def _up(self) -> Step | None:
        self._forget()
        if self.rung is Rung.HD:
            return None
        self._since_up = 0
        return self._to(LADDER[LADDER.index(self.rung) - 1], Reason.RECOVERED)

    def _forget(self) -> None:
        self._recent.clear()
        self._good, self._since_up = 0, None

    def _to(self, rung: Rung, reason: Reason) -> Step | None:
        if rung is self.rung:
            return None
        self.rung = rung
        return Step(rung, reason)


def _is_good(second: Second) -> bool:
    return second.loss <= LOSS_GOOD and (second.rtt_s is None or second.rtt_s <= RTT_GOOD_S)
