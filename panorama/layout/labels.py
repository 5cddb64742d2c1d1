"""Where the words of a plan go: inside their own place if they fit, and never over one another."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

GAP_PX = 4.0
Row = tuple[str, int, str, int]  # text, size in pixels, colour, weight


@dataclass(frozen=True)
class Box:
    """An upright rectangle on the page, pixels, y downwards."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "Box") -> bool:
        """Whether the two share an area."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def holds(self, other: "Box") -> bool:
        """Whether the other lies wholly inside."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )


@dataclass(frozen=True)
class Label:
    """Rows of words for a thing or a zone that covers `of` on the page.

    `short` is what is written where the rows find no room.
    """

    rows: tuple[Row, ...]
    of: Box
    is_area: bool = False
    short: tuple[Row, ...] = ()

    @property
    def forms(self) -> tuple["Label", ...]:
        """The label, then its short form if it has one."""
        return (self, replace(self, rows=self.short, short=())) if self.short else (self,)

    @property
    def size_px(self) -> int:
        """Of the first, largest row."""
        return self.rows[0][1]

    @property
    def width_px(self) -> float:
        """Of the longest row; a Chinese character is as wide as high, others about half."""
        return max(
            sum(size if ord(one) > 0x2E7F else size * 0.58 for one in text)
            for text, size, _, _ in self.rows
        )

    @property
    def height_px(self) -> float:
        """Of all rows."""
        return self.size_px * (1.1 + 1.18 * (len(self.rows) - 1))


def placed(
    labels: Sequence[Label], walls: Sequence[Box]
) -> Iterator[tuple[Label, tuple[float, float]]]:
    """Labels with their upper left corners; those with the least room choose first.

    A thing's name may stand beside it; a label that finds no free place is left out, because two
    words over one another can both not be read.
    """
    things = [label.of for label in labels if not label.is_area]
    taken: list[Box] = list(walls)
    for label in sorted(labels, key=lambda one: (one.is_area, one.of.width * one.of.height)):
        avoided = things if label.is_area else [one for one in things if one != label.of]
        for strictness, form in product((avoided, ()), label.forms):
            w, h = form.width_px, form.height_px
            spots = (Box(x, y, w, h) for x, y in _corners(form, w, h))
            free = next((s for s in spots if not _meets_any(s, [*taken, *strictness])), None)
            if free is not None:
                taken.append(free)
                yield form, (free.x, free.y)
                break


def _corners(label: Label, w: float, h: float) -> Iterator[tuple[float, float]]:
    of = label.of
    if label.is_area:
        for down in range(12):
            for across in range(12):
                x = of.x + 6 + across / 11 * (of.width - w - 12)
                y = of.y + 6 + down / 11 * (of.height - h - 10)
                if of.holds(Box(x, y, w, h)):
                    yield x, y
        return
    middle_x, middle_y = of.x + (of.width - w) / 2, of.y + (of.height - h) / 2
    yield middle_x, middle_y
    yield middle_x, of.y + of.height + GAP_PX
    yield middle_x, of.y - h - GAP_PX
    yield of.x + of.width + GAP_PX, middle_y
    yield of.x - w - GAP_PX, middle_y
    yield of.x + of.width - w, of.y + of.height - h
    yield of.x + GAP_PX, of.y + of.height - h
    yield of.x + of.width - w - GAP_PX, of.y + GAP_PX


def _meets_any(box: Box, others: Iterable[Box]) -> bool:
    return any(box.meets(one) for one in others)
