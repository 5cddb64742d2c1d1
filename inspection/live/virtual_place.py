"""Where the virtual phone says it is, as the applicant's page does; nowhere unless it is told."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

AGAIN_S = 20.0  # as the page: a desk that came later hears of it too


@dataclass(frozen=True)
class Fix:
    """Degrees (WGS-84) and the radius of their accuracy in metres; always of this moment."""

    latitude: float
    longitude: float
    accuracy_m: float = 15.0


def fix_of(text: str) -> Fix:
    """`LATITUDE,LONGITUDE` or `LATITUDE,LONGITUDE,METRES`. Raises `ArgumentTypeError`."""
    try:
        parts = [float(part) for part in text.split(",")]
        latitude, longitude, *accuracy_m = parts
        fix = Fix(latitude, longitude, *accuracy_m)
    except (ValueError, TypeError) as error:
        raise argparse.ArgumentTypeError("纬度,经度 · LATITUDE,LONGITUDE") from error
    if not (-90 <= fix.latitude <= 90 and -180 <= fix.longitude <= 180 and fix.accuracy_m >= 0):
        raise argparse.ArgumentTypeError("纬度,经度 · LATITUDE,LONGITUDE")
    return fix


def frame_of(fix: Fix | None) -> Mapping[str, object]:
    """What the page would tell the room."""
    if fix is None:
        return {"type": "no_position", "why": "unavailable"}
    where = {"latitude": fix.latitude, "longitude": fix.longitude, "accuracy_m": fix.accuracy_m}
    return {"type": "position", **where, "age_ms": 0}


async def keep_telling(
    say: Callable[[Mapping[str, object]], Awaitable[None]], fix: Fix | None
) -> None:
    """Tells the room now and again until it is cancelled."""
    while True:
        await say(frame_of(fix))
        await asyncio.sleep(AGAIN_S)
