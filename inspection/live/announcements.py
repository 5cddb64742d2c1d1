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


class ChallengeContent(TypedDict):
    """Four digits to hold to the camera, and for how many seconds they are still in force."""

    code: str
    left_s: int


RungName = Literal["hd", "sd", "slow", "stills", "on_demand"]  # webrtc.quality.Rung


class ObeyedShape(TypedDict):
    """The phone's word: this rung and cap are in force, or could not be put in force."""

    rung: RungName
    cap_bps: int
    is_in_force: bool


class QualityContent(TypedDict):
    """How much picture the phone is to send, why, and what it has said to that."""

    rung: RungName
    reason: Literal["loss", "delay", "few_pictures", "recovered", "manual"] | None
    is_pinned: bool  # somebody at the desk decided; else the ladder goes by how packets arrive
    cap_bps: int
    obeyed: ObeyedShape | None


class SnapshotShape(TypedDict):
    """The newest picture of a phone that sends no moving one; see `/cases/{case}/snapshot`."""

    number: int
    age_ms: int
    width_px: int
    height_px: int


ChatLineShape = TypedDict("ChatLineShape", {"seq": int, "at": str, "from": str, "text": str})


class Welcome(Envelope):
    """Answer to `hello`; what the page missed follows, if it heard of `forgotten_seq` already."""

    type: Literal["welcome"]
    participants: list[ParticipantShape]
    item: str | None
    last_seq: int
    forgotten_seq: int
    challenge: ChallengeContent | None
    chat: list[ChatLineShape]  # what was said last, for a page that is new here
    quality: QualityContent
    snapshot: SnapshotShape | None


class Pong(Envelope):
    """Answer to `ping`: the socket is alive."""

    type: Literal["pong"]


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


class QualityWanted(Envelope, QualityContent):
    """The rung the applicant's phone is to send on, and why (`webrtc.quality`)."""

    type: Literal["quality"]


class QualityObeyed(Envelope, ObeyedShape):
    """The phone says what it does."""

    type: Literal["obeyed"]


class SnapshotWanted(Envelope):
    """The phone is asked for one picture for the eye, not for the file; never repeated."""

    type: Literal["snapshot_wanted"]


class SnapshotCame(Envelope, SnapshotShape):
    """To the desks, unnumbered and never repeated: there is a newer picture."""

    type: Literal["snapshot"]


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
    """How somebody's picture goes on to one who watches; the last three as that page says."""

    participant: str
    publisher: str
    kbps: int
    loss_percent: float
    rtt_ms: int | None
    width_px: int | None
    height_px: int | None
    freezes: int | None


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


class ClockWanted(Envelope):
    """To a phone alone: what time is it there? Answered by `clock` with the same question."""

    type: Literal["clock_wanted"]
    question: str


class WhereaboutsContent(TypedDict):
    """Where the phone is, seen from the registered address; distances in metres."""

    place: Literal["at_address", "near", "far", "unknown"]
    why: Literal["", "denied", "unavailable", "no_address", "vague"]
    distance_m: int | None
    accuracy_m: int | None


class WhereaboutsTold(Envelope, WhereaboutsContent):
    """To the desks, unnumbered and never repeated: where the phone is now."""

    type: Literal["whereabouts"]


class ChallengeBegun(Envelope, ChallengeContent):
    """Unnumbered and never repeated: who comes back reads it in the welcome."""

    type: Literal["challenge"]


class InspectorShape(TypedDict):
    """Somebody of the bureau."""

    id: str
    name: str


class ChangedSeatShape(TypedDict):
    """A seat that changed hands. The reason is for the desk alone: it stands in the case."""

    leaving: InspectorShape
    coming: InspectorShape


class HandedOverContent(TypedDict):
    """Who left, and who inspects in their place."""

    seats: list[ChangedSeatShape]


class HandedOver(Envelope, HandedOverContent):
    """Another inspector took a seat; pages of whoever left end with this."""

    type: Literal["handed_over"]


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
    | QualityObeyed
    | SnapshotWanted
    | SnapshotCame
    | Pong
    | PictureJudged
    | FiguresTold
    | ItemShown
    | StillWanted
    | Committed
    | ChatSaid
    | Pointed
    | TorchWanted
    | CameraState
    | ClockWanted
    | WhereaboutsTold
    | ChallengeBegun
    | HandedOver
    | StateChanged
    | Ended
)
