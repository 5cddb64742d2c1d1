"""Whether a picture was taken at the registered address, as far as a phone's fix can tell. Pure.

Positions are WGS-84 throughout. A fix is a circle, not a point, and it grows while somebody walks:
only where the whole circle lies within the radius the answer is "at the address".
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from math import asin, cos, radians, sin, sqrt

from foundation.text import Bilingual
from inspection.live.phone_facts import Fix, Position

_EARTH_M = 6_371_008.8  # mean radius (IUGG); a sphere is within 0.6 % of the ellipsoid


class Place(Enum):
    """The judgement; `UNKNOWN` whenever there is nothing to judge by."""

    AT_ADDRESS = "at_address"
    NEAR = "near"
    FAR = "far"
    UNKNOWN = "unknown"


PLACE_TEXT = {
    Place.AT_ADDRESS: Bilingual("在登记地址", "at the registered address"),
    Place.NEAR: Bilingual("在登记地址附近", "near the registered address"),
    Place.FAR: Bilingual("离登记地址较远", "far from the registered address"),
    Place.UNKNOWN: Bilingual("位置未知", "position unknown"),
}


@dataclass(frozen=True)
class PlaceLimits:
    """What counts as at, near and far; the bureau's to set."""

    at_m: float = 100  # regulations.md SI-05, SS-01: GPS within 100 m of the address
    near_m: float = 500  # chosen: beyond it no fix indoors errs by so much
    most_age_s: float = 120  # chosen: in two minutes somebody is around the corner
    most_accuracy_m: float = 500  # chosen: the circle of a cell, which tells nothing of an address
    walking_m_s: float = 1.5  # how quickly an old fix grows


@dataclass(frozen=True)
class Whereabouts:
    """Where a picture was taken. Without a fix only the judgement is there: unknown."""

    place: Place = Place.UNKNOWN
    position: Position | None = None
    accuracy_m: float | None = None
    age_s: float | None = None
    distance_m: float | None = None


def whereabouts(
    registered: Position | None,
    fix: Fix | None,
    taken_at: datetime,
    limits: PlaceLimits | None = None,
) -> Whereabouts:
    """Distance and judgement of a picture taken at a moment, by the last fix before it."""
    if fix is None:
        return Whereabouts()
    age_s = max(0.0, (taken_at - fix.at).total_seconds())
    distance_m = None if registered is None else distance_between_m(registered, fix.position)
    place = judge_place(distance_m, fix.accuracy_m, age_s, limits or PlaceLimits())
    return Whereabouts(place, fix.position, fix.accuracy_m, age_s, distance_m)


def judge_place(
    distance_m: float | None, accuracy_m: float | None, age_s: float | None, limits: PlaceLimits
) -> Place:
    """The judgement by distance (m), accuracy (radius in m) and age (s) of a fix.

    Anything that is missing, not a number or beyond the limits makes it unknown.
    """
    if distance_m is None or accuracy_m is None or age_s is None:
        return Place.UNKNOWN
    is_usable = 0 <= accuracy_m <= limits.most_accuracy_m and 0 <= age_s <= limits.most_age_s
    if not is_usable or not distance_m >= 0:
        return Place.UNKNOWN
    radius_m = accuracy_m + age_s * limits.walking_m_s
    if distance_m + radius_m <= limits.at_m:
        return Place.AT_ADDRESS
    return Place.FAR if distance_m - radius_m > limits.near_m else Place.NEAR


def distance_between_m(one: Position, other: Position) -> float:
    """Metres along the sphere between two positions (haversine)."""
    north, south = radians(one.latitude), radians(other.latitude)
    half_up = (south - north) / 2
    half_along = radians(other.longitude - one.longitude) / 2
    share = sin(half_up) ** 2 + cos(north) * cos(south) * sin(half_along) ** 2
    return 2 * _EARTH_M * asin(sqrt(min(1.0, share)))
