"""The way to each target, made once at the start from what an administrator set."""

from collections.abc import Sequence
from pathlib import Path

from foundation.clock import Clock
from foundation.http.outbound import NotAnAddress, Outbound, networks_of
from foundation.settings import Settings, UnusableSettings
from inspection.determination.recipients import LICENSING
from inspection.licensing.model import Target
from inspection.licensing.places import Configured, HttpPlace, http_place
from inspection.licensing.push import Line
from inspection.licensing.targets import UnusableTargets, read_targets
from inspection.licensing.ways import FileDrop, HttpWay


def configured(settings: Settings) -> Sequence[Configured]:
    """The targets of these settings; `licensing_url` alone means one named `licensing`.

    Raises:
        UnusableTargets, UnusableSettings: names the place and what to do.
    """
    listed = list(read_targets(settings.push_targets)) if settings.push_targets else []
    if not settings.licensing_url:
        return listed
    if any(one.target.name == LICENSING for one in listed):
        raise UnusableTargets(
            file=str(settings.push_targets or Path()),
            line_zh="",
            line_en="",
            place=LICENSING,
            reason_zh="设置 licensing_url 时，文件中不能再有名为 licensing 的目标",
            reason_en="with licensing_url set, the file can not name a target licensing as well",
        )
    try:
        place = http_place(
            f"{settings.licensing_url}/api/results",
            settings.licensing_secret,
            networks_of(settings.outbound_subnets),
            calls_back=True,
        )
    except NotAnAddress as problem:
        raise UnusableSettings(
            key="licensing_url",
            reason_zh=problem.sentence_zh.rstrip("。"),
            reason_en=problem.sentence_en.rstrip("."),
        ) from problem
    target = Target(LICENSING, takes_wishes=True, of_senders=frozenset({LICENSING}))
    return [Configured(target, place), *listed]


def line_of(one: Configured, clock: Clock) -> Line:
    """One target with its way; an HTTP way leads to the target's own host and nowhere else."""
    if isinstance(one.place, HttpPlace):
        way = HttpWay(one.place.url, one.place.secret, clock, Outbound((one.place.allowed,)))
        return Line(one.target, way)
    return Line(one.target, FileDrop(one.place.folder))
