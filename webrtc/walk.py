"""How a person shows a room with a phone: looks around at each stand, goes where asked. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sin

TURN_DEG_PER_S = 9.0  # slow: a person showing a room
AROUND_S = 360 / TURN_DEG_PER_S
SWING_S = 1.2  # how long it takes to turn to something
STAY_S = 25.0  # how long the phone stays on what was asked for


@dataclass(frozen=True)
class Direction:
    """Where the camera looks. Yaw 0 is north and grows to the east, pitch grows upwards."""

    yaw_deg: float
    pitch_deg: float


@dataclass(frozen=True)
class Stand:
    """A stand point and what can be seen from it, by name; `ahead` is where one looks first."""

    name: str
    ahead: Direction
    places: Mapping[str, Direction]


@dataclass(frozen=True)
class Look:
    """At which stand the person is and where the phone points."""

    stand: int
    towards: Direction


class Walk:
    """One person's way through a room. Times are seconds of a monotonic clock, handed in."""

    def __init__(self, stands: Sequence[Stand], now: float) -> None:
        self._stands = stands
        self._from = Look(0, stands[0].ahead)
        self._began = now
        self._asked: Look | None = None

    def turn_to(self, place: str, now: float) -> bool:
        """Goes where the place is seen, or says that it is seen from nowhere."""
        here = self.at(now)
        order = [here.stand, *(one for one in range(len(self._stands)) if one != here.stand)]
        for stand in order:
            found = self._stands[stand].places.get(place)
            if found is not None:
                # another stand is entered with the view that one has there, not by turning
                self._from = here if stand == here.stand else Look(stand, self._stands[stand].ahead)
                self._asked, self._began = Look(stand, found), now
                return True
        return False

    def at(self, now: float) -> Look:
        """Where the phone looks now, with the sway of a hand."""
        passed = now - self._began
        if self._asked is not None and passed >= STAY_S:
            self._from, self._asked, self._began = self._asked, None, self._began + STAY_S
            passed -= STAY_S
        look = self._wandering(passed) if self._asked is None else self._turning(passed)
        sway = Direction(look.towards.yaw_deg, look.towards.pitch_deg + 1.2 * sin(now * 1.3))
        return Look(look.stand, sway)

    def _wandering(self, passed: float) -> Look:
        visited, into = divmod(passed, AROUND_S)
        stand = (self._from.stand + int(visited)) % len(self._stands)
        start = self._from.towards if not visited else self._stands[stand].ahead
        pitch = -6 + 8 * sin(into / 5)
        return Look(stand, Direction(start.yaw_deg + into * TURN_DEG_PER_S, pitch))

    def _turning(self, passed: float) -> Look:
        assert self._asked is not None  # noqa: S101 - called by `at` only
        share = min(1.0, passed / SWING_S)
        eased = share * share * (3 - 2 * share)
        start, end = self._from.towards, self._asked.towards
        step = (end.yaw_deg - start.yaw_deg + 180) % 360 - 180  # the short way round
        return Look(
            self._asked.stand,
            Direction(
                start.yaw_deg + eased * step,
                start.pitch_deg + eased * (end.pitch_deg - start.pitch_deg),
            ),
        )
