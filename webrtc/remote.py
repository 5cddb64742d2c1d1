"""The media engine as seen through a socket: which calls, news and refusals go over it.

All tables are read off the Protocols: a method added to `MediaEngine` is served by the media
process at once, and needs one line in `webrtc.director` that says which process to ask.
"""

from importlib import import_module
from inspect import iscoroutinefunction
from typing import Any

from foundation.errors import Problem
from webrtc.engine import MediaEngine
from webrtc.room import RoomObserver
from webrtc.wire import Method, methods_of

CALLS = methods_of(MediaEngine, which=iscoroutinefunction)
NEWS = methods_of(RoomObserver, which=callable)
STATISTICS = Method(MediaEngine.statistics)  # pushed, because asking would have to wait


def plain_problem(problem: Problem) -> dict[str, Any]:
    """A refusal as what a frame can hold."""
    kind = type(problem)
    return {"class": f"{kind.__module__}:{kind.__qualname__}", "facts": problem.facts}


def problem_again(plain: dict[str, Any]) -> Problem:
    """The same refusal on the other side. Raises `TypeError` for what is none."""
    module, _, name = str(plain["class"]).partition(":")
    kind = getattr(import_module(module), name, None)
    if not (isinstance(kind, type) and issubclass(kind, Problem)):
        raise TypeError(f"{module}:{name} is no refusal")
    return kind(**plain["facts"])
