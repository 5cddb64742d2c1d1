"""What a page may say in a room; everything else is refused by name."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from foundation.http.validation import Command

ItemId = Annotated[str, Field(pattern=r"^[A-Z]{2,4}-[0-9]{2,3}$")]
Share = Annotated[float, Field(ge=0, le=1)]

RungName = Literal["hd", "sd", "slow", "stills", "on_demand"]  # webrtc.quality.Rung


class Hello(Command):
    """First frame of a page: the last number it has seen, 0 for none."""

    type: Literal["hello"]
    last_seq: Annotated[int, Field(ge=0)] = 0


class ShowItem(Command):
    """The inspector turns to an item."""

    type: Literal["item"]
    item: ItemId | None


class WantStill(Command):
    """The inspector asks the phone for a full-resolution still."""

    type: Literal["want_still"]
    item: ItemId


class Commit(Command):
    """The phone names the hash of a still at the shutter; the bytes follow over HTTPS."""

    type: Literal["commit"]
    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
    item: ItemId
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    width_px: Annotated[int, Field(ge=1, le=20000)]
    height_px: Annotated[int, Field(ge=1, le=20000)]
    taken_at: datetime


class Chat(Command):
    """A line of text."""

    type: Literal["chat"]
    text: Annotated[str, Field(min_length=1, max_length=500)]


class Point(Command):
    """The laser pointer, in shares of the picture from its upper left corner."""

    type: Literal["point"]
    x: Share
    y: Share


class Torch(Command):
    """The inspector switches the phone's torch."""

    type: Literal["torch"]
    on: bool


class Camera(Command):
    """The phone says what its camera does, and why."""

    type: Literal["camera"]
    state: Literal["live", "lost", "hidden"]
    cause: Annotated[str, Field(max_length=120)] = ""


class Quality(Command):
    """The inspector decides how much picture the phone sends; `null` leaves it to the service."""

    type: Literal["quality"]
    rung: RungName | None


class PictureSeen(Command):
    """The desk's page looked at the picture: black, the same for seconds, or fine again."""

    type: Literal["picture"]
    state: Literal["live", "black", "frozen"]


ClientFrame = Annotated[
    Hello | ShowItem | WantStill | Commit | Chat | Point | Torch | Camera | Quality | PictureSeen,
    Field(discriminator="type"),
]
client_frame: TypeAdapter[ClientFrame] = TypeAdapter(ClientFrame)

FROM_STAFF = (ShowItem, WantStill, Point, Torch, Quality, PictureSeen)
FROM_APPLICANT = (Commit, Camera)
