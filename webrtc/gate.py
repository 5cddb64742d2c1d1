"""Who may use a room; asked by whip and whep, answered by whoever knows the people."""

from typing import Protocol

from aiohttp import web

from foundation.errors import NotFound
from foundation.http.operation import Policy, Proof
from foundation.text import Bilingual

_SCHEME = "Bearer "
IN_ROOM = Policy(
    "room.members",
    Bilingual("持有本次连线令牌的人", "Whoever holds a token of this call"),
    ("room_member",),
    (Proof("media-token", {"type": "http", "scheme": "bearer"}),),
    (NotFound,),
)


class Gate(Protocol):
    """All raise a `Problem` of kind HIDDEN for everybody who may not."""

    async def member(self, room: str, token: str) -> str:
        """The participant whose token this is, whatever it may do."""
        ...

    async def publisher(self, room: str, token: str) -> str:
        """The participant who may publish with this token."""
        ...

    async def viewer(self, room: str, token: str, publisher: str) -> str:
        """The participant who may watch `publisher` with this token."""
        ...


def bearer(request: web.Request) -> str:
    """The token of the request. Raises `NotFound`: without one nothing is here."""
    header = request.headers.get("Authorization", "")
    if not header.startswith(_SCHEME):
        raise NotFound
    return header.removeprefix(_SCHEME).strip()
