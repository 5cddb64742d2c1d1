"""What was so around evidence when it was made: place, clocks, challenge, codec. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256

from inspection.evidence.place import PLACE_TEXT, Place, Whereabouts
from inspection.evidence.verifier.form import canonical
from inspection.live.phone_facts import ClockOffset


@dataclass(frozen=True)
class Circumstances:
    """Fixed when the evidence is kept.

    Degrees are WGS-84, `accuracy_m` is a radius, `position_age_s` how old the fix was. Without a
    fix the place is unknown. `clock_offset_ms`: how far the phone's clock was ahead of the
    server's. `challenge`: the code in force, empty without one. `codec`: of the bytes for what a
    phone sent (`image/jpeg`), of the stream for what the server took from it (`video/vp8`).
    """

    place: str = Place.UNKNOWN.value
    latitude: float | None = None
    longitude: float | None = None
    accuracy_m: float | None = None
    position_age_s: float | None = None
    distance_m: float | None = None
    clock_offset_ms: int | None = None
    clock_error_ms: int | None = None
    challenge: str = ""
    codec: str = ""


def circumstances_of(
    where: Whereabouts, offset: ClockOffset | None, challenge: str, codec: str
) -> Circumstances:
    """All of it as it is kept: metres and seconds to one decimal, degrees to five (a metre)."""
    return Circumstances(
        place=where.place.value,
        latitude=None if where.position is None else round(where.position.latitude, 5),
        longitude=None if where.position is None else round(where.position.longitude, 5),
        accuracy_m=_tenth(where.accuracy_m),
        position_age_s=_tenth(where.age_s),
        distance_m=_tenth(where.distance_m),
        clock_offset_ms=None if offset is None else offset.offset_ms,
        clock_error_ms=None if offset is None else offset.error_ms,
        challenge=challenge,
        codec=codec,
    )


def circumstances_row(circumstances: Circumstances) -> Mapping[str, object]:
    """As JSON has it, in the pack and below the hash."""
    return asdict(circumstances)


def circumstances_fact(circumstances: Circumstances) -> Mapping[str, object]:
    """What the custody log says of them: the hash of their canonical JSON, no position itself."""
    found = canonical(circumstances_row(circumstances)).encode()
    return {"circumstances_sha256": sha256(found).hexdigest()}


def place_zh(circumstances: Circumstances) -> str:
    """The judgement of the place as the record prints it, without the coordinates themselves."""
    said = PLACE_TEXT[Place(circumstances.place)].zh
    facts: list[str] = []
    if circumstances.distance_m is not None:
        facts.append(f"相距 {_metres(circumstances.distance_m)}")
    if circumstances.accuracy_m is not None and circumstances.position_age_s is not None:
        facts.append(f"精度 ±{_metres(circumstances.accuracy_m)}")
        facts.append(f"{circumstances.position_age_s:.0f} 秒前定位")
    return f"{said}（{'，'.join(facts)}）" if facts else said


def clock_zh(circumstances: Circumstances) -> str:
    """How the phone's clock stood to the server's, as the record prints it."""
    offset_ms = circumstances.clock_offset_ms
    if offset_ms is None:
        return "手机时钟误差未测"
    size = f"{abs(offset_ms) / 1000:.1f} 秒"
    if size == "0.0 秒":
        return "手机时钟与服务器一致"
    return f"手机时钟{'快' if offset_ms > 0 else '慢'} {size}"


def _metres(value: float) -> str:
    return f"{value:.0f} m" if value < 10_000 else f"{value / 1000:.0f} km"


def _tenth(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
