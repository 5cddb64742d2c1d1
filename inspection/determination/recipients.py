"""Who is told what of a case, as names of outbox receivers, and by which key. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from enum import Enum

LICENSING = "licensing"  # the target that `licensing_url` alone means
_PREFIX = "push-"  # before the names of other targets
RECEIVERS_LIKE = (LICENSING, f"{_PREFIX}%")  # all targets' receivers, as SQL's LIKE has it
Recipients = Callable[[Mapping[str, object]], Sequence[str]]  # receivers that get a result


def licensing_alone(_result: Mapping[str, object]) -> Sequence[str]:
    """As long as nobody is named, results wait for a licensing system."""
    return (LICENSING,)


def receiver_of(name: str) -> str:
    """The outbox receiver of a target. `licensing` has it plain, as before there were others."""
    return name if name == LICENSING else f"{_PREFIX}{name}"


def target_of(receiver: str) -> str | None:
    """The target behind a receiver; `None` for receivers that are no targets."""
    if receiver == LICENSING:
        return receiver
    if receiver.startswith(_PREFIX):
        return receiver.removeprefix(_PREFIX)
    return None


class Matter(Enum):
    """What a target is told; the value stands in the key of all but results."""

    RESULT = ""
    STATUS = "s"  # of an application: accepted, declined, withdrawn
    WISH = "w"  # how the applicant wants the licence


def delivery_key(case_number: str, version: int, receiver: str) -> str:
    """The idempotency key: case, conclusion and target. A second one is refused by the database.

    Without dots: Standard Webhooks signs `id.timestamp.body`.
    """
    return f"{case_number}_{version}_{target_of(receiver)}"


def key_of(matter: Matter, case_number: str, version: int, receiver: str) -> str:
    """The idempotency key of anything a target is told of a case; for results `delivery_key`."""
    return f"{case_number}_{matter.value}{version}_{target_of(receiver)}"


_OTHER = re.compile(r"_([sw])[0-9]+_[a-z0-9-]+")


def matter_of(key: str) -> Matter:
    """What a delivery says, by its key."""
    found = _OTHER.search(key)
    return Matter(found[1]) if found else Matter.RESULT
