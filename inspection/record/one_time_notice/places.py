"""Where in the sample room an item is shown, and in which words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from foundation.text import Bilingual
from panorama.load import load_layout


@dataclass(frozen=True)
class Places:
    """The spots of one sample room that show an item as it should be; `texts` by hotspot."""

    room: str
    texts: Mapping[str, Bilingual] = field(default_factory=dict[str, Bilingual])


def places_of(layout: Path) -> Places:
    """The places of a room by its layout file. Raises `LayoutMalformed`."""
    room = load_layout(layout)
    return Places(layout.stem, {one.item_id: one.text for one in room.hotspots if one.is_right})
