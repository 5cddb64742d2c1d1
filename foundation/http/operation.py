"""What a route says of itself, beside its handler: who may call it, what it takes and answers.

`@operation(…)` changes nothing at run time. `openapi` reads it, and a service with a route that
says nothing does not start.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from aiohttp import web
from typing_extensions import TypedDict

from foundation.errors import Problem
from foundation.http.validation import Command
from foundation.text import Bilingual


@dataclass(frozen=True)
class Proof:
    """How a caller shows who it is: an OpenAPI security scheme and its name."""

    name: str
    scheme: Mapping[str, str]


@dataclass(frozen=True)
class Policy:
    """Who may call a route.

    Args:
        callers: kinds of callers by name; a caller of another kind gets one of `refuses`, the
            same answer as for a thing that does not exist.
        proofs: any one of them is enough; none: the route asks for nothing.
    """

    id: str
    who: Bilingual
    callers: tuple[str, ...]
    proofs: tuple[Proof, ...] = ()
    refuses: tuple[type[Problem], ...] = ()


EVERYBODY = "everybody"
ANYBODY = Policy("anybody", Bilingual("任何人", "Anybody"), (EVERYBODY,))


@dataclass(frozen=True)
class Media:
    """A body that is not JSON, by its media type; `in_ranges`: also pieces of it (RFC 9110, 14)."""

    type: str
    in_ranges: bool = False


class Done(TypedDict):
    """Carried out; there is nothing more to say."""


@dataclass(frozen=True)
class Operation:
    """The description of one handler; see `operation` for the fields."""

    title: Bilingual
    policy: Policy
    takes: type[Command] | Media | None
    gives: Any
    status: int
    refuses: tuple[type[Problem], ...]
    query: Mapping[str, Bilingual] = field(default_factory=dict[str, Bilingual])


class UndescribedRoute(Exception):
    """A handler without `@operation`: nobody has said who may call it."""


HandlerT = TypeVar("HandlerT", bound=Callable[[web.Request], Awaitable[web.StreamResponse]])
_described: WeakKeyDictionary[object, Operation] = WeakKeyDictionary()


def operation(
    zh: str,
    en: str,
    policy: Policy,
    *,
    takes: type[Command] | Media | None = None,
    gives: object = Done,
    status: int = 200,
    refuses: tuple[type[Problem], ...] = (),
    query: Mapping[str, Bilingual] | None = None,
) -> Callable[[HandlerT], HandlerT]:
    """Describes the handler below.

    Args:
        takes: the command its body is read into, or a media type.
        gives: the type of its JSON answer, a media type, or `None` for an empty answer.
        status: of the good answer.
        refuses: problems beyond those of the policy, of reading a command and of any request.
        query: what may stand after the `?`.
    """

    def describe(handler: HandlerT) -> HandlerT:
        _described[handler] = Operation(
            Bilingual(zh, en), policy, takes, gives, status, refuses, query or {}
        )
        return handler

    return describe


def operation_of(handler: object) -> Operation | None:
    """What was said of a handler."""
    return _described.get(handler)
