"""Rules about oil fume: hood, air volumes, outlet, and whether this building may have it."""

from foundation.text import Bilingual
from panorama.layout.model import Kind, Layout
from panorama.layout.outcome import Outcome, Place, same, tops, unconcerned, unknown

EXHAUST_PER_STOVE_M3_H = 2000  # GB 18483-2001: base air volume of one stove
POWER_PER_STOVE = 1.67  # 10^8 J/h
HOOD_PER_STOVE_M2 = 1.1
POWER_OF_KW = 0.036  # 10^8 J/h
# From here on medium and large, GB 18483-2001 table 1: stoves, 10^8 J/h, m² of hood.
MEDIUM, LARGE = (3.0, 5.0, 3.3), (6.0, 10.0, 6.6)
SCALES = {
    "small": Bilingual("小型", "small"),
    "medium": Bilingual("中型", "medium"),
    "large": Bilingual("大型", "large"),
}
FAR_M, FAR_DEODORISED_M = 20.0, 10.0  # HJ 554-2010
HIGH_BUILDING_M = 15.0  # the same
BUILDING = ("residential_building", "mixed_building")  # what LR-18 must be told
IN_MIXED_BUILDING = (*BUILDING, "homes_above", "homes_below", "dedicated_flue")


def hood_over_stoves(layout: Layout) -> Outcome:
    """LR-09: stoves that lie under a hood with overhang on every side."""
    limit = Bilingual("每个灶四边都在罩内", "every stove inside a hood on all sides")
    stoves = layout.fume_stoves
    if not stoves:
        return unconcerned(limit)
    hoods = [one.place for one in layout.of(Kind.HOOD)]
    bare = [one for one in stoves if not any(hood.contains(one.place, 0.01) for hood in hoods)]
    under = len(stoves) - len(bare)
    measured = Bilingual(f"{under} / {len(stoves)} 灶", f"{under} of {len(stoves)} stoves")
    return Outcome(not bare, measured, limit, tops(bare))


def scale(layout: Layout) -> Outcome:
    """LR-10: scale by count, power and hood area, the strictest; against the one in the papers."""
    declared = layout.business.fume_scale
    limit = (
        Bilingual(f"申报{SCALES[declared].zh}", f"declared {SCALES[declared].en}")
        if declared
        else Bilingual("三种算法取最严", "the strictest of three")
    )
    stoves = layout.fume_stoves
    if not stoves:
        return unconcerned(limit)
    power = sum(one.values.get("power_kw", 0.0) for one in stoves) * POWER_OF_KW
    area = sum(one.place.area_m2 for one in layout.of(Kind.HOOD))
    given = (float(len(stoves)), power, area)
    found = "small"
    if any(value >= least for value, least in zip(given, MEDIUM, strict=True)):
        found = "medium"
    if any(value >= least for value, least in zip(given, LARGE, strict=True)):
        found = "large"
    figures = f"{len(stoves)} 灶、{power:.2f}×10⁸ J/h、{area:.2f} m²"
    english = f"{len(stoves)} stoves, {power:.2f}×10⁸ J/h, {area:.2f} m²"
    measured = Bilingual(f"{SCALES[found].zh}（{figures}）", f"{SCALES[found].en} ({english})")
    return Outcome(not declared or declared == found, measured, limit, tops(stoves))


def exhaust(layout: Layout) -> Outcome:
    """LR-11: rated air volumes against 2,000 m³/h per base stove.

    Base stoves: by count or by power (46.4 kW each), whichever is more. The hood's area (1.1 m²
    each) counts too where the power of a stove is not given.
    """
    stoves = layout.fume_stoves
    power = sum(one.values.get("power_kw", 0.0) for one in stoves) * POWER_OF_KW
    base = max(float(len(stoves)), power / POWER_PER_STOVE)
    if any("power_kw" not in one.values for one in stoves):
        area = sum(one.place.area_m2 for one in layout.of(Kind.HOOD))
        base = max(base, area / HOOD_PER_STOVE_M2)
    need = EXHAUST_PER_STOVE_M3_H * base
    limit = Bilingual(f"净化器 ≥ 风机 ≥ {need:.0f} m³/h", f"purifier ≥ fan ≥ {need:.0f} m³/h")
    if not stoves:
        return unconcerned(limit)
    fan = sum(one.values.get("rated_m3_h", 0.0) for one in layout.of(Kind.FAN))
    purifier = sum(one.values.get("rated_m3_h", 0.0) for one in layout.of(Kind.PURIFIER))
    measured = Bilingual(
        f"净化器 {purifier:.0f}、风机 {fan:.0f} m³/h",
        f"purifier {purifier:.0f}, fan {fan:.0f} m³/h",
    )
    wrong = layout.of(Kind.FAN) if fan < need else layout.of(Kind.PURIFIER)
    return Outcome(fan >= need and purifier >= fan, measured, limit, tops(wrong or stoves))


def outlet(layout: Layout) -> Outcome:
    """LR-17: distance to sensitive places, height above the ground against the building.

    Unknown where either is not said, unless the other is wrong already; 0 m is said.
    """
    around, outlets = layout.neighbourhood, layout.of(Kind.OUTLET)
    needs_m = FAR_DEODORISED_M if layout.of(Kind.DEODORISER) else FAR_M
    distance, building = around.get("outlet_distance_m"), around.get("building_height_m")
    roof = None if building is None else min(building, HIGH_BUILDING_M)
    above = Bilingual("屋顶", "the roof") if roof is None else same(f"{roof:g} m")
    limit = Bilingual(
        f"距敏感目标 ≥ {needs_m:g} m，高于{'' if roof is None else ' '}{above.zh}",
        f"≥ {needs_m:g} m from homes, above {above.en}",
    )
    if not layout.fume_stoves:
        return unconcerned(limit)
    top = min((one.top_m for one in outlets), default=None)
    checks: list[bool | None] = [None, None]
    said: list[Bilingual] = []
    if distance is not None:
        checks[0] = distance >= needs_m
        said.append(Bilingual(f"距 {distance:g} m", f"{distance:g} m away"))
    if roof is not None and top is not None:
        top += around.get("floor_level_m", 0.0)
        checks[1] = top > roof
        said.append(Bilingual(f"高 {top:g} m", f"{top:g} m high"))
    if False not in checks and None in checks:
        return unknown(limit)
    measured = Bilingual("，".join(one.zh for one in said), ", ".join(one.en for one in said))
    return Outcome(False not in checks, measured, limit, tops(outlets or layout.fume_stoves))


def flue(layout: Layout) -> Outcome:
    """LR-18: no fume in a residential building, right above or below homes, or without a flue.

    Storeys next to homes are those above and below them; homes beside are only told of.
    What is not said leaves the rule open unless something is wrong already.
    """
    limit = Bilingual(
        "非住宅楼、楼上楼下不是住宅、有专用烟道", "no homes above or below, dedicated flue"
    )
    if not layout.fume_stoves:
        return unconcerned(limit)
    around = layout.neighbourhood
    wrong: list[Bilingual] = []
    if around.get("residential_building"):
        wrong.append(Bilingual("位于住宅楼", "in a residential building"))
    for key, words in (
        ("homes_above", Bilingual("楼上是住宅", "homes above")),
        ("homes_below", Bilingual("楼下是住宅", "homes below")),
    ):
        if around.get(key):
            wrong.append(words)
    if around.get("mixed_building") and around.get("dedicated_flue") == 0:
        wrong.append(Bilingual("商住楼无专用烟道", "mixed building, no dedicated flue"))
    asked = IN_MIXED_BUILDING if around.get("mixed_building") else BUILDING
    if not wrong and any(key not in around for key in asked):
        return unknown(limit)
    told = wrong or [Bilingual("允许", "allowed")]
    if around.get("homes_beside"):
        told = [*told, Bilingual("隔壁是住宅（仅提示）", "homes beside (for information)")]
    measured = Bilingual("、".join(one.zh for one in told), ", ".join(one.en for one in told))
    places: tuple[Place, ...] = tops(layout.of(Kind.DUCT) or layout.fume_stoves)
    return Outcome(not wrong, measured, limit, places)
