"""The layout as a scaled drawing: SVG with Chinese labels, dimensions, flows, legend and marks."""

from collections.abc import Iterator, Sequence
from html import escape

from panorama.layout.labels import Box, Label, placed
from panorama.layout.model import Equipment, Flow, Kind, Layout, Wall, ZoneKind
from panorama.layout.rules import RuleResult

PX_PER_M = 90.0
MARGIN_PX = 96.0
LEGEND_PX = 440.0
RULE_PX = 64  # name, what was measured, what is asked
COLOURS = {
    ZoneKind.COOKING: "#fde7d3",
    ZoneKind.CUTTING: "#e3f1e6",
    ZoneKind.ROUGH: "#eef0d9",
    ZoneKind.WASHING: "#dcedf6",
    ZoneKind.PASS: "#fdf5cf",
    ZoneKind.STORAGE: "#ece7f3",
    ZoneKind.CHANGING: "#f3e6ec",
    ZoneKind.ENTRANCE: "#f0eae0",
    ZoneKind.DINING: "#f6f6f4",
    ZoneKind.TOILET: "#e6e8ea",
    ZoneKind.OUTSIDE: "#f3f7f0",
    ZoneKind.SPECIAL_ROOM: "#d9eef0",
    ZoneKind.ANTE_ROOM: "#e4f0ee",
    ZoneKind.SPECIAL_AREA: "#ddf0e6",
}
FLOW_COLOURS = {"raw": "#a45b13", "finished": "#0d7a5f", "returned": "#3d63a8", "drain": "#6b7f8c"}
_ABOVE = frozenset(
    {Kind.HOOD, Kind.DUCT, Kind.FLY_LAMP, Kind.GAS_ALARM, Kind.AIR_CONDITIONER, Kind.UV_LAMP}
)
_UNDRAWN = frozenset({Kind.SIGN})
_UNNAMED = frozenset({Kind.BIN, Kind.FLY_LAMP, Kind.GAS_ALARM, Kind.EXTINGUISHER})
ZONE_PX, SMALL_ZONE_PX, THING_PX = 20, 16, 14


def plan_svg(layout: Layout, results: Sequence[RuleResult]) -> str:
    """The plan as one SVG document; all text is escaped."""
    top = max([layout.depth_m, *(z.place.y + z.place.depth for z in layout.zones)])
    drawing = _Drawing(layout, top)
    width = MARGIN_PX * 2 + layout.width_m * PX_PER_M + LEGEND_PX
    shorter = 18 * sum(not one.applies for one in results)
    legend = 150 + 26 * len(layout.flows) + RULE_PX * len(results) - shorter
    height = max(MARGIN_PX * 2 + top * PX_PER_M, MARGIN_PX + legend)
    body = "".join(
        (
            *drawing.zones(),
            *(drawing.thing(one) for one in layout.equipment if one.kind not in _ABOVE),
            *(drawing.thing(one) for one in layout.equipment if one.kind in _ABOVE),
            *(drawing.wall(wall) for wall in layout.walls),
            *(drawing.flow(flow) for flow in layout.flows),
            *drawing.labels(),
            *drawing.dimensions(),
            *drawing.legend(results, width - LEGEND_PX - MARGIN_PX / 3),
        )
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'font-family="system-ui, Noto Sans CJK SC, sans-serif">{_DEFINITIONS}'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{body}</svg>'
    )


_DEFINITIONS = (
    "<defs>"
    + "".join(
        f'<marker id="tip-{kind}" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="7" '
        f'markerHeight="7" orient="auto-start-reverse"><path d="M0 0 10 5 0 10z" fill="{colour}"/>'
        "</marker>"
        for kind, colour in FLOW_COLOURS.items()
    )
    + "</defs>"
)


class _Drawing:
    def __init__(self, layout: Layout, top_m: float) -> None:
        self._layout = layout
        self._top_m = top_m

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Metres to the page: north is up."""
        return MARGIN_PX + x * PX_PER_M, MARGIN_PX + (self._top_m - y) * PX_PER_M

    def zones(self) -> Iterator[str]:
        for zone in self._layout.zones:
            x, y = self.at(zone.place.x, zone.place.y + zone.place.depth)
            w, h = zone.place.width * PX_PER_M, zone.place.depth * PX_PER_M
            dash = ' stroke-dasharray="8 6"' if zone.kind is ZoneKind.OUTSIDE else ""
            yield (
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" '
                f'fill="{COLOURS[zone.kind]}" stroke="#c9d2cc"{dash}/>'
            )

    def labels(self) -> Iterator[str]:
        """Drawn last, with a white rim; each where it hides no other (`labels.placed`)."""
        wanted = [*self._zone_labels(), *self._thing_labels()]
        walls = [self._wall_box(wall) for wall in self._layout.walls]
        for label, (x, y) in placed(wanted, walls):
            rim = 'stroke="#ffffff" stroke-width="4" paint-order="stroke" stroke-linejoin="round"'
            rows = "".join(
                _text(
                    x, y + label.size_px * (0.86 + 1.18 * number), row, size, colour, weight=weight
                )
                for number, (row, size, colour, weight) in enumerate(label.rows)
            )
            yield f"<g {rim}>{rows}</g>"

    def _zone_labels(self) -> Iterator[Label]:
        for zone in self._layout.zones:
            x, y = self.at(zone.place.x, zone.place.y + zone.place.depth)
            w, h = zone.place.width * PX_PER_M, zone.place.depth * PX_PER_M
            rows = [(zone.title.zh, ZONE_PX, "#1b2b25", 650)]
            if h >= 60:
                rows.append((zone.title.en, 13, "#54655e", 400))
                rows.append((f"{zone.place.area_m2:.1f} m²", 15, "#54655e", 400))
            short = (zone.title.zh, SMALL_ZONE_PX, "#1b2b25", 650)
            yield Label(tuple(rows), Box(x, y, w, h), is_area=True, short=(short,))

    def _thing_labels(self) -> Iterator[Label]:
        for one in self._layout.equipment:
            x, y = self.at(one.place.x, one.place.y + one.place.depth)
            w, h = one.place.width * PX_PER_M, one.place.depth * PX_PER_M
            if one.kind not in _UNDRAWN | _UNNAMED and w >= 30:
                colour = "#0a604b" if one.kind in _ABOVE else "#1b2b25"
                yield Label(((one.title.zh, THING_PX, colour, 400),), Box(x, y, w, h))

    def _wall_box(self, wall: Wall) -> Box:
        (x1, y1), (x2, y2) = self.at(wall.x1, wall.y1), self.at(wall.x2, wall.y2)
        return Box(min(x1, x2) - 5, min(y1, y2) - 5, abs(x2 - x1) + 10, abs(y2 - y1) + 10)

    def thing(self, one: Equipment) -> str:
        if one.kind in _UNDRAWN:
            return ""
        x, y = self.at(one.place.x, one.place.y + one.place.depth)
        w, h = one.place.width * PX_PER_M, one.place.depth * PX_PER_M
        is_above = one.kind in _ABOVE
        look = (
            'fill="#0d7a5f22" stroke="#0d7a5f" stroke-dasharray="6 4"'
            if is_above
            else 'fill="#ffffff" stroke="#33423b"'
        )
        shape = f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="3" {look}/>'
        shape += _symbol(one, x, y, w, h)
        return shape

    def wall(self, wall: Wall) -> str:
        x1, y1 = self.at(wall.x1, wall.y1)
        x2, y2 = self.at(wall.x2, wall.y2)
        length = max(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5, 0.001)
        ux, uy = (x2 - x1) / length, (y2 - y1) / length
        line = (
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#1b2b25" '
            'stroke-width="9" stroke-linecap="square"/>'
        )
        for opening in wall.openings:
            a = opening.at_m * PX_PER_M
            b = a + opening.width_m * PX_PER_M
            colour = "#ffffff" if opening.kind == "door" else "#9fc6e0"
            line += (
                f'<line x1="{x1 + ux * a:.1f}" y1="{y1 + uy * a:.1f}" x2="{x1 + ux * b:.1f}" '
                f'y2="{y1 + uy * b:.1f}" stroke="{colour}" stroke-width="6"/>'
            )
        return line

    def flow(self, flow: Flow) -> str:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (self.at(*p) for p in flow.points))
        colour = FLOW_COLOURS.get(flow.kind, "#333333")
        return (
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="3.5" '
            f'stroke-linejoin="round" stroke-opacity="0.85" marker-end="url(#tip-{flow.kind})"/>'
        )

    def dimensions(self) -> Iterator[str]:
        x1, y1 = self.at(0, 0)
        x2, _ = self.at(self._layout.width_m, 0)
        _, y2 = self.at(0, self._layout.depth_m)
        yield _measure(x1, y1 + 44, x2, y1 + 44)
        yield _text((x1 + x2) / 2, y1 + 36, f"{self._layout.width_m:.2f} m", 14, anchor="middle")
        yield _measure(x1 - 44, y1, x1 - 44, y2)
        middle = (y1 + y2) / 2
        yield (
            f'<g transform="rotate(-90 {x1 - 52:.1f} {middle:.1f})">'
            + _text(x1 - 52, middle, f"{self._layout.depth_m:.2f} m", 14, anchor="middle")
            + "</g>"
        )
        yield (
            f'<rect x="{x2 - PX_PER_M * 2:.1f}" y="{y1 + 64:.1f}" width="{PX_PER_M}" height="7" '
            'fill="#1b2b25"/>'
        )
        yield (
            f'<rect x="{x2 - PX_PER_M:.1f}" y="{y1 + 64:.1f}" width="{PX_PER_M}" height="7" '
            'fill="none" stroke="#1b2b25"/>'
        )
        yield _text(x2 - PX_PER_M * 2, y1 + 88, "0", 11)
        yield _text(x2, y1 + 88, "2 m", 11, anchor="end")

    def legend(self, results: Sequence[RuleResult], x: float) -> Iterator[str]:
        y = MARGIN_PX
        yield _text(x, y, self._layout.title.zh, 20, weight=700)
        yield _text(x, y + 24, self._layout.title.en, 15, "#54655e")
        yield (
            f'<g transform="translate({x + 330:.0f} {y + 74:.0f})">'
            '<path d="M0 -26 9 12 0 5 -9 12z" fill="#1b2b25"/>'
            + _text(0, 32, "北 N", 15, anchor="middle")
            + "</g>"
        )
        y += 62
        for flow in self._layout.flows:
            colour = FLOW_COLOURS.get(flow.kind, "#333333")
            yield (
                f'<line x1="{x:.0f}" y1="{y:.0f}" x2="{x + 46:.0f}" y2="{y:.0f}" '
                f'stroke="{colour}" stroke-width="3.5" marker-end="url(#tip-{flow.kind})"/>'
            )
            yield _text(x + 60, y + 5, f"{flow.title.zh} {flow.title.en}", 16)
            y += 26
        if not results:
            return
        y += 18
        yield _text(x, y, "规则核对 Rules", 18, weight=700)
        y += 36
        for result in results:
            mark, colour = _mark(result)
            yield _text(x, y, mark, 16, colour, weight=700)
            yield _text(x + 24, y, f"{result.rule_id} {result.text.zh}", 16, weight=600)
            yield _text(x + 24, y + 19, result.measured.zh, 14, "#54655e")
            if result.applies:
                yield _text(x + 24, y + 37, f"要求 {result.limit.zh}", 13, "#54655e")
            y += RULE_PX if result.applies else RULE_PX - 18


def _mark(result: RuleResult) -> tuple[str, str]:
    if not result.applies:
        return "–", "#54655e"
    if result.holds is None:
        return "?", "#8a5a00"
    return ("✓", "#0a604b") if result.holds else ("✗", "#b3261e")


def _symbol(one: Equipment, x: float, y: float, w: float, h: float) -> str:
    if one.kind is Kind.STOVE and one.use not in ("grill", "oven"):
        return (
            f'<circle cx="{x + w / 2:.1f}" cy="{y + h / 2:.1f}" r="{min(w, h) * 0.34:.1f}" '
            'fill="#f6d9bd" stroke="#a45b13"/>'
        )
    if one.kind in (Kind.SINK, Kind.HAND_BASIN):
        return (
            f'<rect x="{x + 6:.1f}" y="{y + 6:.1f}" width="{w - 12:.1f}" height="{h - 12:.1f}" '
            'rx="6" fill="#cfe6f3" stroke="#3d63a8"/>'
        )
    return ""


def _measure(x1: float, y1: float, x2: float, y2: float) -> str:
    ends = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#1b2b25"/>' for x, y in ((x1, y1), (x2, y2))
    )
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#1b2b25"/>{ends}'


def _text(
    x: float,
    y: float,
    text: str,
    size: int,
    colour: str = "#1b2b25",
    *,
    weight: int = 400,
    anchor: str = "start",
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" '
        f'fill="{colour}" text-anchor="{anchor}">{escape(text)}</text>'
    )
