"""What a page may say in a room; everything else is refused by name."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, TypeAdapter

from foundation.http.validation import Command
from inspection.live.announcements import RungName

# EX-02-2: the second hood's EX-02
ItemId = Annotated[str, Field(pattern=r"^[A-Z]{2,4}-[0-9]{2,3}(-[0-9]{1,2})?$")]
Share = Annotated[float, Field(ge=0, le=1)]


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


class Placed(Command):
    """Where the phone is (WGS-84, degrees), how sure it is (radius in m), and how old that is."""

    type: Literal["position"]
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    accuracy_m: Annotated[float, Field(ge=0, le=1_000_000)]
    age_ms: Annotated[int, Field(ge=0, le=3_600_000)]


class NotPlaced(Command):
    """The phone has no position to tell, which is lawful: nothing waits for one."""

    type: Literal["no_position"]
    why: Literal["denied", "unavailable"]


class ClockRead(Command):
    """The phone's time, in answer to `clock_wanted`."""

    type: Literal["clock"]
    question: Annotated[str, Field(min_length=1, max_length=32)]
    phone_at: AwareDatetime


class Cap(Command):
    """The inspector sets what the phone may send at most; `null` is the room's own cap."""

    type: Literal["cap"]
    # below 200 kbit/s not even the lowest moving rung fits (static/src/applicant/call/rung.ts)
    bps: Annotated[int, Field(ge=200_000, le=2_500_000)] | None


class WantSnapshot(Command):
    """The inspector asks a phone that sends no moving picture for one still to look at."""

    type: Literal["want_snapshot"]


class Obeys(Command):
    """The phone says which rung and cap it has put in force, or could not."""

    type: Literal["obeyed"]
    rung: RungName
    cap_bps: Annotated[int, Field(ge=1, le=100_000_000)]
    is_in_force: bool


class Watching(Command):
    """What a desk's page gets of somebody's picture, every few seconds."""

    type: Literal["watching"]
    publisher: Annotated[str, Field(min_length=1, max_length=64)]
    width_px: Annotated[int, Field(ge=0, le=8192)]
    height_px: Annotated[int, Field(ge=0, le=8192)]
    freezes: Annotated[int, Field(ge=0, le=1_000_000)]


class Ping(Command):
    """The page asks whether its socket is alive."""

    type: Literal["ping"]


ClientFrame = Annotated[
    Hello
    | Ping
    | ShowItem
    | WantStill
    | WantSnapshot
    | Commit
    | Chat
    | Point
    | Torch
    | Camera
    | Quality
    | Cap
    | Obeys
    | PictureSeen
    | Watching
    | Placed
    | NotPlaced
    | ClockRead,
    Field(discriminator="type"),
]
client_frame: TypeAdapter[ClientFrame] = TypeAdapter(ClientFrame)

FROM_STAFF = (
    ShowItem,
    WantStill,
    WantSnapshot,
    Point,
    Torch,
    PictureSeen,
    Watching,
)
FROM_INSPECTORS = (Quality, Cap)  # who looks on does not steer what the inspectors must see
FROM_APPLICANT = (Commit, Camera, Obeys, Placed, NotPlaced, ClockRead)
# said by pages by themselves: no sign that somebody is at work
UNASKED = (Ping, Watching, Placed, NotPlaced, ClockRead)
