"""What there is of a participant: films, spans of time with a picture, gaps with cause. Pure.

All times are milliseconds since 1970, spans and gaps half open.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from webrtc.recording.index import Cause, Ended, GapTold, Line, PartBegan, Sealed
from webrtc.recording.sample import Found

SPARSE_MS = 5000  # between entries of sound
JOINED_MS = 1000  # fragments closer than this belong together; a real gap is told


@dataclass(frozen=True)
class Part:
    """One film; `size` is how many of its bytes are whole, `name` how it is asked for."""

    name: str
    mime: str
    codec: str
    size_px: tuple[int, int]
    began_ms: int
    header_bytes: int
    fragments: tuple[Found, ...]
    size: int
    is_backfilled: bool = False

    @property
    def entries(self) -> list[tuple[int, int]]:
        """Moments a player can begin at, each with its place in the file."""
        found: list[tuple[int, int]] = []
        for one in self.fragments:
            at_ms = self.began_ms + one.from_ms
            # every fragment of sound alone is one; a voice of an hour has 8,000
            if one.has_key and (self.codec or not found or at_ms - found[-1][0] >= SPARSE_MS):
                found.append((at_ms, one.at))
        return found

    @property
    def ended_ms(self) -> int:
        """When its last frame was."""
        return self.began_ms + (self.fragments[-1].to_ms if self.fragments else 0)


@dataclass(frozen=True)
class Span:
    """A time of which there is a picture, or a voice, and in which film."""

    from_ms: int
    to_ms: int
    part: Part


@dataclass(frozen=True)
class Gap:
    """A time without a picture; without an end it still lasts."""

    from_ms: int
    to_ms: int | None
    cause: Cause


@dataclass(frozen=True)
class Timeline:
    """One participant's recording as far as it is on the disk."""

    parts: tuple[Part, ...]
    spans: tuple[Span, ...]
    gaps: tuple[Gap, ...]
    ended_ms: int | None


def timeline_of(live: Sequence[Line], backfilled: Iterable[tuple[str, Sequence[Line]]]) -> Timeline:
    """Everything by wall-clock. What a phone filmed itself fills gaps and replaces nothing.

    Args:
        backfilled: of each back-filled film its name and its lines.
    """
    parts = _parts(live)
    gaps = _gaps(live)
    holes = [(gap.from_ms, gap.to_ms) for gap in gaps]
    spans = [piece for part in parts for span in _spans(part) for piece in _without(span, holes)]
    for name, lines in backfilled:
        for part in _parts(lines):
            own = replace(part, name=name, is_backfilled=True)
            parts.append(own)
            taken = [(span.from_ms, span.to_ms) for span in spans]
            spans += [piece for span in _spans(own) for piece in _without(span, taken)]
    spans.sort(key=lambda one: one.from_ms)
    ended = next((line.at_ms for line in reversed(live) if isinstance(line, Ended)), None)
    return Timeline(tuple(parts), tuple(spans), tuple(gaps), ended)


def span_at(timeline: Timeline, at_ms: int) -> Span | None:
    """The span that shows this moment."""
    return next((one for one in timeline.spans if one.from_ms <= at_ms <= one.to_ms), None)


def entry_before(part: Part, at_ms: int) -> Sequence[Found]:
    """The fragments a decoder needs for a moment: from the last entry before it on."""
    passed = at_ms - part.began_ms
    needed = [one for one in part.fragments if one.from_ms <= passed]
    entry = max((n for n, one in enumerate(needed) if one.has_key), default=None)
    return needed[entry:] if entry is not None else []


def _parts(lines: Sequence[Line]) -> list[Part]:
    parts: list[Part] = []
    began: PartBegan | None = None
    fragments: list[Found] = []
    size = 0

    def finish() -> None:
        if began is not None and fragments:
            parts.append(
                Part(
                    began.file,
                    began.mime,
                    began.codec,
                    began.size_px,
                    began.began_ms,
                    began.header_bytes,
                    tuple(fragments),
                    size,
                )
            )

    for line in lines:
        if isinstance(line, PartBegan):
            finish()
            began, fragments, size = line, [], line.header_bytes
        elif isinstance(line, Found):
            fragments.append(line)
            size = line.at + line.size
        elif isinstance(line, Sealed):
            size = line.size  # after a power cut shorter than the lines before it say
            fragments = [one for one in fragments if one.at + one.size <= size]
    finish()
    return parts


def _gaps(lines: Sequence[Line]) -> list[Gap]:
    told = {line.from_ms: line for line in lines if isinstance(line, GapTold)}
    return [Gap(one.from_ms, one.to_ms, one.cause) for _, one in sorted(told.items())]


def _spans(part: Part) -> list[Span]:
    joined: list[list[int]] = []
    for one in part.fragments:
        if joined and one.from_ms - joined[-1][1] <= JOINED_MS:
            joined[-1][1] = max(one.to_ms, joined[-1][1])
        else:
            joined.append([one.from_ms, one.to_ms])
    return [Span(part.began_ms + begins, part.began_ms + ends, part) for begins, ends in joined]


def _without(span: Span, holes: Iterable[tuple[int, int | None]]) -> list[Span]:
    """What is left of a span beside the holes, in order; pieces of no length are left out."""
    pieces, begins = list[Span](), span.from_ms
    for hole_from, hole_to in sorted(holes, key=lambda one: one[0]):
        if hole_to is not None and hole_to <= begins:
            continue
        if hole_from >= span.to_ms:
            break
        if hole_from > begins:
            pieces.append(replace(span, from_ms=begins, to_ms=hole_from))
        if hole_to is None:
            return pieces
        begins = max(begins, hole_to)
    if begins < span.to_ms:
        pieces.append(replace(span, from_ms=begins))
    return pieces
