"""What a simulated licensing system does wrong: `fail:2,lost-answer:1` means in that order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from foundation.errors import Problem

KINDS = {
    "fail": "503, nothing kept",
    "lost-answer": "kept, but the connection breaks before the answer",
    "timeout": "no answer for a long time, nothing kept",
    "garbage": "200 is promised, bytes are not HTTP",
    "refuse": "422, for good",
    "slow": "kept, answered after the given seconds (slow:2s)",
}
_COUNT = re.compile(r"[1-9][0-9]{0,2}")
_SECONDS = re.compile(r"[0-9]{1,2}(\.[0-9])?s")


class WrongFaults(Problem):
    """The fault plan can not be read."""

    code = "simulator.wrong_faults"
    zh = (
        "故障计划“{part}”无法识别。请写成 种类:次数（slow 写秒数，如 slow:2s），用逗号分隔；"
        "种类有 {kinds}。"
    )
    en = (
        "Fault “{part}” is not understood. Write kind:count (slow:2s), separated by commas; "
        "kinds: {kinds}."
    )


@dataclass(frozen=True)
class FaultPlan:
    """Which fault hits which request, in order of arrival; afterwards everything works."""

    faults: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[str]:
        return iter(self.faults)


def parse_faults(text: str) -> FaultPlan:
    """`""` is none. Raises `WrongFaults` naming the part that is not understood."""
    faults: list[str] = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        kind, _, count = part.partition(":")
        if kind == "slow" and _SECONDS.fullmatch(count):
            faults.append(part)
        elif kind in KINDS and kind != "slow" and _COUNT.fullmatch(count or "1"):
            faults += [kind] * int(count or 1)
        else:
            raise WrongFaults(part=part, kinds=", ".join(KINDS))
    return FaultPlan(tuple(faults))
