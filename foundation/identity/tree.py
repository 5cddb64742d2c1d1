"""The bureau's offices as a tree: 县局, its sub-centres, their towns. Pure.

One root that is always there; every other office hangs below another one. An office sees its own
cases and those of all offices below it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from foundation.errors import Kind, NotFound, Problem

ROOT = "bureau"  # its id in every database; whatever names no office belongs to it
MOST_LEVELS = 5  # chosen: bureau, sub-centre, town and two more
MOST_UNITS = 500  # chosen: a city of twenty counties with twenty towns each has 421


class UnitInACircle(Problem):
    """An office can not hang below itself."""

    kind = Kind.CONFLICT
    code = "unit.circle"
    zh = "“{name}”不能移到自己或自己的下级机构之下，请另选上级机构。"
    en = "“{name}” can not move below itself or an office of its own. Choose another one above."


class TooManyLevels(Problem):
    """Deeper than anybody oversees."""

    kind = Kind.CONFLICT
    code = "unit.too_deep"
    zh = "机构最多 {most} 级，放在这里会超出。请选择更靠上的上级机构。"
    en = "There are {most} levels of offices at most. Choose an office further up."


class UnitNameTaken(Problem):
    """Two offices beside each other with one name can not be told apart."""

    kind = Kind.CONFLICT
    code = "unit.name_taken"
    zh = "“{above}”之下已有“{name}”，请换一个名称。"
    en = "Below “{above}” there is a “{name}” already. Choose another name."


class TooManyUnits(Problem):
    """The tree is read whole, so it has a bound."""

    kind = Kind.CONFLICT
    code = "unit.too_many"
    zh = "机构最多 {most} 个，请先合并不用的机构。"
    en = "There are {most} offices at most. Join some that are no longer used."


class RootStays(Problem):
    """The bureau has nothing above it."""

    kind = Kind.CONFLICT
    code = "unit.root_stays"
    zh = "最上级机构不能移动，只能改名。"
    en = "The office at the top can be renamed, not moved."


@dataclass(frozen=True)
class Unit:
    """An office; `parent_id` is `None` for the root alone."""

    id: str
    parent_id: str | None
    name: str


@dataclass(frozen=True)
class Tree:
    """All offices by id. What `placed` and `renamed` return has one root and no circle."""

    units: Mapping[str, Unit]

    def unit(self, unit_id: str) -> Unit:
        """Raises `NotFound`."""
        found = self.units.get(unit_id)
        if found is None:
            raise NotFound
        return found

    def name_of(self, unit_id: str) -> str:
        """The name of an office; empty where there is none."""
        found = self.units.get(unit_id)
        return found.name if found else ""

    def above(self, unit_id: str) -> Iterator[Unit]:
        """The office and those above it, up to the root. Raises `NotFound`."""
        seen: set[str] = set()
        at: str | None = unit_id
        while at is not None and at not in seen:
            seen.add(at)
            yield (unit := self.unit(at))
            at = unit.parent_id

    def below(self, unit_id: str) -> frozenset[str]:
        """Ids of the office and of all below it. Raises `NotFound`."""
        found, wave = {self.unit(unit_id).id}, {unit_id}
        while wave:
            wave = {one.id for one in self.units.values() if one.parent_id in wave} - found
            found |= wave
        return frozenset(found)

    def placed(self, unit: Unit) -> "Tree":
        """With this office where it says, new or moved with all below it.

        Raises:
            NotFound: there is no such office above.
            RootStays, UnitInACircle, TooManyLevels, UnitNameTaken, TooManyUnits.
        """
        if unit.id == ROOT or unit.parent_id is None:
            raise RootStays
        parent = self.unit(unit.parent_id)
        if unit.id in {one.id for one in self.above(parent.id)}:
            raise UnitInACircle(name=unit.name)
        tree = Tree({**self.units, unit.id: unit})
        if len(tree.units) > MOST_UNITS:
            raise TooManyUnits(most=MOST_UNITS)
        if tree.level(unit.id) + tree._height(unit.id) > MOST_LEVELS:
            raise TooManyLevels(most=MOST_LEVELS)
        tree._must_be_told_apart(unit)
        return tree

    def renamed(self, unit_id: str, name: str) -> "Tree":
        """With another name of an office. Raises `NotFound`, `UnitNameTaken`."""
        unit = replace(self.unit(unit_id), name=name)
        tree = Tree({**self.units, unit_id: unit})
        tree._must_be_told_apart(unit)
        return tree

    def level(self, unit_id: str) -> int:
        """1 for the root, 2 for an office right below it."""
        return sum(1 for _ in self.above(unit_id))

    def _height(self, unit_id: str) -> int:
        """How many levels hang below an office."""
        return max(self.level(one) for one in self.below(unit_id)) - self.level(unit_id)

    def _must_be_told_apart(self, unit: Unit) -> None:
        beside = (
            one
            for one in self.units.values()
            if one.parent_id == unit.parent_id and one.id != unit.id
        )
        if unit.parent_id is not None and any(one.name == unit.name for one in beside):
            raise UnitNameTaken(above=self.unit(unit.parent_id).name, name=unit.name)
