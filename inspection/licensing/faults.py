"""What a simulated licensing system does wrong: `fail:2,lost-answer:1` means in that order.

`fail:5%` is a share of all requests that follow, drawn at random but the same in each run.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from foundation.errors import Problem

KINDS = {
    "fail": "503, nothing kept",
    "lost-answer": "kept, but the connection breaks before the answer",
    "timeout": "no answer for a long time, nothing kept",
    "late": "kept, but no answer for a long time",
    "twice": "kept, and answered two times over",
    "redirect": "307 to somewhere else, nothing kept",
    "down": "every connection breaks for the given seconds (down:3s)",
    "garbage": "200 is promised, bytes are not HTTP",
    "refuse": "422, for good",
    "slow": "kept, answered after the given seconds (slow:2s)",
}
_COUNT = re.compile(r"[1-9][0-9]{0,2}")
_SECONDS = re.compile(r"[0-9]{1,2}(\.[0-9])?s")
_SHARE = re.compile(r"[1-9][0-9]?%")
_LASTING = frozenset({"slow", "down"})  # say how many seconds, not how often


class WrongFaults(Problem):
    """The fault plan can not be read."""

    code = "simulator.wrong_faults"
    zh = (
        "故障计划“{part}”无法识别。请写成 种类:次数 或 种类:百分比"
        "（slow、down 写秒数，如 slow:2s），用逗号分隔；种类有 {kinds}。"
    )
    en = (
        "Fault “{part}” is not understood. Write kind:count or kind:5% (slow:2s, down:3s), "
        "separated by commas; "
        "kinds: {kinds}."
    )


@dataclass(frozen=True)
class FaultPlan:
    """Which fault hits which request, in order of arrival.

    Args:
        faults: one for each request at first.
        shares: afterwards the percentage of requests that each of these hits; none: all is well.
    """

    faults: tuple[str, ...] = ()
    shares: tuple[tuple[str, int], ...] = ()

    def __iter__(self) -> Iterator[str | None]:
        yield from self.faults
        draw = random.Random(1)  # noqa: S311 - the same in each run, protects nothing
        while True:
            left = draw.randrange(100)
            hit: str | None = None
            for kind, percent in self.shares:
                if 0 <= left < percent:
                    hit = kind
                left -= percent
            yield hit


def parse_faults(text: str) -> FaultPlan:
    """`""` is none. Raises `WrongFaults` naming the part that is not understood."""
    faults: list[str] = []
    shares: list[tuple[str, int]] = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        kind, _, count = part.partition(":")
        is_known = kind in KINDS
        if kind in _LASTING and _SECONDS.fullmatch(count):
            faults.append(part)
        elif is_known and kind not in _LASTING and _SHARE.fullmatch(count):
            shares.append((kind, int(count.removesuffix("%"))))
        elif is_known and kind not in _LASTING and _COUNT.fullmatch(count or "1"):
            faults += [kind] * int(count or 1)
        else:
            raise WrongFaults(part=part, kinds=", ".join(KINDS))
    return FaultPlan(tuple(faults), tuple(shares))
