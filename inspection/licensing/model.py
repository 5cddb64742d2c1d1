"""To whom results go and what of them each is told (审管衔接). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from inspection.determination.recipients import Matter, receiver_of

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


# How the applicant wants the licence; `version` counts from 1, the highest holds.
WISH_FIELDS = (
    "case_number",
    "version",
    "credit_code",
    "shop_name",
    "way",
    "recipient",
    "phone",
    "address",
    "chosen_at",
)
# What became of an application before it was inspected; `version` counts from 1.
STATUS_FIELDS = (
    "case_number",
    "version",
    "external_number",
    "credit_code",
    "shop_name",
    "act",
    "state",
    "state_zh",
    "reason",
    "mode",
    "track",
    "at",
)
FIELDS_OF = {
    Matter.RESULT: RESULT_FIELDS,
    Matter.WISH: WISH_FIELDS,
    Matter.STATUS: STATUS_FIELDS,
}


@dataclass(frozen=True)
class FieldMap:
    """Which fields a target is told, under which names, and what is always the same for it.

    Args:
        keep: fields of what is told; empty: all of them.
        rename: field of what is told to the target's name for it.
        constant: fields of the target's own.
    """

    keep: frozenset[str] = frozenset()
    rename: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    constant: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, result: Mapping[str, object]) -> dict[str, object]:
        """What is told as the target reads it."""
        told = {
            self.rename.get(name, name): value
            for name, value in result.items()
            if not self.keep or name in self.keep
        }
        return {**told, **self.constant}

    def twice_named(self, fields: Sequence[str] = RESULT_FIELDS) -> str | None:
        """A name that would stand for two things, if there is one."""
        seen: set[str] = set()
        for name in fields:
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
        takes_wishes: it is told how applicants want their licences.
        of_senders: it is told what became of applications that these systems filed.
        wish_fields, status_fields: as `fields`, of those events.
    """

    name: str
    is_required: bool = True
    takes: Takes = Takes()
    fields: FieldMap = FieldMap()
    takes_wishes: bool = False
    of_senders: frozenset[str] = frozenset()
    wish_fields: FieldMap = FieldMap()
    status_fields: FieldMap = FieldMap()

    def fields_of(self, matter: Matter) -> FieldMap:
        """How it reads what it is told."""
        found = {Matter.WISH: self.wish_fields, Matter.STATUS: self.status_fields}
        return found.get(matter, self.fields)

    @property
    def receiver(self) -> str:
        """Its rows in the outbox."""
        return receiver_of(self.name)
