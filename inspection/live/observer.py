"""News from the media plane, told to the pages. Called on the media loop: must not wait."""

from inspection.live.errors import SentTooMuch
from inspection.live.figures import figures_json
from inspection.live.hub import Hub
from inspection.live.steering import Steering
from inspection.live.watchers import Watchers
from webrtc.engine import RoomFigures
from webrtc.metrics import MediaMetrics
from webrtc.policing import Excess


class RoomNews:
    """Implements `webrtc.room.RoomObserver`; rooms are bound to cases when seats are given."""

    def __init__(
        self, hub: Hub, metrics: MediaMetrics, steering: Steering, watchers: Watchers
    ) -> None:
        self._hub = hub
        self._metrics = metrics
        self._steering = steering
        self._watchers = watchers
        self._cases: dict[str, str] = {}

    def bind(self, room: str, case_id: str) -> None:
        """From now on news of this media room belong to the case."""
        self._cases[room] = case_id
        self._steering.bind(room, case_id)

    def forget(self, room: str) -> None:
        """The call has ended."""
        case_id = self._cases.pop(room, "")
        self._steering.forget(case_id)
        self._watchers.forget(case_id)
        self._metrics.forget(room)

    def publisher_came(self, room: str, participant: str) -> None:
        """Pictures arrive."""
        self._tell(room, participant, "live")

    def publisher_silent(self, room: str, participant: str) -> None:
        """No packet for three seconds (scorecard M11)."""
        self._tell(room, participant, "silent")

    def publisher_back(self, room: str, participant: str) -> None:
        """Packets again."""
        self._tell(room, participant, "live")

    def publisher_gone(self, room: str, participant: str) -> None:
        """The connection ended."""
        self._tell(room, participant, "gone")

    def figures(self, room: str, figures: RoomFigures) -> None:
        """For the desk's signal bars and for `/metrics`."""
        case_id = self._cases.get(room)
        if case_id is not None:
            figures = self._watchers.joined(case_id, figures)
        self._metrics.take(room, figures)
        if case_id is not None:
            self._hub.mention(case_id, "figures", figures_json(figures))
            self._steering.look(case_id, figures)

    def publisher_closed(self, room: str, participant: str, excess: Excess) -> None:
        """Sent far too much; `publisher_gone` follows."""
        case_id = self._cases.get(room)
        if case_id is not None:
            said = SentTooMuch()
            words = {"zh": said.sentence_zh, "en": said.sentence_en}
            about = {"participant": participant, "excess": excess.value}
            self._hub.announce(case_id, "media_closed", {**about, **words})

    def _tell(self, room: str, participant: str, state: str) -> None:
        case_id = self._cases.get(room)
        if case_id is not None:
            self._hub.publisher(case_id, participant, state)
