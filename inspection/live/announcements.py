"""What the room says to its pages, as types: published in the socket's schema, checked by tests."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

# `seq` grows by one per frame; 0 and `welcome` are for one page only and carry no time.
Envelope = TypedDict("Envelope", {"seq": int, "at": NotRequired[str], "from": str})


class ParticipantShape(TypedDict):
    """Somebody in the room."""

    id: str
    name: str
    role: str
    is_online: bool
    is_publishing: bool


class Welcome(Envelope):
    """Answer to `hello`; what the page missed follows."""

    type: Literal["welcome"]
    participants: list[ParticipantShape]
    item: str | None
    last_seq: int


class ProblemSaid(Envelope):
    """The last frame of this page was refused."""

    type: Literal["problem"]
    code: str
    zh: str
    en: str


class Presence(Envelope):
    """Who is in the room, whenever that changes."""

    type: Literal["presence"]
    participants: list[ParticipantShape]


_Publisher = TypedDict("_Publisher", {"participant": str, "is": Literal["live", "silent", "gone"]})


class PublisherNews(Envelope, _Publisher):
    """Somebody's picture came, fell silent for three seconds, came back or went."""

    type: Literal["publisher"]


class MediaClosed(Envelope):
    """Somebody's connection was ended because it sent far too much."""

    type: Literal["media_closed"]
    participant: str
    excess: Literal["bitrate", "packets", "frames", "size"]
    zh: str
    en: str


class QualityWanted(Envelope):
    """The rung the applicant's phone is to send on, and why (`webrtc.quality`)."""

    type: Literal["quality"]
    rung: Literal["hd", "sd", "slow", "stills", "on_demand"]
    reason: Literal["loss", "delay", "few_pictures", "recovered", "manual"]


class PictureJudged(Envelope):
    """What a desk's page sees of the applicant's picture."""

    type: Literal["picture"]
    state: Literal["live", "black", "frozen"]


class SendingShape(TypedDict):
    """How somebody's picture and sound reach us, in the last second."""

    participant: str
    kbps: int
    loss_percent: float
    rtt_ms: int | None
    width_px: int
    height_px: int
    fps: int
    freezes: int


class WatchingShape(TypedDict):
    """How somebody's picture goes on to one who watches."""

    participant: str
    publisher: str
    kbps: int
    loss_percent: float
    rtt_ms: int | None


class FiguresContent(TypedDict):
    """Everybody's figures."""

    sending: list[SendingShape]
    watching: list[WatchingShape]


class FiguresTold(Envelope, FiguresContent):
    """Once a second to the desks, unnumbered and never repeated."""

    type: Literal["figures"]


class ItemShown(Envelope):
    """The inspector turned to an item."""

    type: Literal["item"]
    item: str | None


class StillWanted(Envelope):
    """The phone is asked for a full-resolution still."""

    type: Literal["still_wanted"]
    request: str
    item: str


class Committed(Envelope):
    """The hash of a still is durable: the bytes may follow."""

    type: Literal["committed"]
    id: str
    item: str


class ChatSaid(Envelope):
    """A line of text."""

    type: Literal["chat"]
    text: str


class Pointed(Envelope):
    """The laser pointer, in shares of the picture."""

    type: Literal["point"]
    x: float
    y: float


class TorchWanted(Envelope):
    """The phone's torch is to be on or off."""

    type: Literal["torch"]
    on: bool


class CameraState(Envelope):
    """What the phone's camera does, and why."""

    type: Literal["camera"]
    state: Literal["live", "lost", "hidden"]
    cause: str


class StateChanged(Envelope):
    """The case moved."""

    type: Literal["state"]
    state: str


class Ended(Envelope):
    """The inspectors ended the call."""

    type: Literal["ended"]


Announcement = (
    Welcome
    | ProblemSaid
    | Presence
    | PublisherNews
    | MediaClosed
    | QualityWanted
    | PictureJudged
    | FiguresTold
    | ItemShown
    | StillWanted
    | Committed
    | ChatSaid
    | Pointed
    | TorchWanted
    | CameraState
    | StateChanged
    | Ended
)
