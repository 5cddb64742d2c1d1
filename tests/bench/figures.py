"""The names a figure may have, and what every figure says. Data for the parts and their test."""

from collections.abc import Mapping

# From the design's list of benchmark names.
DESIGNED = frozenset(
    {
        "media.cpu_percent_per_session",
        "media.ratio_to_stock",
        "media.ratio_to_janus_1to1",
        "media.ratio_to_janus_1to3",
        "media.sessions_carried",
        "media.added_latency_p95_ms",
        "media.first_frame_ms",
        "media.recording_cpu_percent",
        "media.memory_mb_per_session",
        "evidence.press_to_picture_p95_ms",
        "evidence.press_to_saved_p95_ms",
        "checklist.compose_and_judge_ms",
        "record.pdf_60_pictures_s",
        "verify.pack_500_files_s",
        "booking.parallel_p95_ms",
        "cases.queue_50k_p95_ms",
        "figures.dashboard_200k_ms",
        "outbox.deliveries_per_s",
        "outbox.lost",
        "outbox.doubled",
        "rooms.report_and_plan_ms",
        "rooms.panorama_cpu_s",
        "rooms.panorama_ratio_to_cycles",
        "rooms.tiles_ratio_to_py360convert",
        "rooms.stitch_ratio_to_hugin",
        "rooms.stitch_loss_db",
        "rooms.glb_mb",
        "rooms.first_sharp_view_s",
        "rooms.exam_s",
        "phone.page_gzip_kb",
        "phone.largest_paint_s",
        "phone.tap_to_picture_s",
        "api.p95_ms",
        "scale.three_nodes_ratio",
    }
)
# Added since: the same question as evidence.press_to_saved for the phone's own photo; what the
# 31st to 60th picture of a record costs and what the 61st to 120th does; how many true lengths of
# rooms lie in the band that measuring shows.
ADDED = frozenset(
    {"evidence.still_to_saved_p95_ms", "record.pdf_growth", "rooms.measure_in_band_percent"}
)
NAMES = DESIGNED | ADDED
KEYS = ("name", "value", "unit", "peer", "ratio", "conditions")


class UnknownFigure(ValueError):
    """A part gave a figure that nobody agreed on, or one that does not say all it must."""


def checked(figure: Mapping[str, object]) -> dict[str, object]:
    """The figure with its keys in order.

    Raises:
        UnknownFigure: a key is missing or too many, the name is not in `NAMES`, or a value that
            could not be measured gives no reason.
    """
    if set(figure) != set(KEYS):
        raise UnknownFigure(f"{figure.get('name')}: keys {sorted(figure)}, wanted {sorted(KEYS)}")
    if figure["name"] not in NAMES:
        raise UnknownFigure(f"{figure['name']} is not among the agreed names (tests/bench/figures)")
    if not figure["conditions"]:
        raise UnknownFigure(f"{figure['name']} says nothing of its conditions")
    return {key: figure[key] for key in KEYS}


def figure(
    name: str,
    value: float | int | None,
    unit: str,
    conditions: str,
    *,
    peer: str | None = None,
    ratio: float | None = None,
) -> dict[str, object]:
    """One figure. `ratio` is how often ours fits into the peer's: above 1 is in our favour."""
    return checked(
        {
            "name": name,
            "value": value,
            "unit": unit,
            "peer": peer,
            "ratio": ratio,
            "conditions": conditions,
        }
    )


def p95(values: list[float]) -> float:
    """The 95th percentile by nearest rank. Raises `IndexError` for no values."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]


async def measure() -> list[dict[str, object]]:
    """The part of this name: the supervisor's dashboard, `figures.dashboard_200k_ms`."""
    from tests.bench.dashboard import measure_dashboard  # it uses what stands above

    return await measure_dashboard()
