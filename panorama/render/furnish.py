"""A layout as quads: building, equipment, surroundings. Sizes come from the layout."""

from collections.abc import Callable

from panorama.layout.model import Equipment, Kind, Layout
from panorama.render.building import lamps, shell, wall_surfaces
from panorama.render.extraction import deodoriser, fan, hood, outlet, purifier, stove
from panorama.render.fronts import plain
from panorama.render.furniture import (
    air_conditioner,
    basin,
    bin_,
    display,
    doors,
    extinguisher,
    fly_lamp,
    machine,
    rack,
    sign,
    sink,
    table,
    uv_lamp,
)
from panorama.render.surfaces import Surfaces
from panorama.render.surroundings import surroundings


def room_surfaces(layout: Layout) -> Surfaces:
    """Everything that can be seen in and around the room."""
    surfaces = Surfaces()
    shell(surfaces, layout)
    for wall in layout.walls:
        wall_surfaces(surfaces, layout, wall)
    for one in layout.equipment:
        _MAKERS[one.kind](surfaces, one)
    lamps(surfaces, layout)
    surroundings(surfaces, layout)
    return surfaces


_MAKERS: dict[Kind, Callable[[Surfaces, Equipment], None]] = {
    Kind.STOVE: stove,
    Kind.HOOD: hood,
    Kind.DUCT: plain("galvanised"),
    Kind.PURIFIER: purifier,
    Kind.FAN: fan,
    Kind.OUTLET: outlet,
    Kind.SINK: sink,
    Kind.HAND_BASIN: basin,
    Kind.TABLE: table,
    Kind.RACK: rack,
    Kind.FRIDGE: doors("steel", 2),
    Kind.CABINET: doors("steel", 2),
    Kind.BIN: bin_,
    Kind.FLY_LAMP: fly_lamp,
    Kind.GAS_ALARM: plain("ceramic"),
    Kind.EXTINGUISHER: extinguisher,
    Kind.DINING_TABLE: table,
    Kind.COUNTER: plain("wood", top="stone"),
    Kind.GREASE_TRAP: plain("filter"),
    Kind.DRAIN: plain("filter"),
    Kind.SIGN: sign,
    Kind.AIR_CONDITIONER: air_conditioner,
    Kind.UV_LAMP: uv_lamp,
    Kind.DEODORISER: deodoriser,
    Kind.DISPLAY: display,
    Kind.MACHINE: machine,
}
