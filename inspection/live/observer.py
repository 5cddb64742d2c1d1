"""News from the media plane, told to the pages. Called on the media loop: must not wait."""

import structlog

from inspection.live.errors import SentTooMuch
from inspection.live.figures import figures_json, second_of
from inspection.live.hub import Hub
from inspection.live.model import APPLICANT
from webrtc.engine import RoomFigures
from webrtc.metrics import MediaMetrics
from webrtc.policing import Excess
from webrtc.quality import Ladder, Rung

log = structlog.get_logger("call")


class RoomNews:
    """Implements `webrtc.room.RoomObserver`; rooms are bound to cases when seats are given."""

    def __init__(self, hub: Hub, metrics: MediaMetrics) -> None:
        self._hub = hub
        self._metrics = metrics
        self._cases: dict[str, str] = {}
        self._ladders: dict[str, Ladder] = {}

    def bind(self, room: str, case_id: str) -> None:
        """From now on news of this media room belong to the case."""
        self._cases[room] = case_id

    def forget(self, room: str) -> None:
        """The call has ended."""
        self._cases.pop(room, None)
        self._ladders.pop(room, None)
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
        self._metrics.take(room, figures)
        case_id = self._cases.get(room)
        if case_id is not None:
            self._hub.mention(case_id, "figures", figures_json(figures))
            self._grade(room, case_id, figures)

    def _grade(self, room: str, case_id: str, figures: RoomFigures) -> None:
        """Tells the applicant's phone when it shall send more or less."""
        second = second_of(APPLICANT, figures)
        if second is None:
            return
        ladder = self._ladders.setdefault(room, Ladder())
        pinned = self._hub.conversation(case_id).pinned
        step = ladder.look(second, Rung(pinned) if pinned else None)
        if step is not None:
            rung, reason = step.rung.value, step.reason.value
            log.info("quality", room=room, rung=rung, reason=reason)
            self._hub.announce(case_id, "quality", {"rung": rung, "reason": reason})

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
