"""To whom results go and what of them each is told (审管衔接). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from inspection.determination.recipients import receiver_of

# What a result says; `inspection.determination.service` fixes it when the case is determined.
RESULT_FIELDS = (
    "case_number",
    "conclusion_version",
    "credit_code",
    "shop_name",
    "food_conclusion",
    "fume_conclusion",
    "record_sha256",
    "pdf_sha256",
    "checklist_version",
    "record_made_at",
    "determined_at",
    "checkpoint",
)


@dataclass(frozen=True)
class FieldMap:
    """Which fields a target is told, under which names, and what is always the same for it.

    Args:
        keep: fields of a result; empty: all of them.
        rename: field of a result to the target's name for it.
        constant: fields of the target's own.
    """

    keep: frozenset[str] = frozenset()
    rename: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    constant: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, result: Mapping[str, object]) -> dict[str, object]:
        """The result as the target reads it."""
        told = {
            self.rename.get(name, name): value
            for name, value in result.items()
            if not self.keep or name in self.keep
        }
        return {**told, **self.constant}

    def twice_named(self) -> str | None:
        """A name that would stand for two things, if there is one."""
        seen: set[str] = set()
        for name in RESULT_FIELDS:
            if self.keep and name not in self.keep:
                continue
            given = self.rename.get(name, name)
            if given in seen or given in self.constant:
                return given
            seen.add(given)
        return None


@dataclass(frozen=True)
class Takes:
    """Which results concern a target: those with one of these conclusions in a named area.

    Nothing named in either area: every result.
    """

    food: frozenset[str] = frozenset()
    fume: frozenset[str] = frozenset()

    @property
    def is_everything(self) -> bool:
        """Whether no result is left out."""
        return not self.food and not self.fume

    def holds(self, result: Mapping[str, object]) -> bool:
        """Whether the target gets this one."""
        return (
            self.is_everything
            or result["food_conclusion"] in self.food
            or result["fume_conclusion"] in self.fume
        )


@dataclass(frozen=True)
class Target:
    """One system that is told of results.

    Args:
        is_required: a case counts as pushed when all required targets have its result.
    """

    name: str
    is_required: bool = True
    takes: Takes = Takes()
    fields: FieldMap = FieldMap()

    @property
    def receiver(self) -> str:
        """Its rows in the outbox."""
        return receiver_of(self.name)
