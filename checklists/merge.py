"""Several departments' items as one walk: every place once, every shot once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checklists.compose import Checklist, Entry
from checklists.template import EvidenceKind, Reading, Stop

_ORDER = tuple(Stop)


@dataclass(frozen=True)
class Shot:
    """What is filmed once for all of its entries, whichever department asked for it."""

    id: str
    stop: Stop
    entries: tuple[Entry, ...]

    @property
    def kinds(self) -> tuple[EvidenceKind, ...]:
        """What is kept: each kind once, in the order it is first asked for."""
        kinds = (kind for entry in self.entries for kind in entry.item.evidence)
        return tuple(dict.fromkeys(kinds))

    @property
    def video_seconds(self) -> int:
        """The longest video any entry asks for satisfies all of them."""
        return max(entry.item.video_seconds for entry in self.entries)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What is measured, each quantity with the limits of each department."""
        readings = (reading for entry in self.entries for reading in entry.item.readings)
        return tuple(dict.fromkeys(readings))


def walk_of(checklist: Checklist) -> tuple[Shot, ...]:
    """The shots in walking order: street, door, then clockwise; within a place as written.

    A shot that several places name is filmed at the first of them.
    """
    gathered: dict[str, list[Entry]] = {}
    for entry in checklist.entries:
        gathered.setdefault(entry.item.shot, []).append(entry)
    shots = [Shot(name, _first(entries), tuple(entries)) for name, entries in gathered.items()]
    return tuple(sorted(shots, key=lambda shot: _ORDER.index(shot.stop)))


def parts_of(checklist: Checklist) -> Mapping[str, tuple[Entry, ...]]:
    """The entries of each department, which it judges, concludes and signs for itself."""
    parts: dict[str, list[Entry]] = {}
    for entry in checklist.entries:
        parts.setdefault(entry.item.department, []).append(entry)
    return {department: tuple(entries) for department, entries in parts.items()}


def _first(entries: Sequence[Entry]) -> Stop:
    return min((entry.item.stop for entry in entries), key=_ORDER.index)
