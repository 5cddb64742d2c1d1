"""The application's facts in the words of the checklists."""

from collections.abc import Mapping
from decimal import Decimal

from checklists.facts import DEFAULT_FACTS, Facts, scale_of


def checklist_facts(filed: Mapping[str, object]) -> Facts:
    """Defaults, then what was filed; numbers exact, the scale follows from the stoves."""
    facts: dict[str, bool | Decimal | int | str] = dict(DEFAULT_FACTS)
    for name, value in filed.items():
        if name in facts and isinstance(value, bool | int | str):
            facts[name] = value
        elif name in facts and isinstance(value, float):
            facts[name] = Decimal(str(value))
    facts["scale"] = scale_of(int(facts["stoves"]))
    return facts


def registered_coordinates(filed: Mapping[str, object]) -> tuple[float, float] | None:
    """Latitude and longitude of the place of business in degrees, WGS-84; `None` if not filed.

    WGS-84 is what a phone's browser gives. Maps made in China show GCJ-02, 100-600 m beside it: a
    system that has only those has to convert before it files `latitude` and `longitude`.
    """
    found = filed.get("latitude"), filed.get("longitude")
    latitude, longitude = (
        float(one) if isinstance(one, int | float) and not isinstance(one, bool) else None
        for one in found
    )
    if latitude is None or longitude is None:
        return None
    is_on_earth = -90 <= latitude <= 90 and -180 <= longitude <= 180
    return (latitude, longitude) if is_on_earth else None
